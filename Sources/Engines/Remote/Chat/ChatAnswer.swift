package import ExtractionKit
package import Foundation

/// What a model answered.
package struct ChatAnswer: Sendable {
    /// Why it ended: `stop`, `length`, `content_filter` and others; empty where nobody says, and for an answer that was left early.
    package var finish: String
    /// The words; `nil` where the model refused.
    package var content: String?
    /// The model's refusal.
    package var isRefused: Bool
    /// What the service says that it used up; `nil` where it doesn't say.
    package var consumption: Consumption?
    /// What the service says that the answer cost, in US dollars.
    package var statedCost: Decimal?
    /// The tokens and how likely each was, as natural logarithms.
    package var tokens: [(bytes: [UInt8], logprob: Double)]
    /// Whether nobody waited for its end, since it was as good as known.
    package var wasLeft = false

    /// Reads an answer, whole or as a stream of events.
    ///
    /// - Throws: ``/ExtractionKit/ExtractionError`` with the code `invalidAnswer`.
    package init(_ answer: HTTPAnswer, of service: String) throws {
        if answer.isStream {
            var stream = ChatStream()
            stream.add(answer.body)
            guard !stream.isBroken, stream.failure == nil else { throw Self.invalid(service) }
            self.init(
                finish: stream.finish, content: stream.content, refusal: stream.refusal, usage: stream.usage, tokens: stream.tokens)
            wasLeft = answer.wasLeft
            return
        }
        let wire: ChatWire.Answer
        do {
            wire = try JSONDecoder.snakeCase.decode(ChatWire.Answer.self, from: Data(answer.body))
        } catch {
            throw Self.invalid(service, cause: error)
        }
        guard let choice = wire.choices?.first else { throw Self.invalid(service) }
        self.init(
            finish: choice.finishReason, content: choice.message.content?.text, refusal: choice.message.refusal, usage: wire.usage,
            tokens: choice.logprobs?.content ?? [])
    }

    private init(finish: String?, content: String?, refusal: String?, usage: ChatWire.Usage?, tokens: [ChatWire.Token]) {
        self.finish = finish ?? ""
        self.content = content
        isRefused = !(refusal ?? "").isEmpty
        consumption = usage.map {
            Consumption(
                promptTokens: $0.promptTokens ?? 0, cachedTokens: $0.promptTokensDetails?.cachedTokens ?? 0,
                completionTokens: $0.completionTokens ?? 0, reasoningTokens: $0.completionTokensDetails?.reasoningTokens ?? 0)
        }
        statedCost = usage?.estimatedCost.flatMap { $0.isFinite && $0 >= 0 ? $0 : nil }
        self.tokens = tokens.map { ($0.bytes ?? Array($0.token.utf8), $0.logprob) }
    }

    /// What a service says in an answer of status 200 that went wrong all the same: an error in place of an answer or in the middle of a
    /// stream, or a stream that breaks off.
    package static func failure(in answer: HTTPAnswer) -> ServiceFailure? {
        guard answer.isStream else {
            guard let json = try? JSONValue(json: answer.body), json["choices"] == nil else { return nil }
            return ServiceFailure(errorIn: json)
        }
        var stream = ChatStream()
        stream.add(answer.body)
        if let failure = stream.failure { return failure }
        return stream.isDone || stream.finish != nil || stream.isBroken || answer.wasLeft ? nil : ServiceFailure(.brokenOff)
    }

    private static func invalid(_ service: String, cause: (any Error)? = nil) -> ExtractionError {
        ExtractionError(.invalidAnswer, "The answer of \(service) isn't one of a chat model; check 'endpoint' and 'model'.", cause: cause)
    }
}

extension HTTPAnswer {
    fileprivate var isStream: Bool { fields["Content-Type"]?.lowercased().hasPrefix("text/event-stream") == true }
}
