internal import ExtractionKit
internal import Foundation

/// An answer that arrives in pieces, as far as it is there.
package struct ChatStream: Sendable {
    /// The words so far.
    package private(set) var content = ""
    private(set) var refusal = ""
    private(set) var finish: String?
    private(set) var usage: ChatWire.Usage?
    private(set) var tokens: [ChatWire.Token] = []
    /// What went wrong at the service while it wrote.
    private(set) var failure: ServiceFailure?
    /// Whether an event isn't of the form that it should have.
    private(set) var isBroken = false
    /// Whether the service has said all that it had to say.
    private(set) var isDone = false
    /// How many events brought words: about one for each token.
    private(set) var pieces = 0
    private var events = ServerSentEvents()

    package init() {}

    package mutating func add(_ bytes: some Sequence<UInt8>) {
        for event in events.events(endedBy: bytes) { add(event: event) }
    }

    private mutating func add(event: [UInt8]) {
        if event == Array("[DONE]".utf8) {
            isDone = true
            return
        }
        guard let chunk = try? JSONDecoder.snakeCase.decode(ChatWire.Chunk.self, from: Data(event)) else {
            failure = failure ?? (try? JSONValue(json: event)).flatMap { ServiceFailure(errorIn: $0) }
            isBroken = isBroken || failure == nil
            return
        }
        guard let choices = chunk.choices else {
            failure = failure ?? (try? JSONValue(json: event)).flatMap { ServiceFailure(errorIn: $0) }
            isBroken = isBroken || failure == nil
            return
        }
        usage = chunk.usage ?? usage
        guard let choice = choices.first(where: { ($0.index ?? 0) == 0 }) else { return }
        if let text = choice.delta?.content?.text, !text.isEmpty {
            content += text
            pieces += 1
        }
        refusal += choice.delta?.refusal ?? ""
        tokens += choice.logprobs?.content ?? []
        finish = choice.finishReason ?? finish
    }
}
