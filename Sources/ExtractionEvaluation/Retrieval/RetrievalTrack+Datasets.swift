public import ExtractionKit

extension RetrievalTrack {
    /// Reads the documents of datasets, and has questions written about those of which something is known. The others are there to be searched.
    ///
    /// - Parameters:
    ///   - datasets: The datasets. A document's id is its dataset's name and its own.
    ///   - writer: Writes the questions.
    ///   - reader: Reads the documents.
    ///   - transcripts: Reads those that a person has copied, instead; `nil` for none.
    ///   - limits: What a document may cost.
    ///   - folder: Where readings are kept for the next run, if anywhere.
    ///   - progress: Is told after every document.
    /// - Throws: ``/ExtractionKit/ExtractionError`` with the code `invalidDataset` where no question could be written; `CancellationError`.
    /// - Returns: The track, and what couldn't be read.
    public static func about(
        _ datasets: [Dataset], writer: QuestionWriter, reader: any DocumentReader, transcripts: TranscriptReader? = nil,
        limits: DocumentLimits = DocumentLimits(), folder: ReadingFolder? = nil, progress: (Matrix.Progress) -> Void = { _ in }
    ) async throws -> (track: RetrievalTrack, unread: [SkippedDocument]) {
        var track = RetrievalTrack(documents: [:], questions: [])
        var sources: [QuestionWriter.Source] = []
        var unread: [SkippedDocument] = []
        let documents = datasets.flatMap { dataset in dataset.documents.map { (id: "\(dataset.name)/\($0.id)", document: $0) } }
        for (place, (id, document)) in documents.enumerated() {
            try Task.checkCancellation()
            let copied = document.truth.lines == nil ? nil : transcripts
            let reading = try await Reading.of(document, by: copied ?? reader, limits: limits, folder: folder, isAlone: false)
            if let read = reading.document {
                track.documents[id] = read
                track.digests[id] = reading.sha256
                sources.append(QuestionWriter.Source(id: id, truth: document.truth, read: read))
            } else {
                unread.append(SkippedDocument(file: id, reason: reading.error?.message ?? "there is nothing in it"))
            }
            progress(Matrix.Progress(work: "reading", done: place + 1, documents: documents.count))
        }
        track.questions = writer.questions(about: sources)
        guard !track.questions.isEmpty else {
            throw ExtractionError(
                .invalidDataset, "No question could be written: nothing that is known of the documents stands in just one of their lines.")
        }
        return (track, unread)
    }
}
