internal import ExtractionKit

extension PostgresTenantRecords {
    func save(_ artifact: RecognitionArtifact) async throws {
        let key = try RecordJSON.text(of: artifact.key)
        let summary = try RecordJSON.text(of: artifact.summary)
        let body = try RecordJSON.text(of: artifact)
        try await transactions.write { [tenant] connection in
            _ = try connection.execute(
                "INSERT INTO recognitions (tenant_id, sha256, key_digest, created_at, summary, artifact) VALUES (\(tenant), \(artifact.key.sha256), "
                    + digest(of: key) + ", \(artifact.createdAt), \(summary), \(body))"
                        + """
                         ON CONFLICT (tenant_id, sha256, key_digest) DO UPDATE
                         SET number = DEFAULT, created_at = excluded.created_at, summary = excluded.summary, artifact = excluded.artifact
                        """)
        }
    }

    func recognition(for key: RecognitionKey) async throws -> RecognitionArtifact? {
        let text = try RecordJSON.text(of: key)
        let bytes = try await transactions.read { [tenant] connection in
            var row = try connection.execute(
                "SELECT artifact FROM recognitions WHERE tenant_id = \(tenant) AND sha256 = \(key.sha256) AND key_digest = "
                    + digest(of: text)
            ).first
            return try row?.next(PostgresBytes.self)
        }
        // A long document takes a while to be decoded, which isn't the connection's business.
        return try bytes.map { try RecordJSON.value(RecognitionArtifact.self, of: $0.bytes) }
    }

    func recognitions(ofSource sha256: String) async throws -> [RecognitionSummary] {
        try await transactions.read { [tenant] connection in
            try connection.execute(
                "SELECT summary FROM recognitions WHERE tenant_id = \(tenant) AND sha256 = \(sha256) ORDER BY created_at DESC, number DESC"
            ).map { try $0.nextJSON() }
        }
    }

    func append(_ extractions: [ExtractionRecord]) async throws -> [Int] {
        guard !extractions.isEmpty else { return [] }
        let batch = try ExtractionBatch(extractions)
        return try await transactions.write { [tenant] connection in try connection.append(batch, of: tenant) }
    }

    func extraction(_ sequence: Int) async throws -> StoredExtraction? {
        try await stored("SELECT sequence, updated_at, record FROM extractions WHERE tenant_id = \(tenant) AND sequence = \(sequence)")
            .first
    }

    func latestExtraction(ofDocument id: String) async throws -> StoredExtraction? {
        try await stored(
            """
            SELECT sequence, updated_at, record FROM extractions
            WHERE tenant_id = \(tenant) AND document = \(id) ORDER BY sequence DESC LIMIT 1
            """
        ).first
    }

    func extractions(ofDocument id: String, _ page: RecordPageRequest) async throws -> RecordPage<StoredExtraction> {
        let place = try page.numberBefore()
        let limit = page.clampedLimit
        let all = try await stored(
            """
            SELECT sequence, updated_at, record FROM extractions
            WHERE tenant_id = \(tenant) AND document = \(id) AND sequence < \(place) ORDER BY sequence DESC LIMIT \(limit + 1)
            """)
        let last = all.count > limit ? all[limit - 1].sequence : nil
        return RecordPage(items: Array(all.prefix(limit)), next: last.map { RecordCursor(rawValue: "\($0)") })
    }

    private func stored(_ query: PostgresQuery) async throws -> [StoredExtraction] {
        let rows = try await transactions.read { connection in
            try connection.execute(query).map { row in
                try (sequence: row.next(Int.self), updatedAt: row.next(Timestamp.self), record: row.next(PostgresBytes.self))
            }
        }
        return try rows.map { row in
            try StoredExtraction(
                sequence: row.sequence, record: RecordJSON.value(ExtractionRecord.self, of: row.record.bytes), updatedAt: row.updatedAt)
        }
    }

