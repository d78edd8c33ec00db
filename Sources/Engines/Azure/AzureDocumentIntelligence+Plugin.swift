public import ExtractionKit
internal import ExtractionRemote

extension AzureDocumentIntelligence: ConfigurablePlugin {
    /// `azure-document-intelligence`.
    public static let id: PluginID = "azure-document-intelligence"
    /// One sentence for people.
    public static let summary =
        "Reads whole documents with Azure AI Document Intelligence; documents leave the machine, and pages are paid for."

    /// Makes the reader, with the key or the token from the environment.
    ///
    /// - Throws: ``/ExtractionKit/ExtractionError`` with the codes `invalidConfiguration`, `missingResource` and `fileUnwritable`.
    public init(configuration: Configuration, environment: PluginEnvironment) async throws {
        let service = "Azure Document Intelligence"
        var configuration = configuration
        if configuration.endpoint.isEmpty {
            configuration.endpoint = environment.variables["AZURE_DOCUMENT_INTELLIGENCE_ENDPOINT"] ?? ""
        }
        let credential: HTTPRequest.Credential =
            if environment.secret(configuration.tokenVariable) != nil {
                try .bearer(environment.requiredSecret(configuration.tokenVariable, of: service))
            } else {
                try Self.key(environment.requiredSecret(configuration.keyVariable, of: service))
            }
        var loaders: [any DocumentLoader] = []
        for choice in configuration.loaders { try await loaders.append(environment.loader(choice)) }
        try self.init(
            configuration, transport: environment.requiredTransport(of: service),
            loader: loaders.isEmpty ? nil : CombinedDocumentLoader(loaders), ledger: environment.callLedger ?? CallLedger(),
            credentials: { credential })
    }

    /// Says whether a key is there. The service isn't asked: a page costs money.
    public static func check(environment: PluginEnvironment) async -> PluginCheck {
        let defaults = Configuration()
        let isSet = environment.secret(defaults.keyVariable) != nil || environment.secret(defaults.tokenVariable) != nil
        return isSet ? .works("has a key; not asked") : .absent("needs '\(defaults.keyVariable)' and an endpoint")
    }
}
