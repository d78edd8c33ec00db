/// The records of one tenant in memory, and the rules by which they change.
struct RecordTables {
    var tenant: Tenant
    var documents: [String: DocumentRecord] = [:]
    var recognitions: [RecognitionKey: (number: Int, artifact: RecognitionArtifact)] = [:]
    var extractions: [Int: StoredExtraction] = [:]
    /// The sequence numbers of a document's extractions, by document.
    var histories: [String: [Int]] = [:]
    var corrections: [String: [Correction]] = [:]
    var ledger: [(entry: LedgerEntry, month: UsageMonth)] = []
    var reservations: [String: HeldReservation] = [:]
    var used: [UsageMonth: UsageAmount] = [:]
    var folders: [String: Folder] = [:]
    var keys: [String: APIKey] = [:]
    var activity: [ActivityEntry] = []
    /// The ids of what is only ever added.
    var known: Set<String> = []
    private var sequences: [String: Int] = [:]
    private var count = 0

    struct HeldReservation {
        var reservation: Reservation
        /// What it was settled as; of a released one, nothing.
        var end: End?

        enum End: Equatable { case settled(UsageAmount), released }
    }

    init(tenant: Tenant) { self.tenant = tenant }

    func requireFolder(_ id: String?) throws {
        if let id, folders[id] == nil { throw ExtractionError.unknown("folder") }
    }

    mutating func add(_ document: DocumentRecord) throws {
        guard documents[document.id] == nil else { throw ExtractionError.taken("a document") }
        try requireFolder(document.folder)
        documents[document.id] = document
    }

    @discardableResult mutating func change(_ id: String, _ body: (inout DocumentRecord) throws -> Void) throws -> DocumentRecord {
        guard var document = documents[id] else { throw ExtractionError.unknown("document") }
        try body(&document)
        documents[id] = document
        return document
    }

    mutating func removeDocument(_ id: String) throws {
        guard let document = documents.removeValue(forKey: id) else { throw ExtractionError.unknown("document") }
        for sequence in histories.removeValue(forKey: id) ?? [] { extractions[sequence] = nil }
        corrections[id] = nil
        if !documents.values.contains(where: { $0.sha256 == document.sha256 }) {
            recognitions = recognitions.filter { $0.key.sha256 != document.sha256 }
        }
    }

    mutating func removeFolder(_ id: String) throws {
        try requireFolder(id)
        guard !folders.values.contains(where: { $0.parent == id }) else {
            throw ExtractionError.folderInUse
        }
        folders[id] = nil
        for document in documents.values where document.folder == id { documents[document.id]?.folder = nil }
    }

    func latest(ofDocument id: String) -> StoredExtraction? { histories[id]?.last.flatMap { extractions[$0] } }

    private func item(_ document: DocumentRecord) -> LibraryItem {
        LibraryItem(
            document: document, latest: latest(ofDocument: document.id).map { ExtractionSummary($0.record, sequence: $0.sequence) })
    }

    func library(_ query: LibraryQuery) throws -> RecordPage<LibraryItem> {
        let matching = documents.values.filter { document in
            if let folder = query.folder, document.folder != folder { return false }
            if let state = query.state, document.status.state != state { return false }
            if let sha256 = query.sha256, document.sha256 != sha256 { return false }
            if query.isCorrected, corrections[document.id] == nil { return false }
            guard let field = query.field else { return true }
            let keys = latest(ofDocument: document.id)?.extraction.lookupKeys ?? []
            return keys.contains { $0.name == field.name && field.keys.contains($0.key) }
        }
        // By what the cursor says rather than by the entry that it names, which may be gone.
        var sorted = matching.sorted { ($0.createdAt, $0.id) > ($1.createdAt, $1.id) }
        if let after = query.page.after {
            let parts = after.rawValue.split(separator: " ", maxSplits: 1)
            guard parts.count == 2, let milliseconds = Int64(parts[0]) else { throw RecordCursor.invalid }
            let place = (Timestamp(milliseconds: milliseconds), String(parts[1]))
            sorted.removeAll { ($0.createdAt, $0.id) >= place }
        }
        let items = sorted.prefix(query.page.clampedLimit)
        let hasMore = items.count < sorted.count
        return RecordPage(
            items: items.map(item),
            next: hasMore ? items.last.map { RecordCursor(rawValue: "\($0.createdAt.milliseconds) \($0.id)") } : nil)
    }

