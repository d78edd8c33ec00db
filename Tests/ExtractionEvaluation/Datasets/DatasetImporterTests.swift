import ExtractionKit
import Foundation
import RepositoryFiles
import Testing

@testable import ExtractionEvaluation

@Suite struct `An importer` {
    private func open(_ files: [String: String]) throws -> OpenedDataset {
        let folder = try MadeUpFolder(files)
        return try Dataset.open(folder.path)
    }

    @Test func `of SROIE gives receipts`() throws {
        let opened = try open([
            "1.jpg": "", "1.txt": "SHOP\nTOTAL RM 3.30",
            "1.json": #"{"company": "SHOP", "date": "17-04-16", "address": "1 ROAD", "total": "RM 3.30"}"#,
            "2.jpg": "", "2.json": #"{"company": "INN", "date": "about noon", "address": null, "total": ""}"#,
            "3.jpg": "", "suspect_labels.json": #"{"2": {"why": []}}"#,
            "1.lines.json": #"[{"text": "SHOP", "box": [10, 20, 50, 20, 50, 30, 10, 30]}]"#,
        ])
        #expect(opened.layout == "sroie")
        #expect(opened.skipped == [SkippedDocument(file: "3.jpg", reason: "no truth stands beside it")])
        let documents = opened.dataset.documents
        #expect(documents.map(\.id) == ["1", "2"])
        #expect(documents.map(\.tags) == [["capitals"], ["suspect-label"]])
        #expect(documents[0].truth.documentType == "receipt")
        #expect(documents[0].truth.text == "SHOP\nTOTAL RM 3.30")
        #expect(
            documents[0].truth.lines
                == [TranscriptLine(text: "SHOP", polygon: Polygon(Rect(minX: 10, minY: 20, maxX: 50, maxY: 30)))])
        #expect(documents[1].truth.lines == nil)
        #expect(
            documents[0].truth.fields
                == FieldTruth(
                    [
                        "merchant_name": "SHOP", "date": "2016-04-17", "merchant_address": "1 ROAD",
                        "total": .number(Decimal(string: "3.3") ?? 0),
                    ],
                    isComplete: false))
        #expect(documents[1].truth.fields == FieldTruth(["merchant_name": "INN", "date": "about noon"], isComplete: false))
    }

    @Test(arguments: [
        ("17/01/2018", "2018-01-17"), ("5/3/2018", "2018-03-05"), ("12/28/2017", "2017-12-28"), ("10 MAR 2018", "2018-03-10"),
        ("02/JAN/2017", "2017-01-02"), ("20180304", "2018-03-04"), ("25032018", "2018-03-25"), ("99999999", nil), ("31/02/2018", nil),
    ])
    func `reads dates with the day first`(printed: String, date: String?) {
        #expect(DatasetImporter.isoDate(printed) == date)
    }

    @Test func `of invoices skips what can't be seen`() throws {
        let opened = try open([
            "a.pdf": "", "a.txt": "page 1\u{c}page 2\u{c}",
            "a.json": """
            {"invoice_number": "7", "tax": 1, "line_items": [{"amount": 2}], "_not_visible_on_page": ["tax"], "_truth": "XML"}
            """,
            "b.pdf": "", "b.txt": "text alone", "b.json": #"{"_truth": "none"}"#, "c.pdf": "", "left_out.json": "[]",
        ])
        #expect(opened.layout == "invoices")
        #expect(opened.skippedByReason == ["no truth stands beside it": 1])
        let documents = opened.dataset.documents
        #expect(documents.map(\.truth.documentType) == ["invoice", "invoice"])
        #expect(documents.map(\.truth.text) == ["page 1\u{c}page 2", "text alone"])
        #expect(
            documents[0].truth.fields
                == FieldTruth(
                    ["invoice_number": "7", "tax": 1, "line_items": [["amount": 2]]], skipped: ["tax"], isComplete: false))
        #expect(documents[1].truth.fields == nil)
        #expect(documents.map(\.tags) == [["labelled"], []])
    }

    @Test func `of certificates takes the labelled fields alone`() throws {
        let opened = try open([
            "a.pdf": "", "a.txt": "a",
            "a.json": """
            {"product_name": "Bud", "batch_number": null, "_scope": "cannabinoids", "_note": "",
             "analytes": [{"name": "CBD", "value": null, "unit": "%", "raw": "ND"}]}
            """,
            "b.pdf": "", "b.txt": "b", "b.json": #"{"_truth": "none"}"#,
        ])
        #expect(opened.layout == "coa")
        let truth = try #require(opened.dataset.documents.first?.truth)
        #expect(truth.documentType == "lab_report")
        #expect(
            truth.fields
                == FieldTruth(
                    ["product_name": "Bud", "batch_number": .null, "analytes": [["name": "CBD", "value": .null, "unit": "%"]]],
                    partial: ["analytes"], isComplete: false))
        #expect(opened.dataset.documents.last?.truth.fields == nil)
    }

    @Test func `of tables joins the regions of a page`() throws {
        let opened = try open([
            "a.pdf": "",
            "a.json": """
            {"tables": [
              {"table": "2", "page": 3, "cells": [{"row": 4, "col": 1, "end_row": 4, "end_col": 2, "text": "head", "bbox_pdf": null}]},
              {"table": "1", "page": 1, "cells": [{"row": 0, "col": 0, "end_row": 1, "end_col": 0, "text": "x"}]},
              {"table": "2", "page": 3, "cells": [{"row": 5, "col": 3, "end_row": 5, "end_col": 3, "text": "y"}]}]}
            """,
            "b.pdf": "", "b.json": #"{"csv_rows": [["1"]]}"#,
        ])
        #expect(opened.layout == "tables")
        #expect(opened.skipped.map(\.file) == ["b.pdf"])
        let tables = try #require(opened.dataset.documents.first?.truth.tables)
        #expect(tables.map(\.page) == [1, 3])
        #expect(tables[0].grid == TableGrid(cells: [TableGrid.Cell(row: 0, column: 0, rowSpan: 2, text: "x")]))
        #expect(
            tables[1].grid
                == TableGrid(cells: [
                    TableGrid.Cell(row: 0, column: 0, columnSpan: 2, text: "head"), TableGrid.Cell(row: 1, column: 2, text: "y"),
                ]))
    }

    @Test func `of transcripts prefers the normalised one`() throws {
        let opened = try open([
            "a.png": "", "a.txt": "Haſe", "a.norm.txt": "Hase",
            "a.json": #"{"language": "deu (historical)", "kind": "k", "_licence": "CC0"}"#,
            "b.tif": "", "b.txt": "b", "b.json": #"{"language": "eng+deu", "kind": "k"}"#,
            "c.tif": "", "c.txt": "c", "c.json": #"{"language": "eng", "kind": "k"}"#, "c.uzn": "",
        ])
        #expect(opened.layout == "ocr_text")
        #expect(opened.dataset.licence == "CC0")
        #expect(opened.dataset.documents.map(\.truth.text) == ["Hase", "b"])
        #expect(opened.dataset.documents.map(\.language) == ["de", nil])
        #expect(opened.dataset.documents.map(\.tags) == [["historical"], []])
        #expect(opened.skipped.map(\.file) == ["c.tif"])
    }

    @Test func `of FUNSD gives questions with their answers`() throws {
        let form = """
            {"form": [
              {"id": 0, "text": "Name:", "box": [10, 20, 50, 30], "label": "question", "linking": [[0, 1], [0, 2]], "words": []},
              {"id": 1, "text": "Ada", "box": [60, 20, 80, 30], "label": "answer", "linking": [[0, 1]], "words": []},
              {"id": 2, "text": "King", "box": [90, 20, 99, 30], "label": "answer", "linking": [[0, 2]], "words": []},
              {"id": 3, "text": "FORM", "box": [10, 5, 50, 9], "label": "header", "linking": [], "words": []},
              {"id": 4, "text": "Fax", "box": [10, 40, 50, 49], "label": "question", "linking": [], "words": []},
              {"id": 5, "text": "No.", "box": [10, 50, 50, 59], "label": "question", "linking": [], "words": []},
              {"id": 6, "text": "No.:", "box": [10, 60, 50, 69], "label": "question", "linking": [], "words": []}]}
            """
        let opened = try open([
            "training_data/images/1.png": "", "training_data/annotations/1.json": form, "testing_data/images/1.png": "",
            "testing_data/annotations/1.json": #"{"form": []}"#, "testing_data/images/2.png": "",
        ])
        #expect(opened.layout == "funsd")
        #expect(opened.skipped.map(\.file) == ["testing_data/images/2.png"])
        #expect(opened.dataset.documents.map(\.split) == ["train", "test"])
        #expect(opened.dataset.documents.map(\.id) == ["training_data/1", "testing_data/1"])
        let truth = try #require(opened.dataset.documents.first?.truth)
        #expect(truth.text == "FORM\nName:\nAda\nKing\nFax\nNo.\nNo.:")
        #expect(
            truth.fields
                == FieldTruth(["Name": "Ada King", "Fax": .null, "No.": .null], skipped: ["No."], isComplete: false))
    }

    @Test func `of CORD gives receipts with items`() throws {
        func line(_ category: String, _ group: Int, _ words: String...) -> String {
            let words = words.map { #"{"text": "\#($0)", "is_key": \#($0.hasSuffix(":") ? 1 : 0), "row_id": 1}"# }.joined(separator: ",")
            return #"{"category": "\#(category)", "group_id": \#(group), "words": [\#(words)]}"#
        }
        let lines = [
            line("menu.nm", 3, "Es", "Kopi"), line("menu.cnt", 3, "2x"), line("menu.price", 3, "Rp. 60.000"), line("menu.nm", 4, "Nasi"),
            line("menu.price", 4, "12,500"), line("menu.sub_nm", 4, "extra"), line("total.total_price", 9, "TOTAL:", "72.500"),
            line("sub_total.tax_price", 6, "1"), line("sub_total.tax_price", 7, "2"),
        ]
        let opened = try open([
            "test/image/r.png": "", "test/json/r.json": #"{"meta": {}, "valid_line": [\#(lines.joined(separator: ","))], "roi": {}}"#,
        ])
        #expect(opened.layout == "cord")
        let document = try #require(opened.dataset.documents.first)
        #expect(document.split == "test")
        #expect(document.truth.documentType == "receipt")
        #expect(document.truth.text == nil)
        #expect(
            document.truth.fields
                == FieldTruth(
                    [
                        "total": 72500,
                        "items": [
                            ["description": "Es Kopi", "quantity": 2, "amount": 60000], ["description": "Nasi", "amount": 12500],
                        ],
                    ], skipped: ["tax"], isComplete: false))
    }

    @Test(arguments: [
        ("60.000", JSONValue.number(60_000)), ("1.234.000,00", .number(1_234_000)), ("Rp60,000", .number(60_000)), ("2.00", .number(2)),
        ("free", .string("free")),
    ])
    func `of CORD reads rupiah`(text: String, amount: JSONValue) {
        #expect(DatasetImporter.rupiah(text) == amount)
    }

    @Test(arguments: [
        (["1.json": #"{"company": "A", "date": 5, "address": "", "total": ""}"#], "1.json: 'date' must be a string"),
        (
            ["1.json": #"{"company": "A", "date": "", "address": "", "total": ""}"#, "2.jpg": "", "2.json": "{"],
            "2.json: This isn't valid JSON"
        ),
        (["1.json": #"{"company": "A", "date": "", "address": "", "total": ""}"#, "1.png": ""], "has the same name as"),
        (["1.json": #"{"invoice_number": "1", "_not_visible_on_page": ["tax"]}"#], "names 'tax', which isn't among the fields"),
        (
            [
                "1.json":
                    #"{"tables": [{"table": "1", "page": 1, "cells": [{"row": 3, "col": 0, "end_row": 2, "end_col": 0, "text": ""}]}]}"#
            ],
            "'tables[0].cells[0].end_row' must be a whole number from 3"
        ),
    ])
    func `names the file and member that are wrong`(files: [String: String], complaint: String) throws {
        let error = #expect(throws: ExtractionError.self) { try open(files.merging(["1.jpg": ""]) { $1 }) }
        #expect(error?.code == .invalidDataset)
        #expect(error?.message.contains(complaint) == true, "\(error?.message ?? "")")
    }

    @Test func `refuses a folder in another layout`() throws {
        let folder = try MadeUpFolder(["1.jpg": "", "1.json": "{}"])
        #expect(throws: ExtractionError.self) { try DatasetImporter.sroie.open(folder.path) }
    }
}

@Suite(.enabled(if: RepositoryFiles.shared("") != nil, "\(RepositoryFiles.sharedAreMissing)"))
struct `A shared set` {
    @Test(
        arguments: [
            ("sroie", 67, 67, 67, 0), ("invoices", 40, 39, 40, 0), ("coa", 24, 5, 24, 0), ("tables", 34, 0, 0, 5),
            ("ocr_text", 10, 0, 10, 2),
        ].filter { RepositoryFiles.shared($0.0) != nil })
    func `is imported whole`(layout: String, documents: Int, withFields: Int, withText: Int, skipped: Int) throws {
        let opened = try Dataset.open(#require(RepositoryFiles.shared(layout)?.path))
        #expect(opened.layout == layout)
        let truths = opened.dataset.documents.map(\.truth)
        #expect(truths.count == documents)
        #expect(truths.count { $0.fields != nil } == withFields)
        #expect(truths.count { $0.text?.isEmpty == false } == withText)
        #expect(opened.skipped.count == skipped)
        #expect(Set(opened.skipped.map(\.reason)).count == (skipped == 0 ? 0 : 1))
        #expect(truths.allSatisfy { $0.fields != nil || $0.text != nil || $0.tables?.isEmpty == false })
        #expect(try opened.dataset.documents.first?.load().bytes.isEmpty == false)
        if layout == "sroie" {
            let dates = truths.compactMap { $0.fields?.values["date"]?.string }
            #expect(dates.count == 67)
            #expect(dates.allSatisfy { CalendarDate($0) != nil })
            #expect(truths.allSatisfy { if case .number? = $0.fields?.values["total"] { true } else { false } })
        }
    }
}
