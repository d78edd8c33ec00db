internal import ExtractionKit

/// Cuts XML or HTML into tags and text.
///
/// hOCR is often HTML that no XML parser takes, and tables in answers of models are pieces of it; so one reader of our own serves all
/// formats. It also has nothing that could be misused: it knows no entities but characters, skips document type definitions unread,
/// opens nothing, and takes time in proportion to the length of the text.
struct MarkupReader {
    private let bytes: [UInt8]
    private let dialect: MarkupDialect
    private var position = 0

    init(_ text: String, as dialect: MarkupDialect) {
        bytes = Array(text.utf8)
        self.dialect = dialect
    }

    /// The next token, or `nil` at the end.
    ///
    /// - Throws: `truncated` where a tag, a comment or a section doesn't end; in XML `corrupt` for what isn't well formed.
    mutating func next() throws -> MarkupToken? {
        while position < bytes.count {
            guard bytes[position] == UInt8(ascii: "<"), let kind = tagKind() else { return try text() }
            switch kind {
            case .comment: try skip(past: "-->", from: position + 4)
            case .section:
                let start = position + 9
                try skip(past: "]]>", from: start)
                return .text(String(decoding: bytes[start..<position - 3], as: UTF8.self))
            case .declaration: try skipDeclaration()
            case .instruction: try skip(past: dialect == .xml ? "?>" : ">", from: position + 2)
            case .end: return try endTag()
            case .start: return try startTag()
            }
        }
        return nil
    }

    /// Goes to behind the end tag of an element whose content is no markup, such as `script`.
    mutating func skipContent(of name: String) throws {
        let end = Array("</\(name)".utf8)
        while position < bytes.count {
            if bytes[position] == UInt8(ascii: "<"), bytes[position...].prefix(end.count).elementsEqual(end, by: { $0 | 0x20 == $1 | 0x20 })
            {
                return try skip(past: ">", from: position)
            }
            position += 1
        }
        throw ExtractionError.truncatedResult()
    }

    private enum Kind { case comment, section, declaration, instruction, end, start }

    private func tagKind() -> Kind? {
        func follows(_ text: StaticString) -> Bool {
            text.withUTF8Buffer { bytes[position...].starts(with: $0) }
        }
        guard position + 1 < bytes.count else { return dialect == .xml ? .start : nil }
        switch bytes[position + 1] {
        case UInt8(ascii: "!"): return follows("<!--") ? .comment : follows("<![CDATA[") ? .section : .declaration
        case UInt8(ascii: "?"): return .instruction
        case UInt8(ascii: "/"): return .end
        case let byte: return dialect == .xml || Self.isLetter(byte) ? .start : nil
        }
    }

    private mutating func skip(past mark: String, from start: Int) throws {
        let mark = Array(mark.utf8)
        var index = start
        while index + mark.count <= bytes.count {
            if bytes[index] == mark[0], bytes[index..<index + mark.count].elementsEqual(mark) {
                position = index + mark.count
                return
            }
            index += 1
        }
        throw ExtractionError.truncatedResult()
    }

    /// Skips `<!…>` with quotes and an internal subset in brackets. What it declares stays unknown.
    private mutating func skipDeclaration() throws {
        var quote: UInt8?
        var depth = 0
        for index in position + 2..<max(position + 2, bytes.count) {
            let byte = bytes[index]
            if let open = quote {
                if byte == open { quote = nil }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "'"): quote = byte
            case UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "]"): depth -= 1
            case UInt8(ascii: ">") where depth <= 0:
                position = index + 1
                return
            default: break
            }
        }
        throw ExtractionError.truncatedResult()
    }

    private mutating func text() throws -> MarkupToken {
        let start = position
        position += 1
        while position < bytes.count, bytes[position] != UInt8(ascii: "<") { position += 1 }
        return try .text(MarkupCharacters.decoded(bytes[start..<position], as: dialect))
    }

    private mutating func endTag() throws -> MarkupToken {
        position += 2
        let name = readName()
        try skip(past: ">", from: position)
        if dialect == .xml, name.isEmpty { throw ExtractionError.corruptResult("its XML has an end tag without a name") }
        return .end(name)
    }

    private mutating func startTag() throws -> MarkupToken {
        position += 1
        var tag = MarkupTag(name: readName(), attributes: [:], isEmpty: false)
        if tag.name.isEmpty { throw ExtractionError.corruptResult("its XML has a tag without a name") }
        while true {
            skipBlanks()
            guard position < bytes.count else { throw ExtractionError.truncatedResult() }
            switch bytes[position] {
            case UInt8(ascii: ">"):
                position += 1
                return .start(tag)
            case UInt8(ascii: "/"):
                position += 1
                if position < bytes.count, bytes[position] == UInt8(ascii: ">") {
                    position += 1
                    tag.isEmpty = true
                    return .start(tag)
                }
                if dialect == .xml { throw ExtractionError.corruptResult("its XML has a stray '/' in a tag") }
            default: try readAttribute(of: &tag)
            }
        }
    }

    private mutating func readAttribute(of tag: inout MarkupTag) throws {
        let name = readName()
        guard !name.isEmpty else {
            if dialect == .xml { throw ExtractionError.corruptResult("its XML has a stray character in a tag") }
            position += 1
            return
        }
        skipBlanks()
        guard position < bytes.count, bytes[position] == UInt8(ascii: "=") else {
            if dialect == .xml { throw ExtractionError.corruptResult("its XML has an attribute without a value") }
            tag.attributes[name] = tag.attributes[name] ?? ""
            return
        }
        position += 1
        skipBlanks()
        guard position < bytes.count else { throw ExtractionError.truncatedResult() }
        let value: ArraySlice<UInt8>
        if bytes[position] == UInt8(ascii: "\"") || bytes[position] == UInt8(ascii: "'") {
            let quote = bytes[position]
            position += 1
            guard let end = bytes[position...].firstIndex(of: quote) else { throw ExtractionError.truncatedResult() }
            value = bytes[position..<end]
            position = end + 1
        } else if dialect == .html {
            let start = position
            while position < bytes.count, !Self.isBlank(bytes[position]), bytes[position] != UInt8(ascii: ">") { position += 1 }
            value = bytes[start..<position]
        } else {
            throw ExtractionError.corruptResult("its XML has an attribute without quotes")
        }
        if dialect == .xml, tag.attributes[name] != nil { throw ExtractionError.corruptResult("its XML has an attribute twice") }
        let text = try MarkupCharacters.decoded(value, as: dialect)
        tag.attributes[name] = tag.attributes[name] ?? text
    }

    /// The name that begins here, without a namespace's prefix.
    private mutating func readName() -> String {
        let start = position
        while position < bytes.count, Self.isNameByte(bytes[position]) { position += 1 }
        var name = bytes[start..<position]
        if let colon = name.lastIndex(of: UInt8(ascii: ":")) { name = name[(colon + 1)...] }
        let text = String(decoding: name, as: UTF8.self)
        return dialect == .html ? text.lowercased() : text
    }

    private mutating func skipBlanks() {
        while position < bytes.count, Self.isBlank(bytes[position]) { position += 1 }
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
    private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }
    private static func isNameByte(_ byte: UInt8) -> Bool {
        isLetter(byte) || (0x30...0x39).contains(byte) || byte >= 0x80 || "-_.:".utf8.contains(byte)
    }
}
