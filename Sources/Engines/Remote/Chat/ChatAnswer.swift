internal import ExtractionKit
package import Foundation

/// What a model answered.
package struct ChatAnswer: Sendable {
    /// Why it ended: `stop`, `length`, `content_filter` and others.
    package var finish: String
    /// The words; `nil` where the model refused.
    package var content: String?
    /// The model's refusal.
    package var isRefused: Bool
    package var consumption: Consumption
    /// What the service says that the answer cost, in US dollars.
    package var statedCost: Decimal?
    /// The tokens and how likely each was, as natural logarithms.
    package var tokens: [(bytes: [UInt8], logprob: Double)]

    /// Reads an answer.
    ///
    /// - Throws: ``/ExtractionKit/ExtractionError`` with the code `invalidAnswer`.
    package init(_ bytes: [UInt8], of service: String) throws {
        let wire: Wire
        do {
            wire = try JSONDecoder.snakeCase.decode(Wire.self, from: Data(bytes))
        } catch {
            throw Self.invalid(service, cause: error)
        }
        // Some services answer 200 and put an error into it.
        guard let choice = wire.choices?.first else { throw Self.invalid(service) }
        finish = choice.finishReason ?? ""
        content = choice.message.content?.text
        isRefused = !(choice.message.refusal ?? "").isEmpty
        consumption = Consumption(
            promptTokens: wire.usage?.promptTokens ?? 0, cachedTokens: wire.usage?.promptTokensDetails?.cachedTokens ?? 0,
            completionTokens: wire.usage?.completionTokens ?? 0,
            reasoningTokens: wire.usage?.completionTokensDetails?.reasoningTokens ?? 0)
        statedCost = wire.usage?.estimatedCost.flatMap { $0.isFinite && $0 >= 0 ? $0 : nil }
        tokens = (choice.logprobs?.content ?? []).map { ($0.bytes ?? Array($0.token.utf8), $0.logprob) }
    }

    private static func invalid(_ service: String, cause: (any Error)? = nil) -> ExtractionError {
        ExtractionError(.invalidAnswer, "The answer of \(service) isn't one of a chat model; check 'endpoint' and 'model'.", cause: cause)
    }

    private struct Wire: Decodable {
        var choices: [Choice]?
        var usage: Usage?

        struct Choice: Decodable {
            var message: Message
            var finishReason: String?
            var logprobs: Logprobs?
        }
        struct Message: Decodable {
            var content: Content?
            var refusal: String?
        }
        struct Usage: Decodable {
            var promptTokens: Int?
            var completionTokens: Int?
            var estimatedCost: Decimal?
            var promptTokensDetails: Details?
            var completionTokensDetails: Details?
        }
        struct Details: Decodable {
            var cachedTokens: Int?
            var reasoningTokens: Int?
        }
        struct Logprobs: Decodable { var content: [Token]? }
        struct Token: Decodable {
            var token: String
            var logprob: Double
            var bytes: [UInt8]?
        }
        /// Text, or parts of it, as some services write it.
        struct Content: Decodable {
            var text: String
            struct Part: Decodable { var text: String? }

            init(from decoder: any Decoder) throws {
                let container = try decoder.singleValueContainer()
                text = try (try? container.decode(String.self)) ?? container.decode([Part].self).compactMap(\.text).joined()
            }
        }
    }
}
