internal import COpenVINO
internal import ExtractionKit

/// A model that is ready to run.
public final class CompiledModel: Sendable {
    /// An input or output of a model.
    public struct Port: Hashable, Sendable {
        /// Its name; empty for none.
        public var name: String
        /// Its sizes, outermost first, `nil` for one that may vary; `nil` as a whole where not even their number is fixed.
        public var shape: [Int?]?
        /// Its numbers; `nil` for a kind that isn't used here.
        public var element: TensorElement?
    }

    /// The inputs, in the model's order.
    public let inputs: [Port]
    /// The outputs, in the model's order.
    public let outputs: [Port]
    let runtime: NeuralRuntime
    // The library's documentation allows requests to be made from any thread.
    private nonisolated(unsafe) let handle: OpaquePointer

    init(_ handle: OpaquePointer, runtime: NeuralRuntime) throws {
        self.handle = handle
        self.runtime = runtime
        let library = runtime.library
        var counts = (0, 0)
        var statuses = [openvino_count_inputs(library.functions, handle, &counts.0)]
        statuses.append(openvino_count_outputs(library.functions, handle, &counts.1))
        func port(_ index: Int, isOutput: Bool) -> Port {
            var name = [CChar](repeating: 0, count: 256)
            var element: Int32 = 0
            var shape = openvino_shape()
            statuses.append(
                openvino_describe_port(library.functions, handle, isOutput ? 1 : 0, index, &name, name.count, &element, &shape))
            return Port(
                name: name.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" },
                shape: shape.sizes?.map { $0 < 0 ? nil : $0 }, element: TensorElement(code: element))
        }
        inputs = (0..<min(counts.0, 64)).map { port($0, isOutput: false) }
        outputs = (0..<min(counts.1, 64)).map { port($0, isOutput: true) }
        for status in statuses { try library.check(status, "OpenVINO can't describe the model's inputs and outputs.") }
    }

    deinit { openvino_compiled_model_free(runtime.library.functions, handle) }

    /// Makes a request, with memory of its own. It belongs to the thread that makes it.
    ///
    /// - Throws: ``/ExtractionKit/ExtractionError`` with the code `engineFailure`.
    public func makeRequest() throws -> InferenceRequest {
        var request: OpaquePointer?
        let library = runtime.library
        try library.check(openvino_create_request(library.functions, handle, &request), "OpenVINO has no memory for another request.")
        guard let request else { throw ExtractionError(.engineFailure, "OpenVINO made a request and gave none.") }
        return InferenceRequest(request, model: self)
    }
}

/// A kind of number that tensors hold here.
public enum TensorElement: Hashable, Sendable {
    /// `Float`.
    case float32
    /// `Int32`.
    case int32
    /// `Int64`.
    case int64

    init?(code: Int32) {
        switch code {
        case Int32(OPENVINO_F32): self = .float32
        case Int32(OPENVINO_I32): self = .int32
        case Int32(OPENVINO_I64): self = .int64
        default: return nil
        }
    }

    var code: Int32 {
        switch self {
        case .float32: Int32(OPENVINO_F32)
        case .int32: Int32(OPENVINO_I32)
        case .int64: Int32(OPENVINO_I64)
        }
    }
}
