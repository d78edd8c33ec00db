public import ExtractionKit

/// All that an analysis gave.
public struct AzureResult: Sendable {
    /// The operation: with it the searchable PDF and figures are fetched, and the result is deleted.
    public var operation: AzureOperation
    /// The pages, with text and structure. Pages that were sent and not analyzed are among its failures.
    public var document: ReadDocument
    /// The documents that the model found in the file, with their fields; empty for models that know no fields.
    public var documents: [AzureFoundDocument]
    /// Keys and values, where the feature was asked for.
    public var keyValuePairs: [AzureKeyValuePair]
    /// The ids of figures, such as `1.1`.
    public var figures: [String]
    /// What the service and this reader warn of.
    public var warnings: [Warning]
    /// What it cost.
    public var usage: Usage
}
