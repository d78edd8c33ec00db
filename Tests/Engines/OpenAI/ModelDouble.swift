import ExtractionKit
import ExtractionRemote
import Foundation

/// A model that answers a question as a closure says, from what it was asked.
struct ModelDouble: HTTPTransport {
    /// A question to a model.
    struct Question {
        var system: String
        var material: String
        /// The names of the form's members.
        var wanted: [String]
    }

    private let answer: @Sendable (Question) throws -> JSONValue
    init(_ answer: @escaping @Sendable (Question) throws -> JSONValue) { self.answer = answer }

    func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        try Task.checkCancellation()
        let body = try JSONValue(json: request.body)
        let messages = body["messages"]?.array ?? []
        let form = body["response_format"]?["json_schema"]?["schema"]
        let question = Question(
            system: messages.first?["content"]?.string ?? "", material: messages.last?["content"]?.string ?? "",
            wanted: (form?["required"]?.array ?? []).compactMap(\.string))
        let text = try String(decoding: answer(question).encoded(), as: UTF8.self)
        return try HTTPResponse(status: 200, body: HTTPBody(completion(text).encoded()))
    }
}

/// An answer of a chat model.
func completion(_ text: String, finish: String = "stop", tokens: [(String, Double)] = []) -> JSONValue {
    var choice: [String: JSONValue] = ["message": ["content": .string(text)], "finish_reason": .string(finish)]
    if !tokens.isEmpty {
        choice["logprobs"] = [
            "content": .array(tokens.map { ["token": .string($0.0), "logprob": .number(Decimal($0.1))] })
        ]
    }
    return ["choices": [.object(choice)], "usage": ["prompt_tokens": 100, "completion_tokens": 10]]
}
