internal import ExtractionKit

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

extension RecordStoreConformance {
    /// Two tenants with the same ids: neither sees, changes or removes what the other has.
    func checkTenancy(_ conformance: inout Conformance) async throws {
        let sample = try await RecordSample()
        let mine = try await newTenant(), theirs = try await newTenant()
        let moment = RecordSample.moment
        guard let month = UsageMonth("2026-03") else { return }
        let amount = UsageAmount(documents: 1, usage: Usage(pages: 1, calls: 1, cost: 1))
        let (key, secret) = APIKey.generate(named: "key", for: theirs.tenant, at: moment)
        let artifact = try await sample.artifact(pages: [.text("Theirs")])
        try await theirs.add(Folder(id: "folder", name: "Theirs", createdAt: moment))
        try await theirs.add(sample.document("document", folder: "folder"))
        try await theirs.save(artifact)
        let sequence = try await theirs.append(sample.extraction(of: "document", total: 1, vendor: "Theirs"))
        let correction = try await theirs.correct(
            CorrectionRequest(document: "document", field: "total", new: nil, actor: "Ada", at: moment))
        try await theirs.record([
            LedgerEntry(document: "document", at: moment, engine: "e", model: "m", operation: "o", usage: amount.usage)
        ])
        _ = try await theirs.reserve(ReservationRequest(amount, id: "open", at: moment))
        _ = try await theirs.reserve(ReservationRequest(amount, id: "settled", at: moment))
        try await theirs.settle("settled", as: amount)
        try await theirs.add(key)
        try await theirs.log([ActivityEntry(at: moment, actor: "Ada", action: "document.added", subject: "document")])

        // What is read.
        let library = try await mine.documents(LibraryQuery())
        let byValue = try await mine.documents(LibraryQuery(field: FieldMatch(name: "vendor", text: "Theirs")))
        let byFolder = try await mine.documents(LibraryQuery(folder: "folder", sha256: sample.document("document").sha256))
        let seen: [(String, Bool)] = [
            ("document", try await mine.document("document") == nil),
            ("library", library.items.isEmpty && byValue.items.isEmpty && byFolder.items.isEmpty),
            ("slow documents", try await mine.slowDocuments(over: 0, limit: 9).isEmpty),
            ("recognition", try await mine.recognition(for: artifact.key) == nil),
            ("list of recognitions", try await mine.recognitions(ofSource: artifact.key.sha256).isEmpty),
            ("extraction", try await mine.extraction(sequence) == nil),
            ("history", try await mine.extractions(ofDocument: "document", RecordPageRequest()).items.isEmpty),
            ("latest extraction", try await mine.latestExtraction(ofDocument: "document") == nil),
            ("corrections", try await mine.corrections(ofDocument: "document").isEmpty),
            ("ledger", try await mine.ledger(ofDocument: nil, RecordPageRequest()).items.isEmpty),
            ("ledger of a document", try await mine.ledger(ofDocument: "document", RecordPageRequest()).items.isEmpty),
            ("costs", try await mine.costs(in: month).isEmpty),
            ("usage", try await mine.usage(in: month, at: moment) == MonthlyUsage(month: month)),
            ("months", try await mine.usageByMonth().isEmpty),
            ("folders", try await mine.folders().isEmpty),
            ("key", try await mine.apiKey(key.id) == nil),
            ("keys", try await mine.apiKeys().isEmpty),
            ("activity", try await mine.activity(RecordPageRequest()).items.isEmpty),
        ]
        for (what, isHidden) in seen { conformance.expect(isHidden, "a tenant should not see another's \(what)") }

        // What is changed.
        let writes: [(String, @Sendable () async throws -> Void)] = [
            ("move", { try await mine.move(StatusChange("document", to: .processing)) }),
            ("file", { try await mine.file("document", in: nil, at: moment) }),
            ("remove", { try await mine.removeDocument("document") }),
            ("add to a folder", { try await mine.add(sample.document("other", folder: "folder")) }),
            ("put a folder into a folder", { try await mine.add(Folder(id: "inner", name: "Inner", parent: "folder")) }),
            ("extract", { try await mine.append(sample.extraction(of: "document", total: 2)) }),
            ("correct", { try await mine.add(correction) }),
            ("settle", { try await mine.settle("open", as: amount) }),
            ("release", { try await mine.release("open") }),
            ("remove a folder", { try await mine.removeFolder("folder") }),
            ("revoke a key", { try await mine.revokeAPIKey(key.id, at: moment) }),
        ]
        for (what, write) in writes {
            await conformance.expectError([.notFound], when: "asked to \(what) what is another tenant's") { try await write() }
        }

        // The same ids for both.
        try await mine.add(Folder(id: "folder", name: "Mine", createdAt: moment))
        try await mine.add(sample.document("document", seconds: 9))
        let own = try await mine.append(sample.extraction(of: "document", total: 8))
        var other = correction
        other.extraction = sequence
        await conformance.expectError(
            sequence == own ? [.notFound, .conflict] : [.notFound], when: "asked to correct another tenant's extraction by its number"
        ) {
            if sequence != own { try await mine.add(other) } else { throw ExtractionError(.notFound, "") }
        }
        _ = try await mine.reserve(ReservationRequest(amount, id: "open", at: moment))
        try await mine.release("open")
        try await mine.removeFolder("folder")
        try await mine.removeDocument("document")
        let expected = MonthlyUsage(month: month, used: amount, reserved: amount)
        let kept: [(String, Bool)] = [
            ("document", try await theirs.document("document")?.folder == "folder"),
            ("extraction", try await theirs.latestExtraction(ofDocument: "document")?.sequence == sequence),
            ("recognition", try await theirs.recognition(for: artifact.key) == artifact),
            ("corrections", try await theirs.corrections(ofDocument: "document") == [correction]),
            ("usage", try await theirs.usage(in: month, at: moment) == expected),
            ("folders", try await theirs.folders().map(\.name) == ["Theirs"]),
            ("key", try await theirs.apiKey(key.id) == key),
        ]
        for (what, isKept) in kept { conformance.expect(isKept, "what a tenant does with its own ids should not change another's \(what)") }
        conformance.expect(try await store.tenant(holding: secret, at: moment) == theirs.tenant, "a key should show whose it is")
        conformance.expect(
            try await store.tenant(holding: Secret(String(secret.reveal().dropLast()) + "x"), at: moment) == nil,
            "a key with a wrong digit should be nobody's")
        let forged = secret.reveal().replacing(theirs.tenant.rawValue, with: mine.tenant.rawValue)
        conformance.expect(try await store.tenant(holding: Secret(forged), at: moment) == nil, "a key should not work for another tenant")
    }

