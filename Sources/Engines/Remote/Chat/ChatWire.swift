internal import Foundation

/// What services write, whole or in pieces: every member may be missing.
enum ChatWire {
    struct Answer: Decodable {
        var choices: [Choice]?
        var usage: Usage?
    }

    struct Choice: Decodable {
        var message: Message
        var finishReason: String?
        var logprobs: Logprobs?
    }

    /// A piece of an answer.
    struct Chunk: Decodable {
        var choices: [Piece]?
        var usage: Usage?

        struct Piece: Decodable {
            var index: Int?
            var delta: Message?
            var finishReason: String?
            var logprobs: Logprobs?
        }
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

        struct Details: Decodable {
            var cachedTokens: Int?
            var reasoningTokens: Int?
        }
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
