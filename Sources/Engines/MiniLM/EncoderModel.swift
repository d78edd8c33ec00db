internal import ExtractionKit
internal import ExtractionOpenVINO
internal import Foundation

/// The network and its tokenizer, loaded once for all of the embedder's threads.
struct EncoderModel: Sendable {
    let network: CompiledModel
    let tokenizer: WordPieceTokenizer
    /// What each input is to be given.
    let inputs: [Input]
    /// The components of a vector.
    let dimensions: Int

    /// What an encoder asks for, by the names that its exporters use.
    enum Input: String {
        /// The tokens.
        case tokens = "input_ids"
        /// Which tokens count: all, as nothing is padded.
        case mask = "attention_mask"
        /// Which of two texts a token belongs to: there is one.
        case segments = "token_type_ids"
    }

    /// Loads the files and checks that they fit.
    ///
    /// - Throws: `missingResource` for files that aren't there or are another kind of network; `engineFailure`.
    init(_ files: EncoderFiles, runtime: NeuralRuntime, dimensions: Int, options: CompilationOptions) throws {
        guard let vocabulary = try? Data(contentsOf: URL(fileURLWithPath: files.vocabulary)) else {
            throw Self.misfit("The embedder's vocabulary can't be read")
        }
        guard let tokenizer = WordPieceTokenizer(vocabulary: Array(vocabulary)) else {
            throw Self.misfit("The embedder's vocabulary lacks BERT's marks, such as [CLS]")
        }
        let network = try runtime.compile(contentsOfFile: files.network, options: options)
        let inputs = network.inputs.compactMap { port in port.element == .int64 ? Input(rawValue: port.name) : nil }
        guard inputs.count == network.inputs.count, inputs.contains(.tokens) else {
            throw Self.misfit("The embedder's network asks for something else than tokens")
        }
        guard network.outputs.first?.shape.map({ $0.count == 3 && $0[2] == dimensions }) ?? false else {
            throw Self.misfit("The embedder's network doesn't give \(dimensions) numbers for each token")
        }
        (self.network, self.tokenizer, self.inputs, self.dimensions) = (network, tokenizer, inputs, dimensions)
    }

    static func misfit(_ what: String) -> ExtractionError {
        ExtractionError(.missingResource, what + "; run './install-engine minilm' again, or set 'model' to a folder of the same kind.")
    }
}
