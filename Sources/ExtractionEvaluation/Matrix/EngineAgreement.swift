internal import ExtractionKit

/// How much the texts of OCR engines are alike: an agreement matrix. It needs no truth, and says nothing of who is right.
public struct EngineAgreement: Sendable, Codable {
    /// The engines, in the order of the rows and columns.
    public var engines: [String]
    /// Bag-of-words F1 of the column's text against the row's, over all pages that both read; `nil` where there is no word.
    public var f1: [[Double?]]

    init?(_ readings: [EngineReading]) {
        guard readings.count > 1 else { return nil }
        engines = readings.map(\.engine)
        f1 = readings.map { first in
            readings.map { second in
                zip(first.documents, second.documents).reduce(into: MatchCounts()) { counts, pair in
                    guard let one = pair.0, let two = pair.1 else { return }
                    for page in one.pages {
                        guard let other = two.pages.first(where: { $0.page.number == page.page.number }) else { continue }
                        counts += .bagOfWords(of: other.layout.content, reference: page.layout.content)
                    }
                }.f1
            }
        }
    }
}

/// What an engine read of every document, in the order of the documents.
struct EngineReading: Sendable {
    var engine: String
    var documents: [ReadDocument?]
}
