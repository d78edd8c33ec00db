package import ExtractionKit

/// A service that speaks OpenAI's interface.
package struct ChatService: Sendable {
    package let client: ServiceClient
    /// The version of Azure OpenAI's interface, where the model is named by its address.
    private let azureVersion: String?
    /// Header fields that every request has besides.
    private let fields: HTTPFields

    package init(client: ServiceClient, azureVersion: String? = nil, fields: HTTPFields = HTTPFields()) {
        self.client = client
        self.azureVersion = azureVersion
        self.fields = fields
    }

    /// The words of the model: one call in the ledger.
    package func complete(
        _ chat: ChatRequest, pages: Int = 0, operation: String = "chat", until deadline: Deadline
    ) async throws -> (answer: ChatAnswer, record: CallRecord) {
        let expected = Consumption(
            pages: pages, promptTokens: chat.estimatedTokens, completionTokens: chat.completionTokens ?? chat.estimatedTokens)
        let (answer, record) = try await client.metered(operation, model: chat.model, expecting: expected) { meter in
            let bytes = try await post("chat/completions", chat.json, model: chat.model, until: deadline, meter)
            let answer = try ChatAnswer(bytes, of: client.service)
            var consumption = answer.consumption
            consumption.pages = pages
            meter.consumed(consumption)
            if let cost = answer.statedCost { meter.cost(cost) }
            return answer
        }
        return (answer, record)
    }

    package func post(
        _ path: String, _ json: JSONValue, model: String, until deadline: Deadline, _ meter: CallMeter
    ) async throws -> [UInt8] {
        let url =
            azureVersion.map { client.endpoint.appending("openai/deployments/\(model)/\(path)", query: [("api-version", $0)]) }
            ?? client.endpoint.appending(path)
        var request = try HTTPRequest(
            .post, url, fields: ["Accept": "application/json", "Content-Type": "application/json"], body: json.encoded())
        for field in fields.fields { request.fields.append(field.name, field.value) }
        // The words aren't kept anywhere: a lost answer can only be asked for again.
        return try await client.send(request, repeatability: .always, until: deadline, meter: meter) { failure in
            failure.code.flatMap { Self.errors[$0] }.map { ExtractionError($0.0, "\(client.service) refused the request: \($0.1)") }
        }.body
    }

    private static let errors: [String: (ExtractionError.Code, String)] = [
        "context_length_exceeded": (.tooLarge, "the text is longer than the model reads at once; lower 'chunk_bytes'."),
        "content_filter": (.lowQuality, "its filter stopped the content; have the document checked by a person."),
        "ResponsibleAIPolicyViolation": (.lowQuality, "its filter stopped the content; have the document checked by a person."),
        "model_not_found": (.notFound, "it doesn't have the model; correct the setting 'model'."),
    ]
}
