public import ExtractionKit
public import ExtractionRemote
internal import Foundation

/// The calls of Azure AI Search that an index is made of, as its REST interface has them.
///
/// Bodies are JSON and given by the caller; this type knows addresses, header fields, the status of single documents in a batch, and when a call may be made
/// again.
public struct AzureSearchService: Sendable {
    /// The version of the interface.
    public static let apiVersion = "2025-09-01"

    /// The index.
    public let index: String
    /// Asks the service.
    public let client: ServiceClient
    private let apiVersion: String

    /// Creates the calls for an index.
    ///
    /// - Throws: ``/ExtractionKit/ExtractionError`` with the code `invalidConfiguration` for a name that no index can have.
    public init(index: String, client: ServiceClient, apiVersion: String = Self.apiVersion) throws {
        guard index.wholeMatch(of: /[a-z0-9](-?[a-z0-9])*/) != nil, (2...128).contains(index.utf8.count) else {
            throw ExtractionError(
                .invalidConfiguration, "The name of an index has 2 to 128 small letters, digits and single dashes between them.")
        }
        self.index = index
        self.client = client
        self.apiVersion = apiVersion
    }

    /// A key, as the header field that the service wants it in.
    public static func key(_ key: Secret) -> HTTPRequest.Credential { HTTPRequest.Credential(name: "api-key", value: key) }

    /// Makes the index.
    ///
    /// - Throws: As ``/ExtractionRemote/ServiceClient/send(_:repeatability:until:meter:explaining:)``.
    public func create(_ definition: JSONValue, until deadline: Deadline = .never) async throws {
        _ = try await call(.post, "indexes", definition, metadata: "minimal", .whenNothingWasDone, deadline)
    }

    /// What the index is; `nil` where there is none.
    ///
    /// - Throws: As ``create(_:until:)``.
    public func definition(until deadline: Deadline = .never) async throws -> JSONValue? {
        do {
            return try await call(.get, "indexes/\(index)", nil, metadata: "minimal", .always, deadline)
        } catch let error as ExtractionError where error.code == .notFound {
            return nil
        }
    }

    /// Removes the index with everything in it.
    ///
    /// - Throws: As ``create(_:until:)``.
    public func delete(until deadline: Deadline = .never) async throws {
        let request = HTTPRequest(.delete, url("indexes/\(index)"), fields: ["Accept": "application/json;odata.metadata=minimal"])
        _ = try await client.send(request, repeatability: .always, until: deadline, meter: client.meter(), explaining: Self.explanation)
    }

    /// A document by its key; `nil` where there is none.
    ///
    /// - Throws: As ``create(_:until:)``.
    public func document(_ key: String, fields: [String] = [], until deadline: Deadline = .never) async throws -> JSONValue? {
        do {
            let query = fields.isEmpty ? [] : [(name: "$select", value: fields.joined(separator: ","))]
            return try await call(.get, "indexes/\(index)/docs/\(key)", nil, query: query, metadata: "none", .always, deadline)
        } catch let error as ExtractionError where error.code == .notFound {
            return nil
        }
    }

    /// Searches.
    ///
    /// - Returns: The answer, its hits under `value`.
    /// - Throws: As ``create(_:until:)``.
    public func search(_ query: JSONValue, until deadline: Deadline = .never) async throws -> JSONValue {
        try await call(.post, "indexes/\(index)/docs/search", query, metadata: "none", .always, deadline)
    }

    /// Uploads, merges or deletes documents, in as many calls as needed.
    ///
    /// The service says of each document whether it took it. Those that it had no time for are sent again, by their keys; a batch that is too large for it is
    /// halved.
    ///
    /// - Parameters:
    ///   - actions: Objects with `@search.action` and the fields of a document; each action can be repeated.
    ///   - key: The field that is the key.
    /// - Throws: ``/ExtractionKit/ExtractionError`` with the codes `invalidRequest` for a document that the service refuses, `serviceUnavailable`
    ///   where it had no time for one after several attempts, and as ``create(_:until:)``. What was taken before stays.
    public func change(_ actions: [JSONValue], key: String = "id", until deadline: Deadline = .never) async throws {
        var parts = Self.batches(of: actions)
        while let part = parts.popLast() {
            do {
                try await send(part, key, deadline)
            } catch let error as ExtractionError where error.code == .tooLarge && part.count > 1 {
                parts += [Array(part[(part.count / 2)...]), Array(part[..<(part.count / 2)])]
            }
        }
    }

