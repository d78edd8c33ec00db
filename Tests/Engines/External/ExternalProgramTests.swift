import ExtractionKit
import Foundation
import Testing

@testable import ExtractionExternal

/// One test at a time: many processes at once only slow each other down.
@Suite(.serialized, .timeLimit(.minutes(30))) struct `External programs` {}

extension `External programs` {
    @Suite struct `A program that misbehaves at a page` {
        @Test(
            arguments: [
                ("dies", .externalCrashed), ("dies-in-an-answer", .externalCrashed), ("leaves-a-child", .externalCrashed),
                ("prints-in-between", .externalInvalidAnswer), ("answers-another", .externalInvalidAnswer),
                ("answers-in-another-shape", .externalInvalidAnswer), ("says-boxes-outside", .externalInvalidAnswer),
                ("says-2-for-sure", .externalInvalidAnswer), ("writes-without-end", .externalAnswerTooLarge),
                ("has-no-model", .missingResource), ("has-its-own-error", .init(rawValue: "external__ut_of_paper")),
            ] as [(String, ExtractionError.Code)])
        func `gives an error of its kind, and the next page is read`(behaviour: String, code: ExtractionError.Code) async throws {
            let engine = try await Peer.ocr(behaviour)
            let error = await #expect(throws: ExtractionError.self) { try await engine.recognize(.bait()) }
            #expect(error?.code == code)
            #expect(error?.cause is ProgramFailure)
            #expect(try await engine.recognize(.ink()).words.count == 2)
        }

        @Test(arguments: ["hangs", "hangs-deaf"])
        func `is stopped at the deadline, and the next page is read`(behaviour: String) async throws {
            let engine = try await Peer.ocr(behaviour)
            let error = await #expect(throws: ExtractionError.self) {
                try await engine.recognize(.bait(deadline: .after(.milliseconds(50))))
            }
            #expect(error?.code == .deadlineExceeded)
            #expect(try await engine.recognize(.ink()).words.count == 2)
        }

        @Test func `is stopped after its own limit where the caller sets none`() async throws {
            let engine = try await Peer.ocr("hangs") { $0.requestSeconds = 0.05 }
            let error = await #expect(throws: ExtractionError.self) { try await engine.recognize(.bait()) }
            #expect(error?.code == .deadlineExceeded)
        }

        @Test func `may hand over what it has when it is told to stop`() async throws {
            let engine = try await Peer.ocr("obeys") { $0.graceSeconds = 60 }
            let text = try await engine.recognize(.bait(deadline: .after(.milliseconds(50))))
            #expect(text.isPartial)
            #expect(text.plainText == "so far")
        }

        @Test func `is stopped when its caller is cancelled, and the next page is read`() async throws {
            let engine = try await Peer.ocr("hangs-deaf")
            let task = Task { try await engine.recognize(.bait()) }
            await Task.yield()
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            #expect(try await engine.recognize(.ink()).words.count == 2)
        }

        @Test func `takes its children with it`() async throws {
            let engine = try await Peer.ocr("leaves-a-child")
            let error = await #expect(throws: ExtractionError.self) { try await engine.recognize(.bait()) }
            let failure = try #require(error?.cause as? ProgramFailure)
            let child = try #require(pid_t(failure.standardError.trimmingCharacters(in: .whitespacesAndNewlines)))
            #expect(failure.ending == "exit status 4")
            // It was killed; whoever inherits orphans buries it.
            while kill(child, 0) == 0, !isZombie(child) { await Task.yield() }
        }

        @Test func `leaves the end of its stderr to the cause, and only there`() async throws {
            let engine = try await Peer.ocr("dies")
            let error = try #require(await #expect(throws: ExtractionError.self) { try await engine.recognize(.bait()) })
            let failure = try #require(error.cause as? ProgramFailure)
            #expect(failure.standardError.utf8.count == 4_096)
            #expect(failure.standardError.hasSuffix("xEND"))
            #expect(failure.ending == "exit status 9")
            #expect(!"\(error) \(failure)".contains("END"))
            #expect(String(reflecting: error).contains("END"))
        }

