internal import ExtractionKit
internal import Foundation
internal import GRDB

extension SQLiteTenantRecords {
    func save(_ artifact: RecognitionArtifact) async throws {
        let key = try StoredJSON.text(artifact.key), summary = try StoredJSON.text(artifact.summary)
        let json = try StoredJSON.unorderedText(artifact)
        try await database.write { connection in
            try connection.execute(
                sql: "INSERT OR REPLACE INTO recognition (tenant, sha256, key, created_at, summary, artifact) VALUES (?, ?, ?, ?, ?, ?)",
                arguments: [mine, artifact.key.sha256, key, artifact.createdAt.milliseconds, summary, json])
        }
    }

    func recognition(for key: RecognitionKey) async throws -> RecognitionArtifact? {
        let text = try StoredJSON.text(key)
        let json = try await database.read { connection in
            try String.fetchOne(
                connection, sql: "SELECT artifact FROM recognition WHERE tenant = ? AND sha256 = ? AND key = ?",
                arguments: [mine, key.sha256, text])
        }
        return try json.map { try StoredJSON.value(RecognitionArtifact.self, from: $0) }
    }

    func recognitions(ofSource sha256: String) async throws -> [RecognitionSummary] {
        try await database.read { connection in
            try String.fetchAll(
                connection,
                sql: "SELECT summary FROM recognition WHERE tenant = ? AND sha256 = ? ORDER BY created_at DESC, number DESC",
                arguments: [mine, sha256])
        }.map { try StoredJSON.value(RecognitionSummary.self, from: $0) }
    }

    func append(_ extractions: [ExtractionRecord]) async throws -> [Int] {
        let prepared = try await prepared(extractions)
        return try await database.write { connection in try prepared.map { try append($0, connection) } }
    }

    /// Makes JSON of extractions, on several processors, before the transaction that others wait for.
    private func prepared(_ extractions: [ExtractionRecord]) async throws -> [PreparedExtraction] {
        let share = 64
        guard extractions.count > share else { return try extractions.map { try PreparedExtraction($0) } }
        return try await withThrowingTaskGroup(of: (Int, [PreparedExtraction]).self) { group in
            for start in stride(from: 0, to: extractions.count, by: share) {
                let part = extractions[start..<min(start + share, extractions.count)]
                group.addTask { try (start, part.map { try PreparedExtraction($0) }) }
            }
            return try await group.reduce(into: []) { $0.append($1) }.sorted { $0.0 < $1.0 }.flatMap(\.1)
        }
    }

    private struct PreparedExtraction: Sendable {
        var id: String
        var document: String
        var summary: ExtractionSummary
        var keys: [Extraction.LookupKey]
        var json: String

        init(_ record: ExtractionRecord) throws {
            id = record.id
            document = record.extraction.document.id
            summary = ExtractionSummary(record, sequence: 0)
            keys = record.extraction.lookupKeys
            json = try StoredJSON.unorderedText(record)
        }
    }

