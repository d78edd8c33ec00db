internal import COpenVINO
public import ExtractionKit
internal import Foundation

/// Runs neural networks on this machine's processor, with OpenVINO as it is installed here.
///
/// The library is opened at run time: nothing is linked, and who doesn't make a runtime pays nothing.
///
/// ```swift
/// let runtime = try NeuralRuntime(environment: environment)
/// let model = try runtime.compile(contentsOfFile: path, options: .init(threads: 2, streams: 2))
/// let request = try model.makeRequest()              // on the thread that uses it
/// try request.setInput(0, shape: [1, 3, 48, 320], to: pixels)
/// try request.infer(isAbandoned: { status.isAbandoned })
/// try request.withOutput(0) { shape, numbers in … }
/// ```
///
/// Every call blocks; make them on threads of a `ThreadConfinedPool`.
public final class NeuralRuntime: Sendable {
    /// The library's version, such as `2026.4.1`.
    public let version: String
    let library: NeuralLibrary
    // The library's documentation allows calls to a core from any thread.
    nonisolated(unsafe) let core: OpaquePointer

    /// Opens the library and starts it.
    ///
    /// - Parameters:
    ///   - folder: The folder with `libopenvino_c.so` and its companions; `nil` for the one in the environment variable
    ///     `OPENVINO_LIB_DIR`, or else the one that `install-engine` makes.
    ///   - environment: Where the variable and the user's folder are looked up.
    /// - Throws: ``/ExtractionKit/ExtractionError`` with the code `missingResource` where it isn't installed; `engineFailure`.
    public init(folder: String? = nil, environment: PluginEnvironment) throws {
        let variable = environment.variables["OPENVINO_LIB_DIR"].flatMap { $0.isEmpty ? nil : $0 }
        guard let folder = folder ?? variable ?? InstalledFolder.path("openvino", environment: environment) else {
            throw ExtractionError(.missingResource, "There is no home folder to look for OpenVINO in; set OPENVINO_LIB_DIR.")
        }
        let library = try NeuralLibrary.open(in: folder)
        var core: OpaquePointer?
        try library.check(openvino_core_create(library.functions, &core), "OpenVINO doesn't start; run './install-engine openvino' again.")
        guard let core else { throw ExtractionError(.engineFailure, "OpenVINO doesn't start and doesn't say why; install it again.") }
        self.library = library
        self.core = core
        version = library.version
    }

    deinit { openvino_core_free(library.functions, core) }

    /// Reads a model and makes it ready to run.
    ///
    /// - Parameters:
    ///   - path: An ONNX file, or another that the library reads.
    ///   - shapes: The shapes of inputs by their index, `nil` for a size that is left open; what isn't named stays as the file has it. A
    ///     fixed shape runs faster and can run nothing else.
    ///   - options: How it shall run.
    /// - Throws: ``/ExtractionKit/ExtractionError`` with the code `missingResource` where the file isn't there or is no model, `invalidConfiguration`
    ///   for shapes that it can't have, `engineFailure`.
    public func compile(
        contentsOfFile path: String, shapes: [Int: [Int?]] = [:], options: CompilationOptions = CompilationOptions()
    ) throws -> CompiledModel {
        var model: OpaquePointer?
        try library.check(
            openvino_read_model(library.functions, core, path, &model),
            "A model's file isn't there or can't be read as a neural network; install it again.", code: .missingResource)
        guard let model else { throw ExtractionError(.engineFailure, "OpenVINO read a model and gave none.") }
        defer { openvino_model_free(library.functions, model) }
        for (index, shape) in shapes {
            guard index >= 0, let shape = openvino_shape(shape.map { $0 ?? -1 }) else {
                throw ExtractionError(.invalidConfiguration, "A shape for a model has more than 8 dimensions, or no input.")
            }
            try library.check(
                openvino_reshape_input(library.functions, model, index, shape),
                "The model can't take an input of that shape; use the model that the engine is made for.", code: .invalidConfiguration)
        }
        var compiled: OpaquePointer?
        let status = options.withProperties { properties in
            openvino_compile(library.functions, core, model, "CPU", properties.baseAddress, properties.count, &compiled)
        }
        try library.check(status, "OpenVINO can't run the model on this processor; use the model that the engine is made for.")
        guard let compiled else { throw ExtractionError(.engineFailure, "OpenVINO compiled a model and gave none.") }
        return try CompiledModel(compiled, runtime: self)
    }
}

extension openvino_shape {
    /// `nil` for more dimensions than are used here.
    init?(_ sizes: [Int]) {
        guard sizes.count <= 8 else { return nil }
        self.init()
        rank = Int64(sizes.count)
        withUnsafeMutableBytes(of: &dimensions) { bytes in
            let numbers = bytes.bindMemory(to: Int64.self)
            for (index, size) in sizes.enumerated() { numbers[index] = Int64(size) }
        }
    }

    /// The sizes; `nil` where the rank isn't fixed or too high.
    var sizes: [Int]? {
        guard (0...8).contains(rank) else { return nil }
        return withUnsafeBytes(of: dimensions) { bytes in bytes.bindMemory(to: Int64.self).prefix(Int(rank)).map { Int($0) } }
    }
}
