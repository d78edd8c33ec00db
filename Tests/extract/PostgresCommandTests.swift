import ExtractionKit
import Foundation
import PostgresFixture
import Testing

@Suite(.enabled(if: PostgresServer.programs != nil, "\(PostgresServer.isMissing)"), .timeLimit(.minutes(2)))
struct `The commands of records in PostgreSQL` {
    private let letter = "{fixtures}/prose/letter-en-gb.pdf"

    @Test func `set a database up, keep a document and extract it again`() async throws {
        let server = try await PostgresServer.shared()
        let store = try await server.url(database: server.makeDatabase(), user: "postgres", password: "not-for-logs")
        let early = try await Program.run("run", letter, "--store", store)
        #expect(early.status == 3)
        #expect(early.errors.contains("extract db migrate"))
        for _ in 0..<2 { #expect(try await Program.run("db", "migrate", store).status == 0) }

        let first = try await Program.run("run", "--json", "--fields", "sender", letter, "--store", store)
        #expect(first.status == 0, "\(first.errors)")
        let document = try #require(try JSONValue(json: Array(first.output.utf8))["document"]?["id"]?.string)
        let again = try await Program.run("rerun", document, "--json", "--fields", "date,subject", "--store", store)
        #expect(again.status == 0, "\(again.errors)")
        let told = try await Program.run("history", document, "--json", "--store", store)
        let history = try JSONValue(json: Array(told.output.utf8))
        #expect(history["extractions"]?.array?.count == 2)
        #expect(history["recognitions"]?.array?.count == 1)
        #expect(try await Program.run("report", "documents", "--store", store).output.contains("letter-en-gb.pdf"))
        #expect(try await Program.run("report", "documents", "--store", store, "--tenant", "stranger").status == 3)

        for arguments in [["db", "backup", store, "x"], ["db", "restore", store, "x"], ["db", "check", store]] {
            let refused = try await Program.run(arguments)
            #expect(refused.status == 2)
            #expect(refused.errors.contains("pg_dump"))
        }
        for outcome in [early, first, again, told] { #expect(!(outcome.output + outcome.errors).contains("not-for-logs")) }
    }

    @Test func `say that nobody answers`() async throws {
        let outcome = try await Program.run("report", "documents", "--store", "postgres://%2Fnowhere/records?connect_timeout=1")
        #expect(outcome.status == 3)
        #expect(outcome.errors.contains("service_unavailable") || outcome.errors.contains("can't be reached"))
    }
}
