import ExtractionKit
import ExtractionRemote
import Foundation
import Synchronization

/// Azure AI Search as far as its interface is used: one index in memory. It takes nothing that the service wouldn't take.
final class FakeSearchService: HTTPTransport {
    private struct State {
        var definition: JSONValue?
        var documents: [String: JSONValue] = [:]
        var requests: [(path: String, body: JSONValue)] = []
        /// How many of the next documents it has no time for.
        var busy = 0
        var largestBatch = 1_000
    }

    private let state = Mutex(State())

    var requests: [(path: String, body: JSONValue)] { state.withLock(\.requests) }
    func beBusy(for documents: Int) { state.withLock { $0.busy = documents } }
    func limitBatches(to count: Int) { state.withLock { $0.largestBatch = count } }
    /// Puts a record among the documents, as nobody could through an index.
    func plant(_ document: JSONValue) { state.withLock { $0.documents[document["id"]?.string ?? ""] = document } }

    func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        guard request.url.query?.contains("api-version=2025-09-01") == true,
            request.credentials.contains(where: { $0.name == "api-key" && $0.value.reveal() == "secret" })
        else { return HTTPResponse(status: 403, body: HTTPBody([])) }
        let body = request.body.isEmpty ? .null : try JSONValue(json: request.body)
        let (status, answer) = state.withLock { state in
            state.requests.append((request.url.path, body))
            return Self.answer(request.method, request.url.path, body, &state)
        }
        return try HTTPResponse(status: status, body: HTTPBody(answer.map { try $0.encoded() } ?? []))
    }

    private static func answer(
        _ method: HTTPRequest.Method, _ path: String, _ body: JSONValue, _ state: inout State
    ) -> (Int, JSONValue?) {
        let error: JSONValue = ["error": ["code": "", "message": "no"]]
        switch (method, path) {
        case (.post, "/indexes"):
            state.definition = body
            return (201, body)
        case (.get, "/indexes/chunks"): return state.definition.map { (200, $0) } ?? (404, error)
        case (.post, "/indexes/chunks/docs/index"):
            let actions = body["value"]?.array ?? []
            guard actions.count <= state.largestBatch else { return (413, error) }
            return change(actions, &state)
        case (.post, "/indexes/chunks/docs/search"): return search(body, state)
        case (.get, _) where path.hasPrefix("/indexes/chunks/docs/"):
            return state.documents[String(path.dropFirst("/indexes/chunks/docs/".count))].map { (200, $0) } ?? (404, error)
        default: return (404, error)
        }
    }

    private static func change(_ actions: [JSONValue], _ state: inout State) -> (Int, JSONValue) {
        let names = Set((state.definition?["fields"]?.array ?? []).compactMap { $0["name"]?.string })
        var items: [JSONValue] = []
        for action in actions {
            guard let key = action["id"]?.string, var fields = action.object,
                let kind = fields.removeValue(forKey: "@search.action")?.string, Set(fields.keys).isSubset(of: names),
                key.wholeMatch(of: /[A-Za-z0-9_=\-]+/) != nil
            else {
                items.append(["key": action["id"] ?? .null, "status": false, "errorMessage": "bad", "statusCode": 400])
                continue
            }
            if state.busy > 0 {
                state.busy -= 1
                items.append(["key": .string(key), "status": false, "errorMessage": "busy", "statusCode": 503])
                continue
            }
            state.documents[key] = kind == "delete" ? nil : .object(fields)
            items.append(["key": .string(key), "status": true, "errorMessage": .null, "statusCode": 200])
        }
        return (items.contains { $0["status"] == .bool(false) } ? 207 : 200, ["value": .array(items)])
    }

    private static func search(_ body: JSONValue, _ state: State) -> (Int, JSONValue) {
        var filter = FilterReader(body["filter"]?.string ?? "")
        guard let admits = filter.whole() else { return (400, ["error": ["code": "", "message": "Parameter name: $filter"]]) }
        let admitted = state.documents.filter { admits($0.value) }
        var scores: [String: Double] = [:]
        let words = (body["search"]?.string ?? "").split(separator: " ").map(String.init)
        if words == ["*"] {
            for key in admitted.keys { scores[key] = 1 }
        } else {
            // Words in common: enough of a ranking, and nobody else's chunks change it.
            var counts: [(String, Double)] = []
            for (key, document) in admitted {
                let held = Set(SearchWord.all(in: document["content"]?.string ?? "").map(\.text))
                let count = Set(words).intersection(held).count
                if count > 0 { counts.append((key, Double(count))) }
            }
            add(counts, isOnly: body["vectorQueries"] == nil, to: &scores)
            for query in body["vectorQueries"]?.array ?? [] {
                let wanted = numbers(query["vector"])
                let near = admitted.compactMap { key, document -> (String, Double)? in
                    guard let vector = document["vector"] else { return nil }
                    return (key, zip(wanted, numbers(vector)).reduce(0) { $0 + $1.0 * $1.1 })
                }
                add(near, isOnly: words.isEmpty, to: &scores)
            }
        }
        let order = body["orderby"]?.string?.split(separator: " ").first.map(String.init)
        let sorted = scores.sorted { left, right in
            guard let order, let first = admitted[left.key]?[order], let second = admitted[right.key]?[order] else {
                return (left.value, right.key) > (right.value, left.key)
            }
            return FilterReader.compare(first, second) == -1
        }
        let top = numbers(.array([body["top"] ?? 50])).first ?? 50
        let hits = sorted.prefix(Int(top)).map { key, score -> JSONValue in
            var hit: [String: JSONValue] = ["@search.score": .number(Decimal(score))]
            for name in body["select"]?.string?.split(separator: ",") ?? [] { hit[String(name)] = admitted[key]?[String(name)] }
            return .object(hit)
        }
        return (200, ["value": .array(hits)])
    }

    private static func add(_ ranked: [(String, Double)], isOnly: Bool, to scores: inout [String: Double]) {
        for (rank, item) in ranked.sorted(by: { ($0.1, $1.0) > ($1.1, $0.0) }).enumerated() {
            scores[item.0, default: 0] += isOnly ? item.1 : 1 / Double(61 + rank)
        }
    }

    private static func numbers(_ value: JSONValue?) -> [Double] {
        (value?.array ?? []).compactMap { if case .number(let number) = $0 { Double("\(number)") } else { nil } }
    }
}

