package import ExtractionKit
internal import Synchronization

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
    ///
    /// - Parameter isEnough: Looks at the words of a stream every now and then, and says whether the rest needn't be waited for.
    package func complete(
        _ chat: ChatRequest, pages: Int = 0, operation: String = "chat", until deadline: Deadline,
        endingWhen isEnough: (@Sendable (String) -> Bool)? = nil
    ) async throws -> (answer: ChatAnswer, record: CallRecord) {
        let expected = Consumption(
            pages: pages, promptTokens: chat.estimatedTokens, completionTokens: chat.completionTokens ?? chat.estimatedTokens)
        var watch = AnswerWatch { ChatAnswer.failure(in: $0) }
        if let isEnough { watch.beginning = { Self.watcher(isEnough) } }
        let (answer, record) = try await client.metered(operation, model: chat.model, expecting: expected) { meter in
            let whole = try await post("chat/completions", chat.json, model: chat.model, until: deadline, meter, watch)
            let answer = try ChatAnswer(whole, of: client.service)
            // What a service doesn't count was paid for all the same.
            var consumption =
                answer.consumption
                ?? Consumption(promptTokens: chat.estimatedTokens, completionTokens: (answer.content ?? "").utf8.count / 3 + 1)
            consumption.pages = pages
            meter.consumed(consumption)
            if let cost = answer.statedCost { meter.cost(cost) }
            return answer
        }
        return (answer, record)
    }

    /// Looks at a stream each time when it has grown by some lines.
    private static func watcher(_ isEnough: @escaping @Sendable (String) -> Bool) -> @Sendable ([UInt8]) -> Bool {
        let state = Mutex((stream: ChatStream(), seen: 0))
        return { piece in
            let text = state.withLock { state -> String? in
                state.stream.add(piece)
                let count = state.stream.content.utf8.count
                guard count - state.seen >= 600 else { return nil }
                state.seen = count
                return state.stream.content
            }
            return text.map(isEnough) ?? false
        }
    }

    package func post(
        _ path: String, _ json: JSONValue, model: String, until deadline: Deadline, _ meter: CallMeter, _ watch: AnswerWatch = AnswerWatch()
    ) async throws -> HTTPAnswer {
        let url =
            azureVersion.map { client.endpoint.appending("openai/deployments/\(model)/\(path)", query: [("api-version", $0)]) }
            ?? client.endpoint.appending(path)
        var request = try HTTPRequest(
            .post, url, fields: ["Accept": "application/json", "Content-Type": "application/json"], body: json.encoded())
        for field in fields.fields { request.fields.append(field.name, field.value) }
        // The words aren't kept anywhere: a lost answer can only be asked for again.
        return try await client.send(request, repeatability: .always, until: deadline, meter: meter, watching: watch) { failure in
            failure.code.flatMap { Self.errors[$0] }.map { ExtractionError($0.0, "\(client.service) refused the request: \($0.1)") }
        }
    }

    private static let errors: [String: (ExtractionError.Code, String)] = [
        "context_length_exceeded": (.tooLarge, "the text is longer than the model reads at once; lower 'chunk_bytes'."),
        "content_filter": (.lowQuality, "its filter stopped the content; have the document checked by a person."),
        "ResponsibleAIPolicyViolation": (.lowQuality, "its filter stopped the content; have the document checked by a person."),
        "model_not_found": (.notFound, "it doesn't have the model; correct the setting 'model'."),
    ]
}
