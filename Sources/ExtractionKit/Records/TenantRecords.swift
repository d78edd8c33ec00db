/// The records of one tenant: a handle on a ``RecordStore``, which can reach no other tenant's.
public protocol TenantRecords: Sendable {
    /// Whose records these are.
    var tenant: TenantID { get }

    // Documents

    /// Adds a document.
    ///
    /// - Throws: `conflict` where there is one with that id, `notFound` for a folder that isn't there.
    func add(_ document: DocumentRecord) async throws

    /// A document, or `nil` where there is none with that id.
    func document(_ id: String) async throws -> DocumentRecord?

    /// Moves a document from one status to another. Of two who make the same move at once, one succeeds.
    ///
    /// - Returns: The document after the move (``DocumentRecord/apply(_:)``).
    /// - Throws: `notFound`, `conflict` for a move that isn't legal.
    @discardableResult func move(_ change: StatusChange) async throws -> DocumentRecord

    /// Puts a document into a folder, or into none.
    ///
    /// - Throws: `notFound` for a document or a folder that isn't there.
    func file(_ document: String, in folder: String?, at moment: Timestamp) async throws

    /// Removes a document with its extractions and corrections, and, where no other document of the tenant has the same bytes, what was
    /// recognised in it. The ledger, the usage and the activity stay.
    ///
    /// - Throws: `notFound`.
    func removeDocument(_ id: String) async throws

    /// The tenant's documents, newest first, each with its latest extraction in short.
    ///
    /// - Throws: `invalidRequest` for a cursor that isn't one.
    func documents(_ query: LibraryQuery) async throws -> RecordPage<LibraryItem>

    /// The documents whose latest extraction took longer than that in all, the slowest first; at most `limit`, up to 1,000.
    func slowDocuments(over milliseconds: Double, limit: Int) async throws -> [LibraryItem]

    // Recognitions

    /// Keeps a recognition. It takes the place of an earlier one under the same key.
    func save(_ artifact: RecognitionArtifact) async throws

    /// The recognition under a key, or `nil` where there is none.
    func recognition(for key: RecognitionKey) async throws -> RecognitionArtifact?

    /// What was recognised in the bytes with that SHA-256, newest first.
    func recognitions(ofSource sha256: String) async throws -> [RecognitionSummary]

    // Extractions

    /// Adds extractions to the histories of their documents (``DocumentSummary/id``): all of them, or none where one can't be added.
    ///
    /// - Returns: Their sequence numbers, in the same order. They grow in the order in which calls return; gaps do no harm.
    /// - Throws: `notFound` for a document that isn't there.
    @discardableResult func append(_ extractions: [ExtractionRecord]) async throws -> [Int]

    /// The extraction with that sequence number, or `nil` where there is none.
    func extraction(_ sequence: Int) async throws -> StoredExtraction?

    /// The extractions of a document, newest first.
    ///
    /// - Throws: `invalidRequest` for a cursor that isn't one.
    func extractions(ofDocument id: String, _ page: RecordPageRequest) async throws -> RecordPage<StoredExtraction>

    /// The newest extraction of a document, or `nil` where there is none.
    func latestExtraction(ofDocument id: String) async throws -> StoredExtraction?

    // Corrections

    /// Adds a correction. ``correct(_:)`` makes one of what a person wants.
    ///
    /// The document and the extraction are then younger: ``DocumentRecord/updatedAt``, ``StoredExtraction/updatedAt``.
    ///
    /// - Throws: `notFound` for a document or an extraction of it that isn't there, `conflict` where ``Correction/replaces`` isn't the
    ///   latest correction of the same field of the same part.
    func add(_ correction: Correction) async throws

    /// The corrections of a document, in the order in which they were made.
    func corrections(ofDocument id: String) async throws -> [Correction]

    // Ledger and usage

    /// Writes entries into the ledger. The tenant's calendar decides their months.
    ///
    /// - Throws: `invalidRequest` for amounts that can't be (``UsageAmount/check()``).
    func record(_ entries: [LedgerEntry]) async throws

    /// The ledger, newest entries first, those of one document where it is named.
    ///
    /// - Throws: `invalidRequest` for a cursor that isn't one.
    func ledger(ofDocument id: String?, _ page: RecordPageRequest) async throws -> RecordPage<LedgerEntry>

    /// What each engine's model used up in a month by the ledger, in the order of engine, model and operation.
    func costs(in month: UsageMonth) async throws -> [CostSummary]

    /// Sets an amount aside, if no limit of the tenant is passed with what the month has come to and what is set aside
    /// (``Reservation/init(granting:to:used:)``). A reservation that has expired by the request's moment doesn't count.
    ///
    /// - Throws: `limitReached`, `invalidRequest` for amounts that can't be.
    func reserve(_ request: ReservationRequest) async throws -> Reservation

    /// Counts what work did use up in place of what was set aside for it, which may be more. It counts in the reservation's month.
    ///
    /// - Throws: `notFound` for a reservation that isn't there, `conflict` for one that was released, or settled with another amount;
    ///   `invalidRequest` for amounts that can't be. Settling again with the same amount counts nothing.
    func settle(_ reservation: String, as amount: UsageAmount) async throws

    /// Gives back what was set aside for work that wasn't done. Nothing happens where that was done already.
    ///
    /// - Throws: `notFound` for a reservation that isn't there, `conflict` for one that was settled.
    func release(_ reservation: String) async throws

    /// What was used up in a month, and what is set aside and hasn't expired by that moment.
    func usage(in month: UsageMonth, at moment: Timestamp) async throws -> MonthlyUsage

    /// What was used up in each month in which something was, the latest first. Nothing is set aside in these.
    func usageByMonth() async throws -> [MonthlyUsage]

    // Folders

    /// Adds a folder.
    ///
    /// - Throws: `conflict` where there is one with that id, `notFound` for a parent that isn't there.
    func add(_ folder: Folder) async throws

    /// All folders, by name and id.
    func folders() async throws -> [Folder]

    /// Removes a folder. Its documents are then in none.
    ///
    /// - Throws: `notFound`, `conflict` where other folders lie in it.
    func removeFolder(_ id: String) async throws

    // Keys

    /// Adds a key's record.
    ///
    /// - Throws: `conflict` where there is one with that id.
    func add(_ key: APIKey) async throws

    /// A key's record, or `nil` where there is none with that id.
    func apiKey(_ id: String) async throws -> APIKey?

    /// All keys' records, in the order of their making, then by id.
    func apiKeys() async throws -> [APIKey]

    /// Takes a key back. One that was taken back before keeps the first moment.
    ///
    /// - Throws: `notFound`.
    func revokeAPIKey(_ id: String, at moment: Timestamp) async throws

    // Activity

    /// Writes down what somebody did.
    func log(_ entries: [ActivityEntry]) async throws

    /// What was done, the latest first.
    ///
    /// - Throws: `invalidRequest` for a cursor that isn't one.
    func activity(_ page: RecordPageRequest) async throws -> RecordPage<ActivityEntry>
}

extension TenantRecords {
    /// Adds an extraction to the history of its document.
    ///
    /// - Returns: Its sequence number.
    /// - Throws: As ``append(_:)-([ExtractionRecord])``.
    @discardableResult public func append(_ extraction: ExtractionRecord) async throws -> Int {
        guard let sequence = try await append([extraction]).first else {
            throw ExtractionError(.engineFailure, "The record store gave no number for an extraction; check it with its conformance suite.")
        }
        return sequence
    }
}
