internal import ExtractionKit
internal import Foundation
internal import FoundationXML

/// An element of a small XML document that was read strictly: no document type, no entities of its own, nothing from elsewhere.
final class XMLElement {
    /// The name without its namespace's prefix.
    let name: String
    let attributes: [String: String]
    fileprivate(set) var children: [XMLElement] = []
    fileprivate(set) var text = ""

    fileprivate init(name: String, attributes: [String: String]) {
        self.name = name
        self.attributes = attributes
    }

    /// The most bytes, nested elements and elements of a document; what needs more is no invoice.
    static let byteLimit = 4 << 20
    fileprivate static let depthLimit = 40, elementLimit = 200_000

    /// Reads a document.
    ///
    /// - Throws: ``ExtractionError`` with the code `tooLarge`, or `corrupt` for what isn't well-formed UTF-8 or declares a document type.
    static func document(_ bytes: [UInt8]) throws -> XMLElement {
        guard bytes.count <= byteLimit else {
            throw ExtractionError(.tooLarge, "The electronic invoice has more than \(byteLimit) bytes; read it by other means.")
        }
        guard !bytes.contains(0), let text = String(validating: bytes, as: UTF8.self), !text.contains("<!DOCTYPE"),
            !text.contains("<!ENTITY")
        else {
            throw ExtractionError(.corrupt, "The electronic invoice must be UTF-8 without a document type; ask its sender for another.")
        }
        let parser = XMLParser(data: Data(bytes))
        parser.shouldProcessNamespaces = true
        parser.shouldResolveExternalEntities = false
        let builder = Builder()
        parser.delegate = builder
        guard parser.parse(), !builder.isRefused, builder.isComplete, let root = builder.root else {
            throw ExtractionError(.corrupt, "The electronic invoice isn't well-formed XML of a usual size; ask its sender for another.")
        }
        return root
    }

    /// The elements at a path of names; each step may have several spellings, separated by `|`.
    func all(_ path: String...) -> [XMLElement] {
        path.reduce([self]) { elements, step in
            let names = step.split(separator: "|").map(String.init)
            return elements.flatMap { $0.children.filter { names.contains($0.name) } }
        }
    }

    /// The text without white space at its ends, or `nil` for none.
    var word: String? {
        let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
        return trimmed.isEmpty ? nil : trimmed
    }

    private final class Builder: NSObject, XMLParserDelegate {
        var root: XMLElement?
        var isRefused = false
        /// Whether every element was closed: the parser alone takes a document that breaks off for a whole one.
        var isComplete: Bool { open.isEmpty }
        private var open: [XMLElement] = []
        private var count = 0

        func parser(
            _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
            attributes: [String: String]
        ) {
            count += 1
            guard open.count < XMLElement.depthLimit, count <= XMLElement.elementLimit else { return refuse(parser) }
            let element = XMLElement(name: name.split(separator: ":").last.map(String.init) ?? name, attributes: attributes)
            if let parent = open.last { parent.children.append(element) } else { root = root ?? element }
            open.append(element)
        }

        func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) { _ = open.popLast() }

        func parser(_ parser: XMLParser, foundCharacters text: String) { open.last?.text += text }

        func parser(_ parser: XMLParser, foundCDATA block: Data) { open.last?.text += String(decoding: block, as: UTF8.self) }

        func parser(_ parser: XMLParser, foundInternalEntityDeclarationWithName name: String, value: String?) { refuse(parser) }

        func parser(
            _ parser: XMLParser, foundExternalEntityDeclarationWithName name: String, publicID: String?, systemID: String?
        ) { refuse(parser) }

        private func refuse(_ parser: XMLParser) {
            isRefused = true
            parser.abortParsing()
        }
    }
}