    func slowDocuments(over milliseconds: Double, limit: Int) -> [LibraryItem] {
        documents.values.map(item).filter { ($0.latest?.milliseconds ?? 0) > milliseconds }
            .sorted { ($0.latest?.milliseconds ?? 0, $0.document.id) > ($1.latest?.milliseconds ?? 0, $1.document.id) }
            .prefix(limit).map(\.self)
    }

    mutating func save(_ artifact: RecognitionArtifact) {
        count += 1
        recognitions[artifact.key] = (count, artifact)
    }

    func recognitions(ofSource sha256: String) -> [RecognitionSummary] {
        recognitions.values.filter { $0.artifact.key.sha256 == sha256 }
            .sorted { ($0.artifact.createdAt, $0.number) > ($1.artifact.createdAt, $1.number) }.map(\.artifact.summary)
    }

    mutating func append(_ records: [ExtractionRecord]) throws -> [Int] {
        for record in records where documents[record.extraction.document.id] == nil { throw ExtractionError.unknown("document") }
        return records.map { record in
            if let sequence = sequences[record.id] { return sequence }
            count += 1
            sequences[record.id] = count
            extractions[count] = StoredExtraction(sequence: count, record: record, updatedAt: record.createdAt)
            let id = record.extraction.document.id
            histories[id, default: []].append(count)
            if var document = documents[id] {
                document.updatedAt = max(document.updatedAt, record.createdAt)
                documents[id] = document
            }
            return count
        }
    }

    mutating func add(_ correction: Correction) throws {
        guard !known.contains("correction \(correction.id)") else { return }
        guard var extraction = extractions[correction.extraction], extraction.extraction.document.id == correction.document else {
            throw ExtractionError.unknown("extraction")
        }
        let latest = corrections[correction.document]?.last { $0.field == correction.field && $0.part == correction.part }
        guard latest?.id == correction.replaces else { throw ExtractionError.correctedMeanwhile }
        known.insert("correction \(correction.id)")
        corrections[correction.document, default: []].append(correction)
        extraction.updatedAt = max(extraction.updatedAt, correction.moment)
        extractions[correction.extraction] = extraction
        try change(correction.document) { $0.updatedAt = max($0.updatedAt, correction.moment) }
    }

    mutating func record(_ entries: [LedgerEntry]) throws {
        let months = try entries.map { entry in
            try UsageAmount(usage: entry.usage).check()
            return try tenant.month(of: entry.moment)
        }
        for (entry, month) in zip(entries, months) where known.insert("ledger \(entry.id)").inserted { ledger.append((entry, month)) }
    }

    func costs(in month: UsageMonth) -> [CostSummary] {
        Dictionary(grouping: ledger.filter { $0.month == month }.map(\.entry)) { [$0.engine.rawValue, $0.model, $0.operation] }
            .sorted { $0.key.lexicographicallyPrecedes($1.key) }
            .map { key, entries in
                CostSummary(
                    engine: PluginID(rawValue: key[0]), model: key[1], operation: key[2], entries: entries.count,
                    usage: entries.reduce(Usage()) { $0 + $1.usage })
            }
    }

    func reserved(in month: UsageMonth, at moment: Timestamp) -> UsageAmount {
        reservations.values.filter { $0.end == nil && $0.reservation.month == month && $0.reservation.expiresAt > moment }
            .reduce(UsageAmount()) { $0 + $1.reservation.amount }
    }

    mutating func reserve(_ request: ReservationRequest) throws -> Reservation {
        if let held = reservations[request.id] { return held.reservation }
        let month = try tenant.month(of: request.moment)
        let used = (used[month] ?? UsageAmount()) + reserved(in: month, at: request.moment)
        let reservation = try Reservation(granting: request, to: tenant, used: used)
        reservations[request.id] = HeldReservation(reservation: reservation)
        return reservation
    }

    mutating func settle(_ id: String, as amount: UsageAmount) throws {
        try amount.check()
        guard let held = reservations[id] else { throw ExtractionError.unknown("reservation") }
        if held.end == .settled(amount) { return }
        guard held.end == nil else { throw ExtractionError.reservationEnded }
        reservations[id]?.end = .settled(amount)
        used[held.reservation.month, default: UsageAmount()] += amount
    }

    mutating func release(_ id: String) throws {
        guard let held = reservations[id] else { throw ExtractionError.unknown("reservation") }
        if held.end == .released { return }
        guard held.end == nil else { throw ExtractionError.reservationEnded }
        reservations[id]?.end = .released
    }
}
