import Dispatch
import ExtractionEngineSupport
import ExtractionKit
import Foundation
import Synchronization
import Testing

/// Stands for a handle of a C library: it must only be touched by the thread that made it.
private final class Handle {
    private let thread = pthread_self()
    var isOnItsThread: Bool { pthread_equal(thread, pthread_self()) != 0 }
}

@Suite struct `A thread confined pool` {
    @Test func `uses each resource on the thread that made it`() async throws {
        let pool = ThreadConfinedPool(name: "test", threads: 3) { Handle() }
        let all = try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<200 { group.addTask { try await pool.run("The call") { handle, _ in handle.isOnItsThread } } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(all.count == 200)
        #expect(all.allSatisfy { $0 })
    }

    @Test func `makes no more resources than it has threads`() async throws {
        let made = Mutex(0)
        let pool = ThreadConfinedPool(name: "test", threads: 2) { made.withLock { $0 += 1 } }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<100 { group.addTask { try await pool.run("The call") { _, _ in } } }
            try await group.waitForAll()
        }
        #expect((1...2).contains(made.withLock { $0 }))
    }

    @Test func `throws what the call throws, and what making the resource throws`() async {
        struct Odd: Error {}
        let pool = ThreadConfinedPool(name: "test", threads: 1) {}
        await #expect(throws: Odd.self) { try await pool.run("The call") { _, _ in throw Odd() } }
        let broken = ThreadConfinedPool<Int>(name: "test", threads: 1) { throw Odd() }
        await #expect(throws: Odd.self) { try await broken.run("The call") { number, _ in number } }
    }

    @Test func `gives up a call that hangs, at its deadline, and goes on with another thread`() async throws {
        let pool = ThreadConfinedPool(name: "test", threads: 1, grace: .milliseconds(20)) { Handle() }
        let release = DispatchSemaphore(value: 0)
        let error = await #expect(throws: ExtractionError.self) {
            try await pool.run("The call", deadline: .after(.milliseconds(20))) { _, _ in release.wait() }
        }
        #expect(error?.code == .deadlineExceeded)
        // The only thread still hangs; this call needs the one that takes its place.
        #expect(try await pool.run("The call") { handle, _ in handle.isOnItsThread })
        release.signal()
    }

    @Test(.timeLimit(.minutes(30)))
    func `gives the caller control back soon after the deadline, however long a call may hang`() async throws {
        let pool = ThreadConfinedPool(name: "test", threads: 1, grace: .seconds(3_600)) {}
        let release = DispatchSemaphore(value: 0)
        await #expect(throws: ExtractionError.self) {
            try await pool.run("The call", deadline: .after(.milliseconds(50))) { _, _ in release.wait() }
        }
        release.signal()
    }

    @Test func `lets a call that notices its deadline hand over what it has`() async throws {
        let pool = ThreadConfinedPool(name: "test", threads: 1, grace: .seconds(120)) {}
        // On a busy machine a call may not even have begun by its deadline, which is an error then; a longer one gets its turn.
        for milliseconds in [10, 100, 1_000, 10_000] {
            do {
                let partial = try await pool.run("The call", deadline: .after(.milliseconds(milliseconds))) { _, status in
                    while !status.isAbandoned { sched_yield() }
                    return "partial"
                }
                return #expect(partial == "partial")
            } catch let error as ExtractionError where error.code == .deadlineExceeded { continue }
        }
        Issue.record("no call began within ten seconds")
    }

    @Test func `tells a running call that its task was cancelled, and answers at once`() async throws {
        let pool = ThreadConfinedPool(name: "test", threads: 1, grace: .seconds(20)) {}
        let started = AsyncStream<Void>.makeStream(), noticed = DispatchSemaphore(value: 0)
        let task = Task {
            try await pool.run("The call") { _, status in
                started.continuation.yield()
                while !status.isAbandoned { sched_yield() }
                noticed.signal()
            }
        }
        for await _ in started.stream { break }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(noticed.wait(timeout: .now() + 10) == .success)
    }

    @Test func `refuses calls when too many hang`() async throws {
        let pool = ThreadConfinedPool(name: "test", threads: 1, grace: .zero) {}
        let release = DispatchSemaphore(value: 0)
        var codes: [ExtractionError.Code] = []
        // On a busy machine some calls expire before they begin, and hang nothing: it takes as many as it takes.
        while codes.last != .engineFailure, codes.count < 1_000 {
            do {
                try await pool.run("The call", deadline: .after(.milliseconds(10))) { _, _ in release.wait() }
            } catch let error as ExtractionError { codes.append(error.code) }
        }
        #expect(codes.first == .deadlineExceeded)
        #expect(codes.last == .engineFailure)
        for _ in codes { release.signal() }
    }

    @Test func `never blocks the cooperative pool`() async throws {
        let pool = ThreadConfinedPool(name: "test", threads: 8) {}
        let release = DispatchSemaphore(value: 0)
        try await withThrowingTaskGroup(of: Void.self) { group in
            // More blocking calls than there are processors: if they ran on Swift's threads, the child that frees them never would.
            for _ in 0..<8 { group.addTask { try await pool.run("The call") { _, _ in release.wait() } } }
            group.addTask { for _ in 0..<8 { release.signal() } }
            try await group.waitForAll()
        }
    }
}
