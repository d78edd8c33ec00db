import ExtractionKit
import ExtractionPoppler
import ExtractionRules
import ExtractionSchemas
import ExtractionTesseract
import Foundation
import RepositoryFiles
import Testing

private let root = RepositoryFiles.root

@Suite struct `The set-up script` {
    @Test func `installs every library that an engine is linked with`() throws {
        let manifest = try String(contentsOf: root.appending(path: "Package.swift"), encoding: .utf8)
        let script = try String(contentsOf: root.appending(path: "setup"), encoding: .utf8)
        let packages = manifest.matches(of: /apt: \["([^"]+)"\]/).map { String($0.output.1) }
        #expect(packages.count >= 3)
        for package in packages { #expect(script.contains(package), "\(package)") }
    }
}

@Suite struct `The README` {
    @Test(arguments: ["Example.swift", "TypedExample.swift"]) func `shows the examples that compile here`(file: String) throws {
        let readme = try String(contentsOf: root.appending(path: "README.md"), encoding: .utf8)
        let example = try String(contentsOf: root.appending(path: "Tests/Readme/\(file)"), encoding: .utf8)
        #expect(readme.contains("```swift\n\(example)```"))
    }

    @Test func `shows an example that works`() async throws {
        try await printFields(ofFile: root.appending(path: "Fixtures/invoices/invoice-en-gb-joinery.pdf").path)
    }

    @Test func `shows an example of a type that works`() async throws {
        let pipeline = try Pipeline(
            reader: PageByPageReader(loader: PopplerDocumentLoader(), ocr: .tesseract(languages: ["eng"])),
            extractor: RulesFieldExtractor(), schemas: BuiltInSchemas.all)
        let path = root.appending(path: "Fixtures/invoices/invoice-en-gb-joinery.pdf").path
        try await printBill(inFile: path, readBy: pipeline)
        let bill = try await pipeline.extract(Document(contentsOfFile: path), as: Bill.self)
        #expect(bill.vendorName != nil)
        #expect(bill.dueDate != nil)
        #expect(bill["totalAmount"]?.status == .normalised)
    }

    @Test func `names every file that it points to`() throws {
        let readme = try String(contentsOf: root.appending(path: "README.md"), encoding: .utf8)
        for match in readme.matches(of: /\]\((?<path>[^)#:]+)\)/) {
            #expect(FileManager.default.fileExists(atPath: root.appending(path: String(match.output.path)).path), "\(match.output.path)")
        }
    }
}
