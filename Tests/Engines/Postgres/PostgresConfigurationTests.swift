import ExtractionKit
import Testing

@testable import ExtractionPostgres

@Suite struct `A configuration of PostgreSQL` {
    @Test func `takes the variables that libpq knows, and no others`() {
        let configuration = PostgresConfiguration(environment: [
            "PGHOST": "db.example", "PGPORT": "5433", "PGDATABASE": "records", "PGUSER": "service", "PGPASSWORD": "hunter2",
            "PGSSLMODE": "verify-full", "PGSSLROOTCERT": "/etc/ca.pem", "HOME": "/home/somebody", "PGOPTIONS": "",
        ])
        #expect(
            configuration.settings == [
                "host": "db.example", "port": "5433", "dbname": "records", "user": "service", "sslmode": "verify-full",
                "sslrootcert": "/etc/ca.pem",
            ])
        #expect(configuration.password == Secret("hunter2"))
    }

    @Test func `takes an address before the environment`() throws {
        let configuration = try PostgresConfiguration(
            url: "postgres://me:p%40ss@other:6000/mine?sslmode=require",
            environment: ["PGHOST": "db.example", "PGSSLMODE": "disable", "PGTZ": "UTC"])
        #expect(configuration.settings == ["host": "other", "port": "6000", "dbname": "mine", "user": "me", "sslmode": "require"])
        #expect(configuration.password == Secret("p@ss"))
    }

    @Test func `never prints its password`() {
        let configuration = PostgresConfiguration(environment: ["PGHOST": "db.example", "PGPASSWORD": "hunter2"])
        var dumped = ""
        dump(configuration, to: &dumped)
        for text in ["\(configuration)", String(reflecting: configuration), dumped] { #expect(!text.contains("hunter2")) }
        #expect(configuration.description.contains("db.example"))
    }

    @Test(arguments: ["postgres://me:s3cret@[host/x", "mysql://me:s3cret@host/x", "s3cret", "postgres://s3cret%zz@/x"])
    func `refuses an address without quoting it`(_ address: String) {
        let error = #expect(throws: ExtractionError.self) { try PostgresConfiguration(url: address) }
        #expect(error?.code == .invalidConfiguration)
        #expect(!String(reflecting: error).contains("s3cret"))
    }
}

@Suite struct `A query` {
    @Test func `binds what is interpolated`() {
        let name: String? = "x'; DROP TABLE t; --"
        let nobody: String? = nil
        let condition: PostgresQuery = "a = \(1) AND b = \(name)"
        let query: PostgresQuery = "SELECT * FROM t WHERE \(condition) AND c = \(nobody)"
        #expect(query.text == "SELECT * FROM t WHERE a = $1 AND b = $2 AND c = $3")
        #expect(query.parameters == [1.postgresParameter, .text("x'; DROP TABLE t; --"), .null])
        #expect((condition + " AND d").text == "a = $1 AND b = $2 AND d")
    }
}

@Suite struct `A backoff` {
    @Test func `doubles up to its longest, and leaves half to chance`() {
        let backoff = Backoff(first: .milliseconds(100), longest: .seconds(1))
        #expect(
            [1, 2, 3, 4, 5, 99].map { backoff.delay(after: $0, chance: 1) } == [100, 200, 400, 800, 1000, 1000].map { .milliseconds($0) })
        #expect(backoff.delay(after: 2, chance: 0) == .milliseconds(100))
    }
}