    private func append(_ prepared: PreparedExtraction, _ connection: Database) throws -> Int {
        let document = try Row.fetchOne(
            connection.cachedStatement(sql: "SELECT created_at, latest FROM document WHERE tenant = ? AND id = ?"),
            arguments: [mine, prepared.document])
        guard let document else { throw ExtractionError.unknown("document") }
        let known = try Int.fetchOne(
            connection.cachedStatement(sql: "SELECT sequence FROM extraction WHERE tenant = ? AND id = ?"), arguments: [mine, prepared.id])
        if let known { return known }
        let summary = prepared.summary
        try connection.cachedStatement(
            sql: """
                INSERT INTO extraction (tenant, id, document, created_at, updated_at, document_type, mode, field_count, lowest_confidence,
                    milliseconds, record) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            mine, prepared.id, prepared.document, summary.createdAt.milliseconds, summary.createdAt.milliseconds, summary.documentType,
            summary.mode.rawValue, summary.fieldCount, summary.lowestConfidence, summary.milliseconds, prepared.json,
        ])
        let sequence = connection.lastInsertedRowID
        try connection.cachedStatement(
            sql: """
                UPDATE document SET latest = ?, latest_milliseconds = ?, updated_at = max(updated_at, ?) WHERE tenant = ? AND id = ?
                """
        ).execute(arguments: [sequence, summary.milliseconds, summary.createdAt.milliseconds, mine, prepared.document])
        if document[1] as Int? != nil {
            try connection.cachedStatement(sql: "DELETE FROM lookup WHERE tenant = ? AND document = ?")
                .execute(arguments: [mine, prepared.document])
        }
        let insertion = try connection.cachedStatement(
            sql: "INSERT INTO lookup (tenant, name, key, created_at, document) VALUES (?, ?, ?, ?, ?)")
        for key in prepared.keys {
            try insertion.execute(arguments: [mine, key.name, key.key, document[0] as Int64, prepared.document])
        }
        return Int(sequence)
    }

    func extraction(_ sequence: Int) async throws -> StoredExtraction? {
        try await stored("SELECT sequence, record, updated_at FROM extraction WHERE tenant = ? AND sequence = ?", [mine, sequence]).first
    }

    func extractions(ofDocument id: String, _ page: RecordPageRequest) async throws -> RecordPage<StoredExtraction> {
        let sql = """
            SELECT sequence, record, updated_at FROM extraction WHERE tenant = ? AND document = ? AND sequence < ?
            ORDER BY sequence DESC LIMIT ?
            """
        let found = try await stored(sql, [mine, id, page.numberBefore(), page.clampedLimit + 1])
        return page.page(found) {
            "\($0.sequence)"
        } element: {
            $0
        }
    }

    func latestExtraction(ofDocument id: String) async throws -> StoredExtraction? {
        let sql = """
            SELECT sequence, record, updated_at FROM extraction WHERE tenant = ? AND document = ? ORDER BY sequence DESC LIMIT 1
            """
        return try await stored(sql, [mine, id]).first
    }

    private func stored(_ sql: String, _ arguments: StatementArguments) async throws -> [StoredExtraction] {
        let rows = try await database.read { connection in
            try Row.fetchAll(connection.cachedStatement(sql: sql), arguments: arguments)
                .map { (sequence: $0[0] as Int, json: $0[1] as String, updatedAt: $0[2] as Int64) }
        }
        return try rows.map { row in
            try StoredExtraction(
                sequence: row.sequence, record: StoredJSON.value(ExtractionRecord.self, from: row.json),
                updatedAt: Timestamp(milliseconds: row.updatedAt))
        }
    }

    func add(_ correction: Correction) async throws {
        let json = try StoredJSON.text(correction)
        let moment = correction.moment.milliseconds
        try await database.write { connection in
            func exists(_ sql: String, _ arguments: StatementArguments) throws -> Bool {
                try Row.fetchOne(connection, sql: sql, arguments: arguments) != nil
            }
            if try exists("SELECT 1 FROM correction WHERE tenant = ? AND id = ?", [mine, correction.id]) { return }
            guard
                try exists(
                    "SELECT 1 FROM extraction WHERE tenant = ? AND document = ? AND sequence = ?",
                    [mine, correction.document, correction.extraction])
            else { throw ExtractionError.unknown("extraction") }
            let latest = try String.fetchOne(
                connection,
                sql: """
                    SELECT id FROM correction WHERE tenant = ? AND document = ? AND field = ? AND part IS ? ORDER BY number DESC LIMIT 1
                    """, arguments: [mine, correction.document, correction.field, correction.part])
            guard latest == correction.replaces else { throw ExtractionError.correctedMeanwhile }
            try connection.execute(
                sql: "INSERT INTO correction (tenant, id, document, part, field, correction) VALUES (?, ?, ?, ?, ?, ?)",
                arguments: [mine, correction.id, correction.document, correction.part, correction.field, json])
            try connection.execute(
                sql: "UPDATE extraction SET updated_at = max(updated_at, ?) WHERE tenant = ? AND sequence = ?",
                arguments: [moment, mine, correction.extraction])
            try connection.execute(
                sql: "UPDATE document SET is_corrected = 1, updated_at = max(updated_at, ?) WHERE tenant = ? AND id = ?",
                arguments: [moment, mine, correction.document])
        }
    }

    func corrections(ofDocument id: String) async throws -> [Correction] {
        try await database.read { connection in
            try String.fetchAll(
                connection, sql: "SELECT correction FROM correction WHERE tenant = ? AND document = ? ORDER BY number",
                arguments: [mine, id])
        }.map { try StoredJSON.value(Correction.self, from: $0) }
    }
}