    func add(_ correction: Correction) async throws {
        let body = try RecordJSON.text(of: correction)
        try await transactions.write { [tenant] connection in
            let known = try connection.execute("SELECT 1 FROM corrections WHERE tenant_id = \(tenant) AND id = \(correction.id)")
            guard known.count == 0 else { return }
            // The document is locked, so that of two corrections of a field the second sees the first.
            _ = try connection.lockedDocument(correction.document, of: tenant)
            let corrected = try connection.execute(
                """
                UPDATE extractions SET updated_at = greatest(updated_at, \(correction.moment))
                WHERE tenant_id = \(tenant) AND sequence = \(correction.extraction) AND document = \(correction.document)
                """)
            guard corrected.count == 1 else { throw ExtractionError.unknown("extraction") }
            var latest = try connection.execute(
                """
                SELECT id FROM corrections
                WHERE tenant_id = \(tenant) AND document = \(correction.document) AND field = \(correction.field)
                AND part IS NOT DISTINCT FROM \(correction.part)
                ORDER BY number DESC LIMIT 1
                """
            ).first
            guard try latest?.next(String.self) == correction.replaces else {
                throw ExtractionError.correctedMeanwhile
            }
            let added = try connection.execute(
                """
                INSERT INTO corrections (tenant_id, document, id, extraction, part, field, body)
                VALUES (\(tenant), \(correction.document), \(correction.id), \(correction.extraction), \(correction.part), \(correction.field), \(body))
                ON CONFLICT (tenant_id, id) DO NOTHING
                """)
            guard added.count == 1 else { return }
            try connection.execute(
                """
                UPDATE documents SET is_corrected = true, updated_at = greatest(updated_at, \(correction.moment))
                WHERE tenant_id = \(tenant) AND id = \(correction.document)
                """)
        }
    }

    func corrections(ofDocument id: String) async throws -> [Correction] {
        try await transactions.read { [tenant] connection in
            try connection.execute("SELECT body FROM corrections WHERE tenant_id = \(tenant) AND document = \(id) ORDER BY number")
                .map { try $0.nextJSON() }
        }
    }
}

/// A key is longer than an index takes.
private func digest(of key: String) -> PostgresQuery { "encode(sha256(\(PostgresBytes(Array(key.utf8)))), 'hex')" }

/// Extractions as columns of arrays, so that a thousand take no more statements than one.
private struct ExtractionBatch: Sendable {
    var records: [ExtractionRecord]
    var bodies: [String]
    var documents: [String]

    /// What a field is named can be longer than an index takes. Nobody looks for such.
    static let longestName = 500

    init(_ extractions: [ExtractionRecord]) throws {
        var seen: Set<String> = []
        records = extractions
        // The JSON is made before the transaction begins.
        bodies = try extractions.map { try RecordJSON.text(of: $0) }
        documents = extractions.map(\.extraction.document.id).filter { seen.insert($0).inserted }
    }
}

extension PostgresConnection {
    fileprivate func append(_ batch: ExtractionBatch, of tenant: TenantID) throws -> [Int] {
        // The tenant's counter is locked until the transaction ends: numbers grow in the order of commits.
        var counter = try execute(
            "UPDATE tenants SET last_sequence = last_sequence + \(batch.records.count) WHERE tenant_id = \(tenant) RETURNING last_sequence"
        ).first
        guard let last = try counter?.next(Int.self) else { throw ExtractionError.unknown("tenant") }
        let documents = PostgresArray(batch.documents)
        // Always in the order of ids, so that two who lock several don't wait for each other.
        let known = try execute(
            "SELECT id FROM documents WHERE tenant_id = \(tenant) AND id = ANY(\(documents)) ORDER BY id FOR NO KEY UPDATE")
        guard known.count == batch.documents.count else { throw ExtractionError.unknown("document") }

        var numbers: [String: Int] = [:]
        let ids = PostgresArray(batch.records.map(\.id))
        for (id, sequence) in try execute("SELECT id, sequence FROM extractions WHERE tenant_id = \(tenant) AND id = ANY(\(ids))")
            .map({ try ($0.next(String.self), $0.next(Int.self)) })
        {
            numbers[id] = sequence
        }
        var next = last - batch.records.count
        var added: [(index: Int, summary: ExtractionSummary)] = []
        for (index, record) in batch.records.enumerated() where numbers[record.id] == nil {
            next += 1
            numbers[record.id] = next
            added.append((index, ExtractionSummary(record, sequence: next)))
        }
        if !added.isEmpty { try insert(added, of: batch, of: tenant) }
        return batch.records.compactMap { numbers[$0.id] }
    }

