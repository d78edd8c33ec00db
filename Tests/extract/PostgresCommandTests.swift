import ExtractionKit
import Foundation
import PostgresFixture
import RepositoryFiles
import Testing

@Suite(.enabled(if: PostgresServer.programs != nil, "\(PostgresServer.isMissing)"), .timeLimit(.minutes(30)))
struct `The commands over PostgreSQL` {
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

    @Test func `index a folder and search it, as a file would be`() async throws {
        let server = try await PostgresServer.shared()
        let database = try await server.makeDatabase()
        try await server.order(sql: "CREATE ROLE searcher_\(database) LOGIN")
        let store = server.url(database: database, user: "searcher_\(database)", password: "not-for-logs")
        let documents = FileManager.default.temporaryDirectory.appending(path: "index-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: documents) }
        try FileManager.default.createDirectory(at: documents.appending(path: "letters"), withIntermediateDirectories: true)
        for name in ["letter-en-gb.pdf", "memo-refit.pdf"] {
            try FileManager.default.copyItem(
                atPath: RepositoryFiles.fixture("prose/" + name), toPath: documents.appending(path: "letters/" + name).path)
        }
        func index(_ options: String...) async throws -> Program.Outcome {
            try await Program.run(["index", documents.path, "--store", store, "--routing", "text", "--embedder", "hashing"] + options)
        }
        func search(_ query: String, _ options: String...) async throws -> Program.Outcome {
            try await Program.run(["search", "--store", store, query] + options)
        }

        let early = try await index()
        // The server's other databases may have the role already.
        #expect(early.status == 3 && (early.errors.contains("extract db migrate") || early.errors.contains("GRANT extraction_app")))
        #expect(try await Program.run("db", "migrate", server.url(database: database)).status == 0)
        try await server.order(sql: "GRANT extraction_app TO searcher_\(database)")
        let none = try await search("letter")
        #expect(none.status == 3 && none.errors.contains("extract index"))

        let first = try await index()
        #expect(first.status == 0, "\(first.errors)")
        #expect(first.output.hasPrefix("2 indexed (") && first.output.contains("0 unchanged, 0 removed"))
        #expect(first.output.contains("searcher_\(database):<redacted>@") && first.output.contains("/\(database) has 2 documents in"))
        let second = try await index("--json")
        #expect(second.output.hasPrefix("{\"indexed\":0,\"chunks\":0,\"incomplete\":0,\"unchanged\":2,"), "\(second.errors)")
        let found = try await search("folder:letters dear")
        #expect(found.status == 0, "\(found.errors)")
        #expect(found.output.contains("letters/letter-en-gb.pdf, page 1"))
        #expect(try await search("dear", "--tenant", "stranger").status == 1)

        try FileManager.default.removeItem(at: documents.appending(path: "letters/letter-en-gb.pdf"))
        let third = try await index("--json")
        #expect(third.output.contains("\"unchanged\":1,") && third.output.contains("\"removed\":1"))
        #expect(try await !search("dear").output.contains("letter-en-gb.pdf"))
        let other = try await Program.run("index", documents.path, "--store", store, "--embedder", "none")
        #expect(other.status == 3 && other.errors.contains("same embedder"))
        for outcome in [early, none, first, second, found, third, other] {
            #expect(!(outcome.output + outcome.errors).contains("not-for-logs"))
        }
    }

    @Test func `say that nobody answers`() async throws {
        let outcome = try await Program.run("report", "documents", "--store", "postgres://%2Fnowhere/records?connect_timeout=1")
        #expect(outcome.status == 3)
        #expect(outcome.errors.contains("service_unavailable") || outcome.errors.contains("can't be reached"))
    }
}
