internal import ExtractionKit

extension RecordStoreConformance {
    func checkDocuments(_ conformance: inout Conformance) async throws {
        let records = try await newTenant()
        let sample = try await RecordSample()
        conformance.expect(try await records.document("first") == nil, "an unknown document should be nil")
        let first = sample.document("first")
        try await records.add(first)
        conformance.expect(try await records.document("first") == first, "a document should come back as it was added")
        await conformance.expectError([.conflict], when: "given a document twice") { try await records.add(first) }
        await conformance.expectError([.notFound], when: "given a document for an unknown folder") {
            try await records.add(sample.document("lost", folder: "nowhere"))
        }
        try await checkStatus(&conformance, records: records, sample: sample)

        try await records.add(Folder(id: "inbox", name: "Inbox", createdAt: RecordSample.moment))
        let later = RecordSample.moment.adding(seconds: 100)
        try await records.file("first", in: "inbox", at: later)
        var filed = try await records.document("first")
        conformance.expect(filed?.folder == "inbox" && filed?.updatedAt == later, "a document should lie in the folder it was put into")
        await conformance.expectError([.notFound], when: "asked to put a document into an unknown folder") {
            try await records.file("first", in: "nowhere", at: later)
        }
        await conformance.expectError([.notFound], when: "asked to put an unknown document into a folder") {
            try await records.file("nobody", in: "inbox", at: later)
        }
        try await records.file("first", in: nil, at: later)
        filed = try await records.document("first")
        conformance.expect(filed?.folder == nil, "a document should lie in no folder where it was put into none")
        await conformance.expectError([.notFound], when: "asked to remove an unknown document") {
            try await records.removeDocument("nobody")
        }
        try await checkRemoval(&conformance, records: records, sample: sample)
    }

    private func checkStatus(_ conformance: inout Conformance, records: any TenantRecords, sample: RecordSample) async throws {
        let failure = DocumentStatus.failed(
            ErrorSummary(ExtractionError(.corrupt, "Broken; repair it.").scoped(page: 2, stage: .loading, plugin: "loader")))
        let paths: [DocumentStatus.State: [DocumentStatus]] = [
            .queued: [], .processing: [.processing], .completed: [.processing, .completed], .failed: [.processing, failure],
        ]
        for (start, path) in paths {
            for end in [DocumentStatus.queued, .processing, .completed, failure] {
                let id = "\(start.rawValue) to \(end.state.rawValue)"
                try await records.add(sample.document(id))
                for status in path { try await records.move(StatusChange(id, to: status, at: RecordSample.moment)) }
                let before = try await records.document(id)
                let change = StatusChange(id, to: end, pageCount: 3, at: RecordSample.moment.adding(seconds: 5))
                if start.mayMove(to: end.state) {
                    let after = try await conformance.attempt("moved from \(id),") { try await records.move(change) }
                    var expected = before
                    try expected?.apply(change)
                    let kept = try await records.document(id)
                    conformance.expect(after == expected && kept == expected, "a move from \(id) should change status, pages and time")
                } else {
                    await conformance.expectError([.conflict], when: "moved from \(id)") { try await records.move(change) }
                    conformance.expect(try await records.document(id) == before, "a refused move from \(id) should change nothing")
                }
            }
        }
        await conformance.expectError([.notFound], when: "asked to move an unknown document") {
            try await records.move(StatusChange("nobody", to: .processing))
        }
    }

    private func checkRemoval(_ conformance: inout Conformance, records: any TenantRecords, sample: RecordSample) async throws {
        var artifact = try await sample.artifact(pages: [.text("One")])
        artifact.key.sha256 = sample.document("one", content: "same").sha256
        try await records.save(artifact)
        try await records.add(sample.document("one", content: "same"))
        try await records.add(sample.document("two", content: "same"))
        let sequence = try await records.append(sample.extraction(of: "one", total: 1))
        try await records.record([LedgerEntry(document: "one", engine: "e", model: "m", operation: "o", usage: Usage())])
        try await records.correct(CorrectionRequest(document: "one", field: "total", new: nil, actor: "Ada"))
        try await records.removeDocument("one")
        conformance.expect(try await records.document("one") == nil, "a removed document should be nil")
        conformance.expect(
            try await records.extraction(sequence) == nil,
            "extractions should go with their document")
        conformance.expect(
            try await records.corrections(ofDocument: "one").isEmpty,
            "corrections should go with their document")
        conformance.expect(
            try await records.recognition(for: artifact.key) == artifact,
            "a recognition should stay while another document has the same bytes")
        conformance.expect(
            try await records.ledger(ofDocument: "one", RecordPageRequest()).items.count == 1, "the ledger should stay when a document goes"
        )
        try await records.removeDocument("two")
        conformance.expect(
            try await records.recognition(for: artifact.key) == nil, "a recognition should go with the last document of its bytes")
    }

