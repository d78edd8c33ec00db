public import ExtractionKit

extension ExtractionError.Code {
    /// A dataset's manifest, truth or file isn't in the form it should be. The message names the file and the member.
    public static let invalidDataset = ExtractionError.Code(rawValue: "invalid_dataset")
}

extension ExtractionError {
    /// Says what is wrong with a file of a dataset.
    ///
    /// Unlike a document, a manifest and its truths are written by the person who reads the message, so it may name what stands in them.
    static func dataset(_ file: String, _ member: String, _ problem: String) -> ExtractionError {
        ExtractionError(.invalidDataset, member.isEmpty ? "\(file): \(problem)" : "\(file): '\(member)' \(problem)")
    }
}
