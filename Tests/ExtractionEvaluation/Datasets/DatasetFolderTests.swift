import ExtractionEvaluation
import ExtractionKit
import Foundation
import RepositoryFiles
import Testing

@Suite struct `The fixtures` {
    /// Opened once: each document is hashed.
    private static let all = Result { try Dataset.open(RepositoryFiles.fixture("")) }
    private let opened: OpenedDataset

    init() throws { opened = try Self.all.get() }

    private func document(_ id: String) throws -> DatasetDocument { try #require(opened.dataset.documents.first { $0.id == id }) }

    @Test func `are a dataset with nothing left out`() throws {
        #expect(opened.layout == "manifest")
        #expect(opened.dataset.name == "fixtures")
        #expect(opened.dataset.licence == "Apache-2.0")
        #expect(opened.dataset.documents.count == 67)
        #expect(opened.skipped.isEmpty)
        for document in opened.dataset.documents { #expect(try document.load().sha256 == document.sha256) }
    }

    @Test func `say what is in an invoice`() throws {
        let invoice = try document("invoice-en-gb-joinery")
        #expect(invoice.truth.documentType == "invoice")
        #expect(invoice.language == "en")
        #expect(invoice.tags.contains("digital"))
        #expect(invoice.truth.text?.isEmpty == false)
        let fields = try #require(invoice.truth.fields)
        #expect(fields.isComplete)
        #expect(fields.values["currency"] == "GBP")
        #expect(fields.rows(of: "line_items")?.isEmpty == false)
    }

    @Test func `keep the printed words of analytes out of the columns`() throws {
        let rows = try #require(document("coa-flower-two-columns").truth.fields?.rows(of: "analytes"))
        #expect(rows.contains { $0["value"] == .null })
        #expect(rows.allSatisfy { $0["raw"] == nil && $0["name"] != nil })
    }

    @Test func `say how pages should be read`() throws {
        #expect(
            try document("mixed-survey-six-pages").truth.readers == [
                1: .textLayer, 2: .ocr, 3: .blank, 4: .textLayer, 5: .textLayer, 6: .ocr,
            ])
        for document in opened.dataset.documents where document.truth.text != nil { #expect(!document.truth.readers.isEmpty) }
    }

    @Test(arguments: [
        ("broken-deep-forms-pdf", ExtractionError.Code.deadlineExceeded), ("broken-empty-pdf", .emptyDocument),
        ("broken-encrypted-user-password-pdf", .encrypted), ("broken-no-pages-pdf", .noPages), ("broken-huge-drawing-pdf", .tooLarge),
        ("broken-truncated-png", .truncated), ("broken-wrong-crc-png", .corrupt), ("broken-float-tiff", .unsupportedFeature),
        ("broken-svg-image-svg", .unsupportedMediaType), ("broken-wrong-extension-pdf", nil), ("broken-huge-page-pdf", nil),
    ])
    func `say how broken files fail`(id: String, code: ExtractionError.Code?) throws {
        let truth = try document(id).truth
        #expect(truth.error == code)
        #expect(truth.documentType == nil)
        #expect(truth.fields == nil)
    }

    @Test func `are selected by split and tag`() throws {
        let scans = try opened.dataset.selecting(DatasetSelection(splits: ["dev"], tags: ["scan"], excludedTags: ["skew"]))
        #expect(!scans.documents.isEmpty)
        #expect(scans.documents.allSatisfy { $0.tags.contains("scan") && !$0.tags.contains("skew") })
        #expect(try opened.dataset.selecting(DatasetSelection()).documents.count == 67)
    }

    @Test func `are dealt into equal parts that have no document in common`() throws {
        let dataset = opened.dataset
        let parts = try (1...4).map { try dataset.part($0, of: 4).documents.map(\.id) }
        #expect(parts.map(\.count) == [17, 17, 17, 16])
        #expect(Set(parts.joined()) == Set(dataset.documents.map(\.id)))
        #expect(throws: ExtractionError.self) { try dataset.part(68, of: 68) }
    }

    @Test(arguments: [
        (DatasetSelection(splits: ["tset"]), "split 'tset'"), (DatasetSelection(tags: ["scna"]), "tag 'scna'"),
        (DatasetSelection(excludedTags: ["scna"]), "tag 'scna'"), (DatasetSelection(tags: ["scan", "digital"]), "select less"),
    ])
    func `refuse a selection of nothing`(selection: DatasetSelection, complaint: String) throws {
        let error = #expect(throws: ExtractionError.self) { try opened.dataset.selecting(selection) }
        #expect(error?.code == .invalidRequest)
        #expect(error?.message.contains(complaint) == true)
    }
}

@Suite struct `A dataset folder` {
    /// SHA-256 of `abc`, FIPS 180-2 appendix B.1.
    private static let sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    private static let entry = #"{"id": "a", "file": "a.bin", "sha256": "\#(sha256)", "truth": "a.json", "text": "a.txt"}"#

    private func folder(
        documents: String = entry, truth: String = #"{"fields": {}}"#, head: String = #""name": "n", "version": 1, "licence": "CC0-1.0""#
    ) throws -> MadeUpFolder {
        try MadeUpFolder([
            "a.bin": "abc", "a.json": truth, "a.txt": "first\u{c}second", "manifest.json": "{\(head), \"documents\": [\(documents)]}",
        ])
    }

    @Test func `is read`() throws {
        let folder = try folder(
            truth: """
                {"type": "receipt", "complete": false, "skipped": ["items.amount"], "fields": {"total": 1.5, "date": null},
                 "tables": [{"page": 2, "cells": [{"row": 0, "column": 1, "column_span": 2, "text": "x"}]}]}
                """)
        let document = try #require(Dataset.open(folder.path).dataset.documents.first)
        #expect(document.split == "dev")
        #expect(document.language == nil)
        #expect(document.truth.documentType == "receipt")
        #expect(document.truth.text == "first\u{c}second")
        #expect(
            document.truth.fields
                == FieldTruth(["total": .number(1.5), "date": .null], skipped: ["items.amount"], isComplete: false))
        #expect(document.truth.tables?.first?.page == 2)
        #expect(
            document.truth.tables?.first?.grid
                == TableGrid(cells: [TableGrid.Cell(row: 0, column: 1, columnSpan: 2, text: "x")]))
    }

