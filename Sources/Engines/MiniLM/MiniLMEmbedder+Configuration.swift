public import ExtractionKit
public import ExtractionOpenVINO
internal import Foundation

extension MiniLMEmbedder {
    /// The settings of the embedder. Keys in a file: `model`, `runtime`, `threads`, `precision`, `longest_text`.
    public struct Configuration: PluginConfiguration, Hashable {
        /// `model`: the folder with the network, `model.xml` or `model.onnx`, and its `vocab.txt`; `nil` for the one that `install-engine minilm`
        /// makes.
        public var model: String?
        /// `runtime`: the folder with OpenVINO's libraries; `nil` for the environment variable `OPENVINO_LIB_DIR`, or else the one that
        /// `install-engine` makes.
        public var runtime: String?
        /// `threads`: how many texts are embedded at once, each on a processor of its own, from 1 to 64; `nil` for all processors that are
        /// active. It doesn't change results.
        public var threads: Int?
        /// `precision`: in which numbers the network computes.
        public var precision: CompilationOptions.Precision = .bfloat16
        /// `longest_text`: how many tokens of a text the network sees at once, the marks at its ends included, from 3 to 512. The model was trained
        /// with up to 256; a token is about three quarters of an English word. A text of more is embedded in parts.
        public var longestText = 256

        /// Creates the default settings.
        public init() {}
    }
}

extension MiniLMEmbedder.Configuration {
    /// How many threads there shall be, after all of the settings have been checked.
    func checkedThreads() throws -> Int {
        guard (3...512).contains(longestText) else {
            throw ExtractionError(.invalidConfiguration, "'longest_text' is \(longestText); it must be from 3 to 512.")
        }
        guard let threads else { return min(max(ProcessInfo.processInfo.activeProcessorCount, 1), 64) }
        guard (1...64).contains(threads) else {
            throw ExtractionError(.invalidConfiguration, "'threads' is \(threads); it must be from 1 to 64, or left out.")
        }
        return threads
    }
}
