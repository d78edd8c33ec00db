internal import Foundation

/// The JSON of an analysis as the service gives it, all versions in one: what a version doesn't have stays `nil`.
///
/// Version 2 (Form Recognizer) has `readResults`, `pageResults` and `documentResults`; from 2021 on there are `pages`, `tables` and
/// `paragraphs` whose spans point into `content`.
struct AzureAnalysis: Decodable {
    var version: String?
    var apiVersion: String?
    var modelId: String?

    var readResults: [ReadResult]?
    var pageResults: [PageResult]?
    var documentResults: [Fields]?

    var pages: [Page]?
    var tables: [Table]?
    var paragraphs: [Paragraph]?
    var figures: [Figure]?
    var documents: [Fields]?
    var sections: [Anything]?
    var keyValuePairs: [Anything]?
    var entities: [Anything]?
    var styles: [Anything]?
    var languages: [Anything]?
    var warnings: [Anything]?
    var errors: [Anything]?

    /// The answer to a request for the result: the analysis is inside of it.
    struct Operation: Decodable {
        var status: String?
        var analyzeResult: AzureAnalysis?
        var error: Anything?
    }

    /// A value that is only counted.
    struct Anything: Decodable {
        init(from decoder: any Decoder) throws {}
    }

    struct Fields: Decodable {
        var fields: [String: Anything?]?
    }

    struct ReadResult: Decodable {
        var page: Int
        var angle: Double?
        var width: Double
        var height: Double
        var unit: String?
        var lines: [Line]?
        var selectionMarks: [Mark]?

        struct Line: Decodable {
            var text: String
            var boundingBox: AzurePolygon?
            var words: [Word]?
        }

        struct Word: Decodable {
            var text: String
            var boundingBox: AzurePolygon?
            var confidence: Double?
        }
    }

    struct PageResult: Decodable {
        var page: Int
        var tables: [PageTable]?
        var keyValuePairs: [Anything]?

        struct PageTable: Decodable {
            var rows: Int
            var columns: Int
            var boundingBox: AzurePolygon?
            var cells: [Cell]
        }

        struct Cell: Decodable {
            var rowIndex: Int
            var columnIndex: Int
            var rowSpan: Int?
            var columnSpan: Int?
            var text: String?
            var boundingBox: AzurePolygon?
            var elements: [String]?
            var isHeader: Bool?
            var isFooter: Bool?
        }
    }

    struct Mark: Decodable {
        var state: String
        var boundingBox: AzurePolygon?
        var polygon: AzurePolygon?
        var confidence: Double?
    }

    struct Page: Decodable {
        var pageNumber: Int
        var angle: Double?
        var width: Double?
        var height: Double?
        var unit: String?
        var words: [Element]?
        var lines: [Element]?
        var selectionMarks: [Mark]?
        var barcodes: [Anything]?
        var formulas: [Anything]?
    }

    /// A word or a line.
    struct Element: Decodable {
        var content: String
        var boundingBox: AzurePolygon?
        var polygon: AzurePolygon?
        var confidence: Double?
        var span: Span?
        var spans: [Span]?

        var place: AzurePolygon? { polygon ?? boundingBox }
        var stretches: [Span] { spans ?? span.map { [$0] } ?? [] }
    }

    /// A stretch of the content. Its unit doesn't matter here: spans are only compared with each other.
    struct Span: Decodable {
        var offset: Int
        var length: Int
        /// The first offset behind the stretch; as far as numbers go where it would be further.
        var end: Int { length > 0 ? (offset.addingReportingOverflow(length).overflow ? .max : offset + length) : offset }
    }

    struct Region: Decodable {
        var pageNumber: Int
        var boundingBox: AzurePolygon?
        var polygon: AzurePolygon?
        var place: AzurePolygon? { polygon ?? boundingBox }
    }

    struct Table: Decodable {
        var rowCount: Int
        var columnCount: Int
        var cells: [Cell]
        var boundingRegions: [Region]?
        var caption: Attachment?
        var footnotes: [Attachment]?

        struct Cell: Decodable {
            var kind: String?
            var rowIndex: Int
            var columnIndex: Int
            var rowSpan: Int?
            var columnSpan: Int?
            var content: String?
            var boundingRegions: [Region]?
            var spans: [Span]?
        }
    }

    struct Figure: Decodable {
        var caption: Attachment?
        var footnotes: [Attachment]?
    }

    /// A caption or a footnote. It is a paragraph too, which `elements` names.
    struct Attachment: Decodable {
        var elements: [String]?
    }

    struct Paragraph: Decodable {
        var role: String?
        var boundingRegions: [Region]?
        var spans: [Span]?
    }
}
