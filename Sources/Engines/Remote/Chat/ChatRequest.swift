package import ExtractionKit
internal import Foundation

/// A request for a model's words, as OpenAI's interface and its likenesses take it.
package struct ChatRequest: Sendable {
    package var model: String
    package var messages: [Message]
    /// How many tokens may come back, and what the service calls that.
    package var completionTokens: Int?
    package var limitName = "max_tokens"
    package var temperature: JSONValue?
    package var seed: Int?
    /// What form the answer must have.
    package var format: JSONValue?
    /// Whether the answer says how likely each token is.
    package var logprobs = false
    /// Whether the answer arrives in pieces, as it is written.
    package var streams = false
    /// Members of the request that only some services know.
    package var extra: [String: JSONValue] = [:]

    package init(model: String, messages: [Message]) {
        self.model = model
        self.messages = messages
    }

    package struct Message: Sendable {
        package var role: String
        package var parts: [Part]

        package init(_ role: String, _ parts: [Part]) {
            self.role = role
            self.parts = parts
        }
    }

    package enum Part: Sendable {
        case text(String)
        /// - Parameter detail: How closely the model is to look, `low`, `high` or `auto`; `nil` to leave that out.
        case image(MediaType, [UInt8], detail: String? = nil)
    }

    package var json: JSONValue {
        var members = extra
        members["model"] = .string(model)
        members["messages"] = .array(
            messages.map { message in
                let content: JSONValue
                if message.parts.count == 1, case .text(let text) = message.parts[0] {
                    content = .string(text)
                } else {
                    content = .array(
                        message.parts.map { part in
                            switch part {
                            case .text(let text): ["type": "text", "text": .string(text)]
                            case .image(let type, let bytes, let detail):
                                ["type": "image_url", "image_url": Self.image(type, bytes, detail)]
                            }
                        })
                }
                return ["role": .string(message.role), "content": content]
            })
        if let completionTokens { members[limitName] = .number(.init(completionTokens)) }
        if let temperature { members["temperature"] = temperature }
        if let seed { members["seed"] = .number(.init(seed)) }
        if let format { members["response_format"] = format }
        if logprobs { members["logprobs"] = true }
        if streams {
            members["stream"] = true
            // Without it a stream doesn't say what it cost.
            members["stream_options"] = ["include_usage": true]
        }
        return .object(members)
    }

    private static func image(_ type: MediaType, _ bytes: [UInt8], _ detail: String?) -> JSONValue {
        var members: [String: JSONValue] = ["url": .string("data:\(type.rawValue);base64,\(Base64.encoded(bytes))")]
        if let detail { members["detail"] = .string(detail) }
        return .object(members)
    }

    /// About how many tokens the request has, rather too many: three bytes of text to one, and what a large image takes.
    package var estimatedTokens: Int {
        messages.lazy.flatMap(\.parts).reduce(50) { sum, part in
            switch part {
            case .text(let text): sum + text.utf8.count / 3 + 1
            case .image: sum + 1_500
            }
        }
    }
}
