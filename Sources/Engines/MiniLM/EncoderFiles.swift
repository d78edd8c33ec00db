internal import ExtractionKit
internal import Foundation

/// Where the network and its vocabulary are.
struct EncoderFiles: Sendable {
    var network: String
    var vocabulary: String

    /// Finds the files in a folder by their names.
    ///
    /// - Throws: `missingResource`.
    init(folder: String) throws {
        let manager = FileManager.default
        vocabulary = folder + "/vocab.txt"
        guard let network = ["model.xml", "model.onnx"].map({ folder + "/" + $0 }).first(where: manager.fileExists),
            manager.fileExists(atPath: vocabulary)
        else {
            throw ExtractionError(
                .missingResource,
                "The model of the embedder isn't installed; run './install-engine minilm', or set 'model' to a folder with 'model.xml' or 'model.onnx' and 'vocab.txt'."
            )
        }
        self.network = network
    }

    /// The files' names and sizes, which tell models apart.
    var description: String {
        [network, network.replacing(".xml", with: ".bin"), vocabulary].map { path in
            let size = (try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? Int
            return "\(path.split(separator: "/").last ?? "") \(size ?? 0)"
        }.joined(separator: ", ")
    }
}
