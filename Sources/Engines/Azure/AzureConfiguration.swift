public import ExtractionKit
public import ExtractionRemote

extension AzureDocumentIntelligence {
    /// The settings of the reader.
    ///
    /// ```yaml
    /// reader:
    ///   id: azure-document-intelligence
    ///   settings:
    ///     endpoint: https://my-resource.cognitiveservices.azure.com
    ///     model: prebuilt-invoice
    ///     loaders: [{id: poppler}, {id: images}]
    ///     service:
    ///       prices: [{model: prebuilt-invoice, per_thousand_pages: 10}]
    /// ```
    public struct Configuration: PluginConfiguration, Hashable {
        /// `endpoint`: the address of the resource; by default what `AZURE_DOCUMENT_INTELLIGENCE_ENDPOINT` says.
        public var endpoint = ""
        /// `model`: such as `prebuilt-read`, `prebuilt-layout`, `prebuilt-invoice`, or the id of a model of your own.
        public var model = "prebuilt-layout"
        /// `key_variable`: the environment variable with the resource's key.
        public var keyVariable = "AZURE_DOCUMENT_INTELLIGENCE_KEY"
        /// `token_variable`: the environment variable with a token of Microsoft Entra; where it is set, it is used in place of the key.
        public var tokenVariable = "AZURE_DOCUMENT_INTELLIGENCE_TOKEN"
        /// `locale`: a hint at the language, such as `en-US`.
        public var locale: String?
        /// `features`: what is looked for besides; some are paid for. See ``Feature``.
        public var features: [Feature] = []
        /// `query_fields`: names of fields to look for; paid for. They need the feature `queryFields`, which is then added.
        public var queryFields: [String] = []
        /// `markdown`: whether the service writes its text as Markdown; of `prebuilt-layout` alone. The layout that this reader gives stays
        /// the same.
        public var markdown = false
        /// `searchable_pdf`: whether the service is to make a PDF with text; of `prebuilt-read` alone. See
        /// ``AzureDocumentIntelligence/searchablePDF(of:until:)``.
        public var searchablePDF = false
        /// `figures`: whether the service is to cut out figures; of `prebuilt-layout` alone. See
        /// ``AzureDocumentIntelligence/figure(_:of:until:)``.
        public var figures = false
        /// `string_index_type`: the unit in which the service counts characters; `nil` for its own. Results are the same in each.
        public var stringIndexType: StringIndexType?
        /// `transfer`: how the content is sent.
        public var transfer = Transfer.bytes
        /// `allow_urls`: whether ``AzureDocumentIntelligence/begin(url:until:)`` may have the service fetch a document itself.
        public var allowURLs = false
        /// `loaders`: what opens documents to count their pages before they are sent. Without one nobody knows what a call will cost, or
        /// that a free resource has read two pages of many.
        public var loaders: [PluginChoice] = []
        /// `operations`: a folder where operations under way are written down, so that after a crash they are asked for and not paid for
        /// again; `nil` for none.
        public var operations: String?
        /// `poll_seconds`: the time between questions for the result where the service doesn't say it.
        public var pollSeconds = 1.0
        /// `service`: how the service is asked, and its prices.
        public var service = ServiceSettings()

        /// Creates the default settings.
        public init() {}

        /// Creates settings for a resource.
        public init(endpoint: String, model: String = "prebuilt-layout") {
            self.endpoint = endpoint
            self.model = model
        }
    }

    /// A unit in which characters are counted.
    public enum StringIndexType: String, Hashable, Sendable, Codable {
        /// What people see as characters.
        case textElements
        /// Unicode's code points.
        case unicodeCodePoint
        /// Units of UTF-16.
        case utf16CodeUnit
    }

    /// How content is sent.
    public enum Transfer: String, Hashable, Sendable, Codable {
        /// As it is.
        case bytes
        /// As text in JSON, a third larger; for gateways that take nothing else.
        case base64
    }

    /// What the service can look for besides.
    public enum Feature: String, Hashable, Sendable, Codable, CaseIterable {
        /// Small print on large pages; paid for.
        case ocrHighResolution
        /// The languages of the text.
        case languages
        /// Barcodes.
        case barcodes
        /// Formulas; paid for.
        case formulas
        /// Keys and values.
        case keyValuePairs
        /// Fonts; paid for.
        case styleFont
        /// Fields by name; paid for.
        case queryFields
    }
}

extension AzureDocumentIntelligence.Configuration {
    /// What may change results.
    struct ResultSettings: Encodable {
        var model: String
        var locale: String?
        var features: [AzureDocumentIntelligence.Feature]
        var queryFields: [String]
        var markdown: Bool
    }

    var resultSettings: ResultSettings {
        ResultSettings(model: model, locale: locale, features: features, queryFields: queryFields, markdown: markdown)
    }

    func check() throws {
        func require(_ holds: Bool, _ message: String) throws {
            if !holds { throw ExtractionError(.invalidConfiguration, message) }
        }
        try require(
            model.wholeMatch(of: /[a-zA-Z0-9][a-zA-Z0-9._~\-]{1,63}/) != nil,
            "'model' isn't the id of a model: 2 to 64 letters, digits and '._~-'.")
        try require(
            queryFields.count <= 20 && queryFields.allSatisfy { !$0.isEmpty && !$0.contains(",") && $0.utf8.count <= 200 },
            "'query_fields' must be at most 20 names without commas.")
        try require(pollSeconds >= 0.5 && pollSeconds <= 60, "'poll_seconds' must be from 0.5 to 60.")
    }

    /// The parameters of an analysis, in the order of the service's documentation.
    func query(pages: String?) -> [(name: String, value: String)] {
        var query = [(name: "api-version", value: AzureDocumentIntelligence.apiVersion)]
        func add(_ name: String, _ value: String?) { if let value { query.append((name, value)) } }
        var features = features
        if !queryFields.isEmpty, !features.contains(.queryFields) { features.append(.queryFields) }
        add("pages", pages)
        add("locale", locale)
        add("stringIndexType", stringIndexType?.rawValue)
        add("features", features.isEmpty ? nil : features.map(\.rawValue).joined(separator: ","))
        add("queryFields", queryFields.isEmpty ? nil : queryFields.joined(separator: ","))
        add("outputContentFormat", markdown ? "markdown" : nil)
        let output = (searchablePDF ? ["pdf"] : []) + (figures ? ["figures"] : [])
        add("output", output.isEmpty ? nil : output.joined(separator: ","))
        return query
    }
}