    private func insert(_ added: [(index: Int, summary: ExtractionSummary)], of batch: ExtractionBatch, of tenant: TenantID) throws {
        let records = added.map { batch.records[$0.index] }
        let summaries = added.map(\.summary)
        try execute(
            """
            INSERT INTO extractions (tenant_id, sequence, id, document, created_at, updated_at, document_type, mode, field_count, lowest_confidence,
                                     milliseconds, record)
            SELECT \(tenant), sequence, id, document, created_at, created_at, document_type, mode, field_count, lowest_confidence, milliseconds, record::json
            FROM unnest(\(PostgresArray(summaries.map(\.sequence))), \(PostgresArray(records.map(\.id))),
                        \(PostgresArray(records.map(\.extraction.document.id))), \(PostgresArray(moments: summaries.map(\.createdAt))),
                        \(PostgresArray(summaries.map(\.documentType))), \(PostgresArray(summaries.map(\.mode.rawValue))),
                        \(PostgresArray(summaries.map(\.fieldCount))), \(PostgresArray(summaries.map(\.lowestConfidence))),
                        \(PostgresArray(summaries.map(\.milliseconds))), \(PostgresArray(added.map { batch.bodies[$0.index] })))
            AS new(sequence, id, document, created_at, document_type, mode, field_count, lowest_confidence, milliseconds, record)
            """)
        // The last of each document is what it is found by from now on.
        var latest: [String: Int] = [:]
        for (position, record) in records.enumerated() { latest[record.extraction.document.id] = position }
        let positions = latest.values.sorted()
        let documents = PostgresArray(positions.map { records[$0].extraction.document.id })
        let youngest = positions.map { position in
            records.lazy.filter { $0.extraction.document.id == records[position].extraction.document.id }.map(\.createdAt).max()
                ?? records[position].createdAt
        }
        try execute(
            """
            UPDATE documents d SET latest_sequence = new.sequence, latest_milliseconds = new.milliseconds, updated_at = greatest(updated_at, new.created_at)
            FROM unnest(\(documents), \(PostgresArray(positions.map { summaries[$0].sequence })),
                        \(PostgresArray(positions.map { summaries[$0].milliseconds })), \(PostgresArray(moments: youngest)))
            AS new(id, sequence, milliseconds, created_at)
            WHERE d.tenant_id = \(tenant) AND d.id = new.id
            """)
        try execute("DELETE FROM lookups WHERE tenant_id = \(tenant) AND document = ANY(\(documents))")
        let lookups = positions.flatMap { position in
            records[position].extraction.lookupKeys
                .filter { $0.name.utf8.count <= ExtractionBatch.longestName && !$0.name.utf8.contains(0) }
                .map { (document: records[position].extraction.document.id, lookup: $0) }
        }
        guard !lookups.isEmpty else { return }
        try execute(
            """
            INSERT INTO lookups (tenant_id, name, key, created_at, document)
            SELECT \(tenant), new.name, new.key, d.created_at, d.id
            FROM unnest(\(PostgresArray(lookups.map(\.lookup.name))), \(PostgresArray(lookups.map(\.lookup.key))),
                        \(PostgresArray(lookups.map(\.document)))) AS new(name, key, document)
            JOIN documents d ON d.tenant_id = \(tenant) AND d.id = new.document
            ON CONFLICT DO NOTHING
            """)
    }
}