    /// What every call of the service takes at most, with room to spare.
    private static func batches(of actions: [JSONValue]) -> [[JSONValue]] {
        stride(from: 0, to: actions.count, by: 500).map { Array(actions[$0..<min(actions.count, $0 + 500)]) }.reversed()
    }

    private func send(_ actions: [JSONValue], _ key: String, _ deadline: Deadline) async throws {
        var left = actions
        for attempt in 1...client.settings.retries.attempts {
            let answer = try await call(
                .post, "indexes/\(index)/docs/index", .object(["value": .array(left)]), metadata: "none", .always, deadline)
            let statuses = try AzureItemStatus.all(in: answer)
            var again: Set<String> = []
            for action in left {
                guard let name = action[key]?.string, let status = statuses[name] else {
                    throw ExtractionError(.invalidAnswer, "The service doesn't say whether it took a document; check 'endpoint'.")
                }
                if status.isDone { continue }
                guard status.mayBeRepeated else {
                    throw ExtractionError(
                        .invalidRequest, "The service refused a document with status \(status.code); make the index anew with this version."
                    )
                }
                again.insert(name)
            }
            if again.isEmpty { return }
            left = left.filter { $0[key]?.string.map(again.contains) ?? false }
            if attempt < client.settings.retries.attempts {
                try await client.wait(.milliseconds(200 << min(attempt, 8)), until: deadline)
            }
        }
        throw ExtractionError(
            .serviceUnavailable, "The service had no time for \(left.count) documents of a batch; try again later, or raise its capacity.")
    }

    private func url(_ path: String, query: [(name: String, value: String)] = []) -> ServiceURL {
        client.endpoint.appending(path, query: [(name: "api-version", value: apiVersion)] + query)
    }

    private func call(
        _ method: HTTPRequest.Method, _ path: String, _ body: JSONValue?, query: [(name: String, value: String)] = [], metadata: String,
        _ repeatability: RetryPolicy.Repeatability, _ deadline: Deadline
    ) async throws -> JSONValue {
        var request = HTTPRequest(
            method, url(path, query: query), fields: ["Accept": "application/json;odata.metadata=\(metadata)"])
        if let body {
            request.fields["Content-Type"] = "application/json"
            request.body = try body.encoded()
        }
        let answer = try await client.send(
            request, repeatability: repeatability, until: deadline, meter: client.meter(), explaining: Self.explanation)
        do {
            return try JSONValue(json: answer.body)
        } catch {
            throw ExtractionError(.invalidAnswer, "The service's answer isn't JSON; check 'endpoint'.", cause: error)
        }
    }

    private static func explanation(_ failure: ServiceFailure) -> ExtractionError? {
        switch failure.status {
        case 403:
            ExtractionError(
                .unauthorized, "Azure AI Search refuses the key; writing needs an admin key, searching a query key of this service.")
        case 400:
            ExtractionError(
                .invalidRequest, "Azure AI Search doesn't understand the request; the index may have been made by something else.")
        default: nil
        }
    }
}

/// What the service says of a document in a batch.
struct AzureItemStatus {
    var isDone: Bool
    var code: Int

    /// Whether the service only had no time for it: a conflict of versions, an index that isn't ready, too much to do.
    var mayBeRepeated: Bool { [409, 422, 429, 503].contains(code) }

    /// By key.
    static func all(in answer: JSONValue) throws -> [String: AzureItemStatus] {
        var statuses: [String: AzureItemStatus] = [:]
        for item in answer["value"]?.array ?? [] {
            guard let key = item["key"]?.string, case .number(let code)? = item["statusCode"] else {
                throw ExtractionError(.invalidAnswer, "The service says of a batch what isn't known here; report the version.")
            }
            let isDone = item["status"] == .bool(true)
            statuses[key] = AzureItemStatus(isDone: isDone, code: Int("\(code)") ?? 0)
        }
        return statuses
    }
}