    func checkFoldersAndKeys(_ conformance: inout Conformance) async throws {
        let records = try await newTenant()
        let sample = try await RecordSample()
        let moment = RecordSample.moment
        let outer = Folder(id: "1", name: "Z", createdAt: moment), inner = Folder(id: "2", name: "A", parent: "1", createdAt: moment)
        try await records.add(outer)
        try await records.add(inner)
        conformance.expect(try await records.folders() == [inner, outer], "folders should come back as they were added, by name")
        await conformance.expectError([.conflict], when: "given a folder twice") { try await records.add(outer) }
        await conformance.expectError([.notFound], when: "given a folder in an unknown one") {
            try await records.add(Folder(name: "Lost", parent: "nowhere"))
        }
        await conformance.expectError([.conflict], when: "asked to remove a folder with a folder in it") {
            try await records.removeFolder("1")
        }
        try await records.add(sample.document("filed", folder: "2"))
        try await records.removeFolder("2")
        let left = try await records.document("filed")
        conformance.expect(left != nil && left?.folder == nil, "the documents of a removed folder should lie in none")
        await conformance.expectError([.notFound], when: "asked to remove an unknown folder") { try await records.removeFolder("2") }

        let (one, secret) = APIKey.generate(named: "one", for: records.tenant, expiresAt: moment.adding(seconds: 60), at: moment)
        let (two, _) = APIKey.generate(named: "two", for: records.tenant, at: moment.adding(seconds: 1))
        try await records.add(two)
        try await records.add(one)
        conformance.expect(
            try await records.apiKeys() == [one, two], "keys should come back as they were added, in the order of their making")
        await conformance.expectError([.conflict], when: "given a key twice") { try await records.add(one) }
        conformance.expect(
            try await store.tenant(holding: secret, at: moment.adding(seconds: 60)) == nil, "a key should not work when it has expired")
        try await records.revokeAPIKey(one.id, at: moment.adding(seconds: 5))
        try await records.revokeAPIKey(one.id, at: moment.adding(seconds: 9))
        conformance.expect(
            try await records.apiKey(one.id)?.revokedAt == moment.adding(seconds: 5), "a key should keep when it was taken back first")
        conformance.expect(try await store.tenant(holding: secret, at: moment) == nil, "a key that was taken back should not work")
        await conformance.expectError([.notFound], when: "asked to take an unknown key back") {
            try await records.revokeAPIKey("nobody", at: moment)
        }
    }

    func checkActivity(_ conformance: inout Conformance) async throws {
        let records = try await newTenant()
        let entries = (0..<5).map { index in
            ActivityEntry(at: RecordSample.moment, actor: "Ada", action: "action.\(index)", subject: index == 0 ? nil : "s")
        }
        try await records.log(Array(entries.prefix(3)))
        try await records.log(Array(entries.dropFirst(2)))
        conformance.expect(
            try await records.activity(RecordPageRequest()).items == entries.reversed(),
            "the activity should hold every entry once, the latest first")
        let head = try await records.activity(RecordPageRequest(limit: 4))
        let tail = try await records.activity(RecordPageRequest(limit: 4, after: head.next))
        conformance.expect(
            head.items.count == 4 && head.items + tail.items == entries.reversed() && tail.next == nil,
            "the pages of the activity should hold each entry once")
    }
}
