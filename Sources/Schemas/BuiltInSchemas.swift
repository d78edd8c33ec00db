public import ExtractionKit

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// The kinds of documents that are known without being told: the files in `Data`, compiled in.
public enum BuiltInSchemas {
    /// Every built-in schema, in the order in which they are listed for people.
    public static let all: [RecordSchema] = [.invoice, .receipt, .labReport]

    /// The built-in schema of that id, or `nil` for another.
    public static func schema(id: String) -> RecordSchema? { all.first { $0.id == id } }

    /// Reads a file that was compiled in. A file that doesn't decode is a mistake of this module, which its tests find.
    static func decode(_ json: [UInt8]) -> RecordSchema {
        do {
            return try JSONDecoder().decode(RecordSchema.self, from: Data(json))
        } catch {
            preconditionFailure("A built-in schema can't be decoded: \(error)")
        }
    }
}

extension RecordSchema {
    /// A supplier's request for payment: `invoice`.
    public static let invoice = BuiltInSchemas.decode(PackageResources.invoice_json)
    /// What a shop hands over at payment: `receipt`.
    public static let receipt = BuiltInSchemas.decode(PackageResources.receipt_json)
    /// A laboratory's certificate of analysis: `lab_report`.
    public static let labReport = BuiltInSchemas.decode(PackageResources.lab_report_json)
}
