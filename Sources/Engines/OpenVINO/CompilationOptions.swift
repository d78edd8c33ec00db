internal import COpenVINO

/// How a model shall run on the processor.
public struct CompilationOptions: Hashable, Sendable {
    /// How many processors all of the model's requests may use together, at least 1.
    public var threads: Int
    /// How many requests run at once, each with its share of the threads. As many streams as threads give the most work done; one stream
    /// gives the quickest single answer.
    public var streams: Int
    /// In which numbers the model computes.
    public var precision: Precision

    /// Creates options.
    public init(threads: Int = 1, streams: Int = 1, precision: Precision = .float32) {
        self.threads = threads
        self.streams = streams
        self.precision = precision
    }

    /// In which numbers a model computes.
    public enum Precision: String, Hashable, Sendable, Codable, CaseIterable {
        /// 32-bit floating point: the same results on every machine, to rounding.
        case float32
        /// 16-bit brain floating point where the processor has instructions for it, and 32-bit elsewhere; about twice as fast, to three
        /// significant digits.
        case bfloat16
    }

    func withProperties<R>(_ body: (UnsafeBufferPointer<openvino_property>) -> R) -> R {
        let values = [
            ("NUM_STREAMS", String(max(1, streams))), ("INFERENCE_NUM_THREADS", String(max(1, threads))),
            ("INFERENCE_PRECISION_HINT", precision == .bfloat16 ? "bf16" : "f32"),
            // Pinned threads of several models in a process all land on the same processors.
            ("ENABLE_CPU_PINNING", "NO"),
        ]
        let texts = values.map { (ContiguousArray($0.utf8CString), ContiguousArray($1.utf8CString)) }
        func collect(_ rest: ArraySlice<(ContiguousArray<CChar>, ContiguousArray<CChar>)>, _ sofar: [openvino_property]) -> R {
            guard let (key, value) = rest.first else { return sofar.withUnsafeBufferPointer(body) }
            return key.withUnsafeBufferPointer { key in
                value.withUnsafeBufferPointer { value in
                    guard let key = key.baseAddress, let value = value.baseAddress else { return collect(rest.dropFirst(), sofar) }
                    return collect(rest.dropFirst(), sofar + [openvino_property(key: key, value: value)])
                }
            }
        }
        return collect(texts[...], [])
    }
}