    @Test(arguments: [
        (#""name": "n", "version": 2, "licence": "x""#, "'version' is 2"), (#""version": 1, "licence": "x""#, "no member 'name'"),
        (#""name": "n", "version": 1, "licence": "x", "license": "x""#, "unknown member 'license'"),
        (#""name": 3, "version": 1, "licence": "x""#, "'name' must be a string"),
        (#""name": " ", "version": 1, "licence": "x""#, "'name' must not be blank"),
    ])
    func `names what is wrong with its manifest`(head: String, complaint: String) throws {
        let folder = try folder(head: head)
        expect("manifest.json: ", complaint, from: folder)
    }

    @Test(arguments: [
        (#"{"id": "a", "file": "../a.bin", "sha256": "S"}"#, "'documents[0].file' must be a path inside"),
        (#"{"id": "a", "file": "/etc/hosts", "sha256": "S"}"#, "'documents[0].file' must be a path inside"),
        (#"{"id": "a", "file": "./a.bin", "sha256": "S"}"#, "'documents[0].file' must be a path inside"),
        (#"{"id": "a", "file": "", "sha256": "S"}"#, "'documents[0].file' must be a path inside"),
        (#"{"id": "a", "file": "a.bin\u0000", "sha256": "S"}"#, "'documents[0].file' must be a path inside"),
        (#"{"id": "a", "file": "b.bin", "sha256": "S"}"#, "'documents[0].file' names 'b.bin', which isn't a file"),
        (#"{"id": "a", "file": "link.bin", "sha256": "S"}"#, "'documents[0].file' names 'link.bin', a link that leaves"),
        (#"{"id": "a", "file": "a.bin", "sha256": "S", "truth": "../a.json"}"#, "'documents[0].truth' must be a path inside"),
        (#"{"id": "a", "file": "a.bin", "sha256": "S", "text": "../a.txt"}"#, "'documents[0].text' must be a path inside"),
        (#"{"id": "a", "file": "a.bin", "sha256": "BA78"}"#, "'documents[0].sha256' must be the file's SHA-256"),
        (#"{"id": "a", "file": "a.bin", "sha256": "Z"}"#, "'documents[0]' The file of 'a' isn't the one"),
        (#"{"id": "a", "file": "a.bin"}"#, "'documents[0]' has no member 'sha256'"),
        (#"{"id": "a", "file": "a.bin", "sha256": "S", "tag": []}"#, "'documents[0]' has an unknown member 'tag'"),
        (#"{"id": "a", "file": "a.bin", "sha256": "S", "tags": [1]}"#, "'documents[0].tags[0]' must be a string"),
        (#"{"id": "a", "file": "a.bin", "sha256": "S", "pages": 1.5}"#, "'documents[0].pages' must be a whole number"),
        (#"{"id": "a", "file": "a.bin", "sha256": "S"}, {"id": "a", "file": "a.bin", "sha256": "S"}"#, "'documents[1]' has the id 'a'"),
        ("7", "'documents[0]' must be an object"), ("", "'documents' is empty"), ("{", "valid JSON"),
    ])
    func `names what is wrong with a document`(documents: String, complaint: String) throws {
        let digest = documents.replacing(#""S""#, with: "\"\(Self.sha256)\"").replacing(
            #""Z""#, with: "\"\(String(repeating: "0", count: 64))\"")
        let folder = try folder(documents: digest)
        try FileManager.default.createSymbolicLink(
            atPath: folder.path + "/link.bin", withDestinationPath: RepositoryFiles.fixture("manifest.json"))
        expect("manifest.json: ", complaint, from: folder)
    }

    @Test func `refuses a media type that the content isn't`() throws {
        let digest = Document(bytes: Array("GIF89a".utf8), filename: "a.gif").sha256
        let folder = try folder(
            documents: #"{"id": "a", "file": "a.gif", "sha256": "\#(digest)", "media_type": "image/png"}"#)
        try folder.write("GIF89a", to: "a.gif")
        expect("manifest.json: ", "'documents[0].media_type' is image/png, and the content is image/gif", from: folder)
    }

    @Test(arguments: [
        (#"{"field": {}}"#, "unknown member 'field'"), (#"{"fields": []}"#, "'fields' must be an object"),
        (#"{"complete": true}"#, "'complete' says something of fields"),
        (#"{"fields": {}, "complete": 1}"#, "'complete' must be true or false"),
        (#"{"page_kinds": ["txt"]}"#, "'page_kinds[0]' must be one of"), (#"{"expect": "boom"}"#, "'expect' must be 'ok' or one of"),
        (#"{"fields": {"total": 1}, "partial": ["total"]}"#, "'partial' names 'total', which isn't a table"),
        (#"{"tables": [{"page": 0, "cells": []}]}"#, "'tables[0].page' must be a whole number from 1"),
        (#"{"tables": [{"page": 1, "cells": [{"row": -1, "column": 0, "text": ""}]}]}"#, "'tables[0].cells[0].row' must be a whole number"),
        ("[", "valid JSON"), ("[]", "must be an object"),
    ])
    func `names what is wrong with a truth`(truth: String, complaint: String) throws {
        let folder = try folder(truth: truth)
        expect("a.json: ", complaint, from: folder)
    }

    @Test func `wants one kind for each page, and one type`() throws {
        let pages = try folder(documents: Self.entry.replacing(#""id""#, with: #""pages": 3, "id""#), truth: #"{"page_kinds": ["text"]}"#)
        expect("a.json: ", "'page_kinds' has 1 elements, and the document has 3 pages", from: pages)
        let types = try folder(documents: Self.entry.replacing(#""id""#, with: #""type": "memo", "id""#), truth: #"{"type": "letter"}"#)
        expect("a.json: ", "'type' isn't the type that manifest.json gives", from: types)
    }

    @Test func `wants text in UTF-8`() throws {
        let folder = try folder()
        try Data([0x66, 0xFC, 0x72]).write(to: folder.url.appendingPathComponent("a.txt"))
        expect("a.txt: ", "isn't UTF-8", from: folder)
    }

    @Test func `notices a document that changed after it was opened`() throws {
        let folder = try folder()
        let document = try #require(Dataset.open(folder.path).dataset.documents.first)
        try folder.write("abd", to: "a.bin")
        let error = #expect(throws: ExtractionError.self) { try document.load() }
        #expect(error?.code == .invalidDataset)
    }

    private func expect(
        _ file: String, _ complaint: String, from folder: MadeUpFolder, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let error = #expect(throws: ExtractionError.self, sourceLocation: sourceLocation) { try Dataset.open(folder.path) }
        #expect(error?.code == .invalidDataset, sourceLocation: sourceLocation)
        #expect(error?.message.hasPrefix(file) == true, "\(error?.message ?? "")", sourceLocation: sourceLocation)
        #expect(error?.message.contains(complaint) == true, "\(error?.message ?? "")", sourceLocation: sourceLocation)
    }
}

@Suite struct `A folder that is no dataset` {
    @Test func `is told what was looked for`() throws {
        let folder = try MadeUpFolder(["a.png": "", "a.json": #"{"x": 1}"#, "b.json": "not JSON"])
        let error = #expect(throws: ExtractionError.self) { try Dataset.open(folder.path) }
        #expect(error?.code == .invalidDataset)
        for layout in ["manifest.json", "sroie", "invoices", "coa", "tables", "ocr_text", "funsd", "cord"] {
            #expect(error?.message.contains(layout) == true)
        }
    }

    @Test func `may not be there, or be a file`() throws {
        let folder = try MadeUpFolder(["a.png": ""])
        for path in [folder.path + "/none", folder.path + "/a.png"] {
            let error = #expect(throws: ExtractionError.self) { try Dataset.open(path) }
            #expect(error?.code == .fileUnreadable)
        }
    }
}
