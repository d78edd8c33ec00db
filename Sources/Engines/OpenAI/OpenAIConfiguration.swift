public import ExtractionKit
public import ExtractionRemote

/// The settings of models that speak OpenAI's interface: OpenAI, Azure OpenAI, DeepInfra, Ollama, vLLM, llama.cpp.
///
/// ```yaml
/// extractor:
///   id: openai
///   settings:
///     endpoint: https://api.openai.com/v1
///     model: gpt-4o-mini
///     service:
///       prices: [{model: gpt-4o-mini, per_million_prompt_tokens: 0.15, per_million_completion_tokens: 0.60}]
/// ```
public struct OpenAIConfiguration: PluginConfiguration, Hashable {
    /// `endpoint`: the address of the service, up to what stands before `/chat/completions`. For Azure OpenAI with
    /// ``azureVersion`` it is the resource's address alone.
    public var endpoint = "https://api.openai.com/v1"
    /// `model`: the model, or the deployment at Azure; it has no default, since it decides what a document costs.
    public var model = ""
    /// `key_variable`: the environment variable with the service's key. A service on this machine needs none.
    public var keyVariable = "OPENAI_API_KEY"
    /// `key_header`: `authorization` for `Authorization: Bearer`, or `api-key` as Azure's keys are sent.
    public var keyHeader = KeyHeader.authorization
    /// `azure_version`: the version of Azure OpenAI's interface, such as `2024-10-21`, where its address names the deployment.
    public var azureVersion: String?
    /// `organization`: the organization at OpenAI that pays, where a key has several.
    public var organization: String?
    /// `project`: the project at OpenAI that pays, where a key has several.
    public var project: String?
    /// `completion_tokens`: how much the model may write for a part of a document.
    public var completionTokens = 4_096
    /// `completion_limit`: what the service calls that; most know `max_tokens` alone, OpenAI's newer models `max_completion_tokens`.
    public var completionLimit = CompletionLimit.maxCompletionTokens
    /// `temperature`: how freely the model writes; `nil` where a model refuses it, as those that reason do.
    public var temperature: Double? = 0
    /// `logprobs`: whether the service is asked how likely each word of an answer was, which goes into confidences. Models that reason refuse
    /// that, and aren't asked where ``temperature`` is `nil`; services that don't know it leave it out.
    public var logprobs = true
    /// `passes`: how often each part of a document is read. Of several passes the value that most give is taken, and it is the surer the more
    /// do; each is paid for. They need a ``temperature`` above 0, since they would all say the same without one.
    public var passes = 1
    /// `confidence_model`: the path of a file with a ``/ExtractionKit/ConfidenceModel`` made by `extract fit`; `nil` for
    /// ``/ExtractionKit/ConfidenceModel/openAI``.
    public var confidenceModel: String?
    /// `format`: whether the service keeps the answer to a schema, or to any JSON.
    public var format = Format.schema
    /// `chunk_bytes`: how much of a document is sent at once, in bytes of UTF-8. A longer one is sent in parts, and what they give is merged.
    public var chunkBytes = 60_000
    /// `service`: how the service is asked, and its prices.
    public var service = ServiceSettings()

    /// Creates the default settings, which lack the model.
    public init() {}

    /// Creates settings for a model.
    public init(endpoint: String = "https://api.openai.com/v1", model: String) {
        self.endpoint = endpoint
        self.model = model
    }

    /// How a key is sent.
    public enum KeyHeader: String, Hashable, Sendable, Codable {
        /// `Authorization: Bearer`.
        case authorization
        /// `api-key`.
        case apiKey = "api-key"
    }

    /// What a service calls the limit of what a model writes.
    public enum CompletionLimit: String, Hashable, Sendable, Codable {
        /// `max_completion_tokens`.
        case maxCompletionTokens = "max_completion_tokens"
        /// `max_tokens`.
        case maxTokens = "max_tokens"
    }

    /// What a service keeps an answer to.
    public enum Format: String, Hashable, Sendable, Codable {
        /// A JSON Schema, strictly.
        case schema
        /// JSON; the schema is told to the model in words.
        case json
    }
}

extension OpenAIConfiguration {
    /// What may change results.
    struct ResultSettings: Encodable {
        var endpoint: String
        var completionTokens: Int
        var temperature: Double?
        var format: Format
        var chunkBytes: Int
        var logprobs: Bool
        var passes: Int
    }

    var resultSettings: ResultSettings {
        ResultSettings(
            endpoint: endpoint, completionTokens: completionTokens, temperature: temperature, format: format, chunkBytes: chunkBytes,
            logprobs: logprobs, passes: passes)
    }

    func check() throws {
        func require(_ holds: Bool, _ message: String) throws {
            if !holds { throw ExtractionError(.invalidConfiguration, message) }
        }
        try require(!model.isEmpty && model.utf8.count <= 200, "'openai' needs the setting 'model': the model, or the deployment at Azure.")
        try require((16...131_072).contains(completionTokens), "'completion_tokens' must be from 16 to 131,072.")
        try require((1_000...1_000_000).contains(chunkBytes), "'chunk_bytes' must be from 1,000 to 1,000,000.")
        try require((1...9).contains(passes), "'passes' must be from 1 to 9.")
        try require(
            passes == 1 || temperature != 0, "Several 'passes' at the temperature 0 all say the same; set 'temperature', such as 0.5.")
        try require(temperature.map { $0 >= 0 && $0 <= 2 } ?? true, "'temperature' must be from 0 to 2, or null.")
        try require(
            [organization, project].allSatisfy { $0.map { $0.wholeMatch(of: /[0-9A-Za-z_\-]{1,100}/) != nil } ?? true },
            "'organization' and 'project' are ids such as org-abc.")
        try require(
            azureVersion.map { $0.wholeMatch(of: /[0-9a-z\-]{1,40}/) != nil } ?? true, "'azure_version' is like 2024-10-21.")
    }

    /// The service, with the key from where the settings say.
    func service(
        _ id: PluginID, transport: any HTTPTransport, key: Secret?, ledger: CallLedger, clock: ServiceClock
    ) throws -> ChatService {
        let header = keyHeader
        let client = try ServiceClient(
            engine: id, service: "'\(model)'", endpoint: ServiceURL(endpoint), settings: service, transport: transport,
            ledger: ledger, clock: clock,
            credentials: {
                guard let key else { return [] }
                return header == .apiKey ? [HTTPRequest.Credential(name: "api-key", value: key)] : [.bearer(key)]
            })
        var fields = HTTPFields()
        fields["OpenAI-Organization"] = organization
        fields["OpenAI-Project"] = project
        return ChatService(client: client, azureVersion: azureVersion, fields: fields)
    }

    func key(in environment: PluginEnvironment) throws -> Secret? {
        try ServiceURL(endpoint).scheme == "http"
            ? environment.secret(keyVariable) : environment.requiredSecret(keyVariable, of: "'openai'")
    }
}
