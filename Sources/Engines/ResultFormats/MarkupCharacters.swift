internal import ExtractionKit

/// References to characters in XML and HTML, such as `&amp;` and `&#8364;`.
enum MarkupCharacters {
    /// The text with its references resolved.
    ///
    /// HTML keeps as written what is no reference; XML refuses it.
    static func decoded(_ bytes: ArraySlice<UInt8>, as dialect: MarkupDialect) throws -> String {
        guard bytes.contains(UInt8(ascii: "&")) else { return String(decoding: bytes, as: UTF8.self) }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var index = bytes.startIndex
        while index < bytes.endIndex {
            if bytes[index] == UInt8(ascii: "&") {
                // No name is longer than 10 characters.
                let window = bytes[(index + 1)...].prefix(12)
                if let end = window.firstIndex(of: UInt8(ascii: ";")), let scalar = scalar(window[..<end], as: dialect) {
                    result += String(Character(scalar)).utf8
                    index = end + 1
                    continue
                }
                if dialect == .xml { throw ExtractionError.corruptResult("its XML refers to an entity that isn't known") }
            }
            result.append(bytes[index])
            index += 1
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func scalar(_ name: ArraySlice<UInt8>, as dialect: MarkupDialect) -> Unicode.Scalar? {
        let name = String(decoding: name, as: UTF8.self)
        if name.hasPrefix("#x") || name.hasPrefix("#X") { return UInt32(name.dropFirst(2), radix: 16).flatMap(Unicode.Scalar.init) }
        if name.hasPrefix("#") { return UInt32(name.dropFirst()).flatMap(Unicode.Scalar.init) }
        if let scalar = predefined[name] { return scalar }
        return dialect == .html ? htmlNames[name] : nil
    }

    private static let predefined: [String: Unicode.Scalar] = ["amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'"]

    /// The names of HTML 4 for Latin-1, and those of punctuation that is common in print.
    private static let htmlNames: [String: Unicode.Scalar] = {
        var names: [String: Unicode.Scalar] = [
            "ndash": "–", "mdash": "—", "lsquo": "‘", "rsquo": "’", "sbquo": "‚", "ldquo": "“", "rdquo": "”", "bdquo": "„",
            "hellip": "…", "euro": "€", "bull": "•", "dagger": "†", "Dagger": "‡", "permil": "‰", "trade": "™", "lsaquo": "‹",
            "rsaquo": "›", "oelig": "œ", "OElig": "Œ", "scaron": "š", "Scaron": "Š", "minus": "−", "le": "≤", "ge": "≥", "ne": "≠",
            "ensp": "\u{2002}", "emsp": "\u{2003}", "thinsp": "\u{2009}", "zwnj": "\u{200C}", "zwj": "\u{200D}",
        ]
        let latin1 = """
            nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para \
            middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute \
            Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute \
            THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde \
            ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml
            """
        for (offset, name) in latin1.split(separator: " ").enumerated() {
            names[String(name)] = UInt32(exactly: 160 + offset).flatMap(Unicode.Scalar.init)
        }
        return names
    }()
}
