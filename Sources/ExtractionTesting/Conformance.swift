internal import ExtractionKit

/// What a plugin does against the contract of its role, one sentence each.
public struct ConformanceFailure: Error, CustomStringConvertible {
    /// The plugin.
    public var subject: String
    /// The sentences.
    public var violations: [String]

    /// All sentences, a line each.
    public var description: String { "\(subject) breaks its contract:\n" + violations.map { "- " + $0 }.joined(separator: "\n") }
}

/// Collects violations while a suite runs, so that a plugin's author sees all of them at once.
struct Conformance {
    private let subject: String
    private(set) var violations: [String] = []

    init(of subject: String) { self.subject = subject }

    mutating func expect(_ holds: Bool, _ violation: @autoclosure () -> String) {
        if !holds { violations.append(violation()) }
    }

    mutating func add(_ found: [String]) { violations += found }

    /// Runs a call that has no reason to fail. What it throws is a violation, so that the other checks still run.
    ///
    /// - Returns: The answer, or `nil` for a call that failed.
    /// - Throws: `CancellationError` when the suite itself is cancelled.
    mutating func attempt<R>(_ situation: String, _ body: () async throws -> R) async throws -> R? {
        do {
            return try await body()
        } catch let error as CancellationError where Task.isCancelled {
            throw error
        } catch let error as ExtractionError {
            violations.append("\(situation) it should throw nothing, and throws \(error.code): \(error.message)")
        } catch {
            violations.append("\(situation) it should throw nothing, and throws \(type(of: error)), which is no ExtractionError")
        }
        return nil
    }

    /// Expects a call to throw one of the codes.
    mutating func expectError(
        _ codes: Set<ExtractionError.Code>, when situation: String, _ body: () async throws -> Void
    ) async {
        let names = codes.map(\.rawValue).sorted().joined(separator: " or ")
        do {
            try await body()
            violations.append("\(situation) it should throw \(names), and throws nothing")
        } catch let error as ExtractionError {
            expect(codes.contains(error.code), "\(situation) it should throw \(names), and throws \(error.code)")
        } catch {
            violations.append("\(situation) it should throw \(names), and throws \(type(of: error)), which is no ExtractionError")
        }
    }

    /// Expects a call in a cancelled task to throw `CancellationError`.
    mutating func expectCancellation(_ situation: String, _ body: @escaping @Sendable () async throws -> Void) async {
        let outcome = await withTaskGroup(of: String?.self) { group in
            group.addTask {
                // The task cancels itself before the call, so that no moment is left to chance.
                withUnsafeCurrentTask { $0?.cancel() }
                do {
                    try await body()
                    return "\(situation) it should throw CancellationError, and throws nothing"
                } catch is CancellationError {
                    return nil
                } catch let error as ExtractionError {
                    return "\(situation) it should throw CancellationError, and throws \(error.code)"
                } catch {
                    return "\(situation) it should throw CancellationError, and throws \(type(of: error))"
                }
            }
            return await group.next() ?? nil
        }
        if let outcome { violations.append(outcome) }
    }

    /// Expects a place of work that says where it is.
    mutating func checkResidency(_ residency: Residency) {
        if case .remote(let host) = residency { expect(!host.isEmpty, "it should name the host that it sends documents to") }
    }

    mutating func checkIdentity(_ identity: PluginIdentity) {
        expect(!identity.id.rawValue.isEmpty && !identity.version.isEmpty, "its identity should have an id and a version")
    }

    func finish() throws {
        if !violations.isEmpty { throw ConformanceFailure(subject: subject, violations: violations.uniqued()) }
    }
}