    func checkLibrary(_ conformance: inout Conformance) async throws {
        let records = try await newTenant()
        let sample = try await RecordSample()
        try await records.add(Folder(id: "inbox", name: "Inbox", createdAt: RecordSample.moment))
        // Every two documents are of the same millisecond.
        let ids = (0..<9).map { "document \($0)" }
        for (index, id) in ids.enumerated() {
            try await records.add(
                sample.document(id, seconds: Double(index / 2), content: "content \(index)", folder: index < 3 ? "inbox" : nil))
        }
        for (index, id) in ids.enumerated() where index != 8 {
            try await records.append(sample.extraction(of: id, total: index, vendor: "Old  Vendor", milliseconds: Double(index)))
        }
        for id in ids.prefix(2) { try await records.move(StatusChange(id, to: .processing)) }
        try await records.append(sample.extraction(of: ids[4], total: 100, vendor: "ACME\tGmbH", milliseconds: 500))
        try await records.correct(CorrectionRequest(document: ids[5], field: "total", new: nil, actor: "Ada"))

        let newestFirst = ids.enumerated().sorted { ($0.offset / 2, $0.element) > ($1.offset / 2, $1.element) }.map(\.element)
        let all = try await records.documents(LibraryQuery())
        conformance.expect(
            all.items.map(\.document.id) == newestFirst && all.next == nil,
            "a library should hold all documents, the newest first, those of the same moment by id")
        var paged: [String] = []
        var cursor: RecordCursor?
        repeat {
            let page = try await records.documents(LibraryQuery(page: RecordPageRequest(limit: 2, after: cursor)))
            conformance.expect(page.items.count <= 2, "a page should hold no more than was asked for")
            paged += page.items.map(\.document.id)
            cursor = page.next
            // Neither a new document nor a removed one must disturb whoever turns the pages.
            if paged.count == 2 { try await records.add(sample.document("new", seconds: 1_000)) }
            if paged.count == 4 { try await records.removeDocument(paged[3]) }
        } while cursor != nil && paged.count < 50
        conformance.expect(paged == newestFirst, "the pages of a library should hold each document once, whatever comes and goes")
        try await records.removeDocument("new")
        let removed = paged.count > 3 ? paged[3] : ""

        func found(_ query: LibraryQuery) async throws -> [String] { try await records.documents(query).items.map(\.document.id) }
        let left = newestFirst.filter { $0 != removed }
        conformance.expect(
            try await found(LibraryQuery(folder: "inbox")) == left.filter(ids.prefix(3).contains), "a library should be cut to a folder")
        conformance.expect(
            try await found(LibraryQuery(state: .processing)) == left.filter(ids.prefix(2).contains), "a library should be cut to a status")
        conformance.expect(
            try await found(LibraryQuery(sha256: sample.document("", content: "content 7").sha256)) == left.filter { $0 == ids[7] },
            "a library should be cut to the bytes of a file")
        conformance.expect(
            try await found(LibraryQuery(isCorrected: true)) == left.filter { $0 == ids[5] },
            "a library should be cut to what was corrected")
        for text in ["acme gmbh", " Acme   GMBH "] {
            conformance.expect(
                try await found(LibraryQuery(field: FieldMatch(name: "vendor", text: text))) == left.filter { $0 == ids[4] },
                "a document should be found by a value of its latest extraction, whatever case and blanks")
        }
        conformance.expect(
            try await found(LibraryQuery(field: FieldMatch(name: "total", text: "12.50"))) == left.filter { $0 == ids[4] },
            "a document should be found by a number, however many zeros it is written with")
        let old = try await found(
            LibraryQuery(field: FieldMatch(name: "vendor", text: "old vendor"), page: RecordPageRequest(limit: 1_000)))
        conformance.expect(
            old == left.filter { $0 != ids[4] && $0 != ids[8] }, "a document should not be found by a value of an earlier extraction")
        conformance.expect(
            try await found(LibraryQuery(field: FieldMatch(name: "total", text: "acme gmbh"))).isEmpty,
            "a document should not be found by the value of another field")
        let item = try await records.documents(LibraryQuery(sha256: sample.document("", content: "content 4").sha256)).items.first
        if left.contains(ids[4]) {
            let latest = try await records.latestExtraction(ofDocument: ids[4]).map { ExtractionSummary($0.record, sequence: $0.sequence) }
            conformance.expect(item?.latest == latest && latest != nil, "a library should show the latest extraction in short")
        }
        let slow = try await records.slowDocuments(over: 6, limit: 10).map(\.document.id)
        conformance.expect(
            slow == [ids[4], ids[7]].filter(left.contains), "slow documents should be those over the threshold, the slowest first")
        conformance.expect(try await records.slowDocuments(over: 1, limit: 1).count == 1, "slow documents should keep to the limit")
        await conformance.expectError([.invalidRequest], when: "given a cursor that isn't one") {
            _ = try await records.documents(LibraryQuery(page: RecordPageRequest(after: RecordCursor(rawValue: "?"))))
        }
    }
}