        @Test func `is left alone when it keeps breaking down`() async throws {
            let engine = try await Peer.ocr("dies") {
                $0.restarts = 1
                $0.pauseSeconds = 80_000
            }
            var codes: [ExtractionError.Code?] = []
            for _ in 0..<3 { codes.append(await #expect(throws: ExtractionError.self) { try await engine.recognize(.bait()) }?.code) }
            #expect(codes == [.externalCrashed, .externalCrashed, .externalKeepsFailing])
        }

        @Test func `can't bring controls into a message`() async throws {
            let engine = try await Peer.ocr("has-no-model")
            let error = await #expect(throws: ExtractionError.self) { try await engine.recognize(.bait()) }
            #expect(error?.message == "Install [31m it.")
        }
    }

    @Suite struct `A program that doesn't greet properly` {
        @Test(
            arguments: [
                ("exits", .externalNoHandshake), ("prints", .externalInvalidAnswer), ("speaks-version-2", .externalWrongProtocol),
                ("has-unknown-role", .externalWrongRole), ("has-no-id", .externalInvalidAnswer), ("refuses", .missingResource),
            ] as [(String, ExtractionError.Code)])
        func `is refused`(behaviour: String, code: ExtractionError.Code) async {
            let error = await #expect(throws: ExtractionError.self) { try await Peer.ocr(behaviour) }
            #expect(error?.code == code)
            #expect(error?.message.contains("secret") == false)
        }

        @Test func `in time is refused`() async {
            let error = await #expect(throws: ExtractionError.self) { try await Peer.ocr("silent") { $0.startupSeconds = 0.05 } }
            #expect(error?.code == .externalNoHandshake)
        }

        @Test func `because it has another role is refused`() async {
            let error = await #expect(throws: ExtractionError.self) {
                try await ExternalEmbedder(configuration: Peer.configuration("ocr"), environment: PluginEnvironment())
            }
            #expect(error?.code == .externalWrongRole)
        }

        @Test func `because it isn't there is refused`() async {
            let error = await #expect(throws: ExtractionError.self) { try await Peer.ocr { $0.command = ["/nonexistent/engine"] } }
            #expect(error?.code == .missingResource)
        }
    }

    @Suite struct `Settings of a program` {
        @Test(
            arguments: [
                { $0.command = [] }, { $0.command = ["a\0b"] }, { $0.processes = 0 }, { $0.graceSeconds = .nan }, { $0.answerBytes = 1 },
                { $0.batch = 0 }, { $0.environment = ["A=B": "c"] }, { $0.restarts = -1 },
            ] as [@Sendable (inout ExternalConfiguration) -> Void])
        func `that can't work are refused`(change: @Sendable (inout ExternalConfiguration) -> Void) async {
            let error = await #expect(throws: ExtractionError.self) { try await Peer.ocr("good", change) }
            #expect(error?.code == .invalidConfiguration)
        }

        @Test func `that pass on a variable which isn't set are refused`() async {
            let error = await #expect(throws: ExtractionError.self) { try await Peer.ocr { $0.passEnvironment = ["NO_SUCH_KEY"] } }
            #expect(error?.code == .missingResource)
            #expect(error?.message.contains("NO_SUCH_KEY") == true)
        }
    }

    @Suite struct `Two hundred programs` {
        /// A program that costs next to nothing to start, and tells its number as its version.
        private static let script = """
            read hello
            printf '{"protocol":1,"role":"ocr","id":"sh","version":"%s"}\\n' $$
            n=1
            while read request; do printf '{"id":%s,"result":{"lines":[]}}\\n' $n; n=$((n + 1)); done
            """

        @Test func `leave neither a process nor a file in memory behind`() async throws {
            var numbers: Set<pid_t> = []
            for _ in 0..<200 {
                let engine = try await ExternalOCREngine(
                    configuration: ExternalConfiguration(command: ["/bin/sh", "-c", Self.script]), environment: PluginEnvironment())
                #expect(try await engine.recognize(.ink(width: 20)).lines.isEmpty)
                try numbers.insert(#require(engine.identity.version.split(separator: " ").last.flatMap { pid_t($0) }))
            }
            #expect(numbers.count == 200)
            // Engines end on their own threads.
            while !LivePrograms.shared.sessions.isDisjoint(with: numbers) { await Task.yield() }
            #expect(numbers.allSatisfy { kill($0, 0) == -1 && errno == ESRCH })
            while filesInMemory() > 0 { await Task.yield() }
        }

        @Test func `close their pipes`() throws {
            var pipes: Set<String> = []
            for _ in 0..<200 {
                let child = try ChildProcess(command: ["/bin/sh", "-c", "read line"], environment: [:], inheriting: nil)
                for file in [child.input, child.output, child.errors] { pipes.insert(try #require(target(ofFile: file.number))) }
                child.end(within: .seconds(60))
                #expect(child.ending == "exit status 1")
            }
            #expect(pipes.count == 600)
            #expect(openFiles().compactMap { target(ofFile: $0) }.allSatisfy { !pipes.contains($0) })
        }
    }
}

private func openFiles() -> [Int32] {
    ((try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []).compactMap { Int32($0) }
}

/// What a descriptor of this process stands for, such as `pipe:[4711]`.
private func target(ofFile number: Int32) -> String? {
    try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(number)")
}

private func filesInMemory() -> Int { openFiles().count { target(ofFile: $0)?.hasPrefix("/memfd:extraction") ?? false } }

private func isZombie(_ process: pid_t) -> Bool {
    let status = (try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)) ?? ""
    return status.split(separator: " ").dropFirst(2).first == "Z"
}
