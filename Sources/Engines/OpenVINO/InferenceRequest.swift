internal import COpenVINO
internal import ExtractionKit

/// One run of a model at a time. It belongs to one thread.
public final class InferenceRequest {
    /// The model that it runs.
    public let model: CompiledModel
    private let handle: OpaquePointer
    private var memory: [Int: UnsafeMutableRawBufferPointer] = [:]

    init(_ handle: OpaquePointer, model: CompiledModel) {
        self.handle = handle
        self.model = model
    }

    deinit {
        openvino_request_free(library.functions, handle)
        for buffer in memory.values { buffer.deallocate() }
        retired.free()
    }

    /// Gives an input its numbers: floats, written into memory that is kept from one run to the next.
    ///
    /// - Parameters:
    ///   - index: Which input.
    ///   - shape: Its sizes, outermost first, each at least 1.
    ///   - fill: Writes every number. What was there before is left over from the last run.
    /// - Throws: ``/ExtractionKit/ExtractionError`` with the code `engineFailure` when the model has no such input.
    public func setInput(_ index: Int, shape: [Int], fill: (UnsafeMutableBufferPointer<Float>) -> Void) throws {
        try setInput(index, shape: shape, as: Float.self, .float32, fill)
    }

    /// Gives an input its numbers: 64-bit integers.
    ///
    /// - Throws: ``/ExtractionKit/ExtractionError`` with the code `engineFailure` when the model has no such input, or not as many numbers are given as the
    ///   shape holds.
    public func setInput(_ index: Int, shape: [Int], to numbers: [Int64]) throws {
        guard shape.reduce(1, *) == numbers.count else {
            throw ExtractionError(.engineFailure, "A model's input has another number of elements than its shape says.")
        }
        try setInput(index, shape: shape, as: Int64.self, .int64) { buffer in _ = buffer.update(fromContentsOf: numbers) }
    }

    private func setInput<Number>(
        _ index: Int, shape: [Int], as type: Number.Type, _ element: TensorElement, _ fill: (UnsafeMutableBufferPointer<Number>) -> Void
    ) throws {
        var count = 1
        for size in shape {
            let (product, overflow) = count.multipliedReportingOverflow(by: size)
            guard size > 0, !overflow else { throw ExtractionError(.engineFailure, "A model's input has no elements, or too many.") }
            count = product
        }
        guard count <= 1 << 30, let sizes = openvino_shape(shape), index >= 0, index < model.inputs.count else {
            throw ExtractionError(.engineFailure, "A model's input isn't there or too large; use the model that the engine is made for.")
        }
        let buffer = reserve(count * MemoryLayout<Number>.stride, for: index)
        guard let start = buffer.baseAddress else { return }
        fill(UnsafeMutableBufferPointer(start: start.bindMemory(to: Number.self, capacity: count), count: count))
        try library.check(
            openvino_set_input(library.functions, handle, index, element.code, sizes, start),
            "The model doesn't take an input of that shape; use the model that the engine is made for.")
    }

    private func reserve(_ bytes: Int, for index: Int) -> UnsafeMutableRawBufferPointer {
        if let buffer = memory[index], buffer.count >= bytes { return buffer }
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: max(bytes, 64), alignment: 64)
        // Never read before it is written, and zero costs little beside a run.
        buffer.initializeMemory(as: UInt8.self, repeating: 0)
        retired.append(memory.updateValue(buffer, forKey: index))
        return buffer
    }

    /// Memory that the library still points to until the input has been set anew.
    private var retired = RetiredMemory()

    /// Runs the model.
    ///
    /// - Parameter isAbandoned: Asked every few milliseconds; the run is stopped between two of the network's layers when it says yes.
    /// - Throws: `CancellationError` when it was stopped; ``/ExtractionKit/ExtractionError`` with the code `engineFailure`.
    public func infer(isAbandoned: () -> Bool = { false }) throws {
        let failure = "The model didn't run to its end; use the model that the engine is made for, or less memory elsewhere."
        try library.check(openvino_start(library.functions, handle), failure)
        // From here on the library uses the memory: it isn't left before the run has ended.
        var isStopped = false
        while true {
            let status = openvino_wait(library.functions, handle, 5)
            if status == openvino_status(OPENVINO_RESULT_NOT_READY) {
                if !isStopped, isAbandoned() {
                    isStopped = true
                    _ = openvino_cancel(library.functions, handle)
                }
                continue
            }
            retired.free()
            if isStopped || status == openvino_status(OPENVINO_CANCELLED) { throw CancellationError() }
            return try library.check(status, failure)
        }
    }

    /// Reads an output of the last run.
    ///
    /// - Parameters:
    ///   - index: Which output.
    ///   - body: Gets its sizes and its numbers, which are gone when it returns.
    /// - Throws: What the body throws; ``/ExtractionKit/ExtractionError`` with the code `engineFailure` where the output holds no floats.
    public func withOutput<R>(_ index: Int, _ body: (_ shape: [Int], _ numbers: UnsafeBufferPointer<Float>) throws -> R) throws -> R {
        var element: Int32 = 0
        var shape = openvino_shape()
        var data: UnsafeRawPointer?
        try library.check(
            openvino_output(library.functions, handle, index, &element, &shape, &data),
            "The model has no such output; use the model that the engine is made for.")
        guard element == TensorElement.float32.code, let sizes = shape.sizes, let data else {
            throw ExtractionError(.engineFailure, "The model gives another kind of numbers; use the model that the engine is made for.")
        }
        let count = sizes.reduce(1, *)
        return try body(sizes, UnsafeBufferPointer(start: data.assumingMemoryBound(to: Float.self), count: count))
    }

    private var library: NeuralLibrary { model.runtime.library }
}

/// Buffers that are freed later.
private struct RetiredMemory {
    private var buffers: [UnsafeMutableRawBufferPointer] = []

    mutating func append(_ buffer: UnsafeMutableRawBufferPointer?) {
        if let buffer { buffers.append(buffer) }
    }

    mutating func free() {
        for buffer in buffers { buffer.deallocate() }
        buffers = []
    }
}