/// Reads the part of OData that filters are written in: comparisons, `and`, `or`, brackets and `any`.
struct FilterReader {
    typealias Test = (JSONValue) -> Bool

    private var rest: Substring

    init(_ text: String) { rest = text[...] }

    /// The test that the whole text is; `nil` for a text that isn't one.
    mutating func whole() -> Test? {
        guard let test = disjunction(of: nil), rest.allSatisfy(\.isWhitespace) else { return nil }
        return test
    }

    private mutating func disjunction(of variable: String?) -> Test? {
        guard var test = conjunction(of: variable) else { return nil }
        while take("or ") {
            guard let other = conjunction(of: variable) else { return nil }
            let first = test
            test = { first($0) || other($0) }
        }
        return test
    }

    private mutating func conjunction(of variable: String?) -> Test? {
        guard var test = term(of: variable) else { return nil }
        while take("and ") {
            guard let other = term(of: variable) else { return nil }
            let first = test
            test = { first($0) && other($0) }
        }
        return test
    }

    private mutating func term(of variable: String?) -> Test? {
        if take("(") {
            guard let test = disjunction(of: variable), take(")") else { return nil }
            return test
        }
        let path = word()
        if path.hasSuffix("/any") {
            guard take("(") else { return nil }
            let inner = word()
            guard take(":"), let test = disjunction(of: inner), take(")") else { return nil }
            let name = String(path.dropLast(4))
            return { ($0[name]?.array ?? []).contains(where: test) }
        }
        let sign = word()
        guard !path.isEmpty, let literal = literal() else { return nil }
        let read: (JSONValue) -> JSONValue? =
            if let variable {
                path == variable
                    ? { $0 } : path.hasPrefix(variable + "/") ? { $0[String(path.dropFirst(variable.count + 1))] } : { _ in nil }
            } else {
                { $0[path] }
            }
        return { document in
            let value = read(document) ?? .null
            if sign == "ne" { return value != literal }
            guard value != .null, let order = Self.compare(value, literal) else { return false }
            return switch sign {
            case "eq": order == 0
            case "lt": order < 0
            case "le": order <= 0
            case "gt": order > 0
            case "ge": order >= 0
            default: false
            }
        }
    }

    static func compare(_ left: JSONValue, _ right: JSONValue) -> Int? {
        switch (left, right) {
        case (.number(let left), .number(let right)): left < right ? -1 : left == right ? 0 : 1
        case (.string(let left), .string(let right)): left < right ? -1 : left == right ? 0 : 1
        case (.bool(let left), .bool(let right)): left == right ? 0 : 1
        default: nil
        }
    }

    private mutating func literal() -> JSONValue? {
        skip()
        guard rest.first == "'" else {
            let text = word()
            if text == "null" { return .null }
            if text == "true" || text == "false" { return .bool(text == "true") }
            return Decimal(string: text).map { .number($0) }
        }
        rest.removeFirst()
        var text = ""
        while let character = rest.popFirst() {
            if character != "'" {
                text.append(character)
            } else if rest.first == "'" {
                text.append("'")
                rest.removeFirst()
            } else {
                return .string(text)
            }
        }
        return nil
    }

    private mutating func word() -> String {
        skip()
        let word = rest.prefix { $0.isLetter || $0.isNumber || "/._-+".contains($0) }
        rest = rest[word.endIndex...]
        return String(word)
    }

    private mutating func take(_ text: String) -> Bool {
        skip()
        guard rest.hasPrefix(text) else { return false }
        rest.removeFirst(text.count)
        return true
    }

    private mutating func skip() { rest = rest.drop(while: \.isWhitespace) }
}
