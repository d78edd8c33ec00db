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

    /// The mean of the network's vectors for the tokens of a text, scaled to length 1.
    func embed(_ text: String, longest: Int, status: CallStatus) throws -> Embedding {
        let tokens = model.tokenizer.tokens(of: text, limit: longest)
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
        return try request.withOutput(0) { shape, numbers in
            guard shape == [1, tokens.count, model.dimensions] else {
                throw EncoderModel.misfit("The embedder's network doesn't give \(model.dimensions) numbers for each token")
            }
            var sum = [Float](repeating: 0, count: model.dimensions)
            for token in 0..<tokens.count {
                for index in 0..<model.dimensions { sum[index] += numbers[token * model.dimensions + index] }
            }
            return Embedding(normalizing: sum)
        }
    }
}
