internal import ExtractionKit

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

extension RecordStoreConformance {
    func checkRecognitions(_ conformance: inout Conformance) async throws {
        let records = try await newTenant()
        let sample = try await RecordSample()
        let key = sample.key()
        conformance.expect(try await records.recognition(for: key) == nil, "an unknown key should have no recognition")
        let one = try await sample.artifact(pages: [.text("Grüße"), .scan, .blank, .corrupt])
        try await records.save(one)
        conformance.expect(try await records.recognition(for: key) == one, "a recognition should come back as it was saved")
        var others = [key, key, key, key, key]
        others[0].sha256 = String(repeating: "0", count: 64)
        others[1].reader.version += ".1"
        others[2].reader.settings += "+finer"
        others[3].pages = PageSelection(ranges: [1...2, 4...Int.max])
        others[4].pixels += 1
        for other in others {
            conformance.expect(try await records.recognition(for: other) == nil, "another key should have no recognition: \(other)")
        }
        let two = try await sample.artifact(pages: [.text("Better")], seconds: 2)
        var third = try await sample.artifact(pages: [.text("Third")], seconds: 1)
        third.key = others[3]
        try await records.save(third)
        try await records.save(two)
        conformance.expect(try await records.recognition(for: key) == two, "a recognition should take the place of an earlier one")
        conformance.expect(try await records.recognition(for: others[3]) == third, "a recognition should not change another one")
        conformance.expect(
            try await records.recognitions(ofSource: key.sha256) == [two.summary, third.summary],
            "the recognitions of a source should be listed, the newest first")
    }

    func checkExtractions(_ conformance: inout Conformance) async throws {
        let records = try await newTenant()
        let sample = try await RecordSample()
        await conformance.expectError([.notFound], when: "given an extraction of an unknown document") {
            try await records.append(sample.extraction(of: "first", total: 1))
        }
        try await records.add(sample.document("first"))
        try await records.add(sample.document("second"))
        conformance.expect(
            try await records.extractions(ofDocument: "first", RecordPageRequest()).items.isEmpty, "a new document should have no history")
        conformance.expect(try await records.latestExtraction(ofDocument: "first") == nil, "a new document should have no extraction")
        await conformance.expectError([.notFound], when: "given an extraction of an unknown document among others") {
            try await records.append([sample.extraction(of: "first", total: 1), sample.extraction(of: "nobody", total: 1)])
        }
        conformance.expect(
            try await records.latestExtraction(ofDocument: "first") == nil, "of several extractions all should be added, or none")

        let made = [("first", 1), ("second", 2), ("first", 3), ("first", 3)].enumerated().map { index, each in
            sample.extraction(of: each.0, total: each.1, seconds: Double(index))
        }
        var sequences = try await records.append(Array(made.prefix(2)))
        for record in made.dropFirst(2) { sequences.append(try await records.append(record)) }
        conformance.expect(
            sequences.count == 4 && zip(sequences, sequences.dropFirst()).allSatisfy(<), "a later extraction should have a larger number")
        guard sequences.count == 4 else { return }
        conformance.expect(try await records.append(made[2]) == sequences[2], "an extraction that is added again should keep its number")
        let history = try await records.extractions(ofDocument: "first", RecordPageRequest())
        conformance.expect(
            history.items.map(\.sequence) == [sequences[3], sequences[2], sequences[0]] && history.next == nil,
            "a history should hold every extraction of its document once, equal ones too, the newest first")
        conformance.expect(
            try history.items.map { try RecordSample.json($0.record) } == [made[3], made[2], made[0]].map { try RecordSample.json($0) },
            "an extraction should come back as it was appended")
        conformance.expect(history.items.first?.updatedAt == made[3].createdAt, "a new extraction should be updated when it was made")
        conformance.expect(
            try await records.document("first")?.updatedAt == made[3].createdAt, "a document should be as young as its extractions")
        let head = try await records.extractions(ofDocument: "first", RecordPageRequest(limit: 2))
        let tail = try await records.extractions(ofDocument: "first", RecordPageRequest(limit: 2, after: head.next))
        conformance.expect(
            head.items.count == 2 && (head.items + tail.items).map(\.sequence) == history.items.map(\.sequence) && tail.next == nil,
            "the pages of a history should hold each extraction once")
        let latest = try await records.latestExtraction(ofDocument: "second")
        conformance.expect(latest?.sequence == sequences[1], "the latest extraction should be the newest of its document")
        let byNumber = try await records.extraction(sequences[1])
        conformance.expect(
            try byNumber.map { try RecordSample.json($0.record) } == RecordSample.json(made[1]),
            "an extraction should be found by its number")
        conformance.expect(try await records.extraction(.max) == nil, "an unknown number should have no extraction")
        conformance.expect(try await records.append([]).isEmpty, "no extractions should be added without an error")
    }

