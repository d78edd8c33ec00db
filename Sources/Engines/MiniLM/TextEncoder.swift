internal import ExtractionEngineSupport
internal import ExtractionKit
internal import ExtractionOpenVINO

/// The network with the memory for one run. It belongs to one thread.
final class TextEncoder {
    private let model: EncoderModel
    private let request: InferenceRequest

    init(_ model: EncoderModel) throws {
        self.model = model
        request = try model.network.makeRequest()
    }

    /// The mean of the network's vectors for the tokens of a text, scaled to length 1. A text that is longer than what the network takes at once is
    /// taken in parts, and the mean is that of all their tokens.
    func embed(_ text: String, longest: Int, status: CallStatus) throws -> Embedding {
        var sum = [Float](repeating: 0, count: model.dimensions)
        for part in model.tokenizer.parts(of: text, limit: longest) { try add(part, to: &sum, status) }
        return Embedding(normalizing: sum)
    }

    private func add(_ tokens: [Int32], to sum: inout [Float], _ status: CallStatus) throws {
        for (index, input) in model.inputs.enumerated() {
            let numbers: [Int64] =
                switch input {
                case .tokens: tokens.map(Int64.init)
                case .mask: Array(repeating: 1, count: tokens.count)
                case .segments: Array(repeating: 0, count: tokens.count)
                }
            try request.setInput(index, shape: [1, tokens.count], to: numbers)
        }
        try request.infer { status.isAbandoned }
        try request.withOutput(0) { shape, numbers in
            guard shape == [1, tokens.count, model.dimensions] else {
                throw EncoderModel.misfit("The embedder's network doesn't give \(model.dimensions) numbers for each token")
            }
            for token in 0..<tokens.count {
                for index in 0..<model.dimensions { sum[index] += numbers[token * model.dimensions + index] }
            }
        }
    }
}