    func checkCorrections(_ conformance: inout Conformance) async throws {
        let records = try await newTenant()
        let sample = try await RecordSample()
        try await records.add(sample.document("first"))
        try await records.add(sample.document("second"))
        await conformance.expectError([.notFound], when: "given a correction of a document without extraction") {
            try await records.correct(CorrectionRequest(document: "first", field: "total", new: nil, actor: "Ada"))
        }
        let number = try await records.append(sample.extraction(of: "first", total: 1))
        let value = ExtractedField.corrected(name: "total", type: .money, value: .money(7, currency: "CHF"), raw: "7.00")
        let later = RecordSample.moment.adding(seconds: 60)
        let one = try await records.correct(
            CorrectionRequest(document: "first", field: "total", new: value, actor: "Ada", at: later))
        let two = try await records.correct(
            CorrectionRequest(document: "first", field: "vendor", new: nil, actor: "Bo", at: later))
        conformance.expect(
            try await records.corrections(ofDocument: "first") == [one, two],
            "corrections should come back as they were made, in their order")
        conformance.expect(
            one.old?.value == sample.extraction(of: "", total: 1).extraction.fields.first?.value,
            "a correction should keep what stood there")
        conformance.expect(
            try await records.extraction(number)?.updatedAt == later, "a correction should move the time of the extraction")
        conformance.expect(
            try await records.document("first")?.updatedAt == later, "a correction should move the time of the document")
        conformance.expect(
            try await records.extraction(number)?.extraction["total"]?.value == one.old?.value,
            "an extraction should stay as it was made when it is corrected")
        try await records.add(one)
        conformance.expect(
            try await records.corrections(ofDocument: "first").count == 2, "a correction that is added again should be there once")
        var rival = one
        rival.id = .newRecordID()
        await conformance.expectError([.conflict], when: "given a correction of what somebody else has corrected in between") {
            try await records.add(rival)
        }
        rival.replaces = two.id
        await conformance.expectError([.conflict], when: "given a correction that replaces that of another field") {
            try await records.add(rival)
        }
        rival.replaces = one.id
        rival.document = "second"
        await conformance.expectError([.notFound], when: "given a correction of another document's extraction") {
            try await records.add(rival)
        }
        rival.document = "first"
        try await records.add(rival)
        conformance.expect(
            try await records.corrections(ofDocument: "first").map(\.id) == [one.id, two.id, rival.id],
            "a correction should not take the place of earlier ones in the history")
        let again = try await records.append(sample.extraction(of: "first", total: 99))
        let corrected = try await records.corrected("first")
        conformance.expect(
            corrected?.stored.sequence == again && corrected?.extraction["total"]?.value == .money(7, currency: "CHF"),
            "a correction should hold when the document is extracted again")
        let winners = await withTaskGroup(of: Bool.self) { group in
            for index in 0..<8 {
                var mine = rival
                mine.id = "\(rival.id) \(index)"
                mine.replaces = rival.id
                group.addTask { [mine] in (try? await records.add(mine)) != nil }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        conformance.expect(winners == 1, "of 8 who correct the same field at once, one should succeed, and \(winners) do")
    }
}
