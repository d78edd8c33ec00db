extension JSONText {
    /// Writes a word, as `Codable` does.
    mutating func value(_ word: Word) throws(EncodingError) {
        try object { json throws(EncodingError) in
            if let confidence = word.confidence {
                json.key("confidence")
                try json.value(confidence)
            }
            if let size = word.fontSize {
                json.key("font_size")
                try json.value(size)
            }
            if let isBold = word.isBold {
                json.key("is_bold")
                json.value(isBold)
            }
            if let isItalic = word.isItalic {
                json.key("is_italic")
                json.value(isItalic)
            }
            json.key("polygon")
            try json.value(word.polygon)
            json.key("span")
            json.value(word.span)
        }
    }

    /// Writes a line, as `Codable` does.
    mutating func value(_ line: Line) throws(EncodingError) {
        try object { json throws(EncodingError) in
            json.key("polygon")
            try json.value(line.polygon)
            json.key("span")
            json.value(line.span)
            json.key("words")
            json.value(line.words)
        }
    }

    /// Writes a paragraph, as `Codable` does.
    mutating func value(_ paragraph: Paragraph) throws(EncodingError) {
        try object { json throws(EncodingError) in
            json.key("lines")
            json.value(paragraph.lines)
            json.key("polygon")
            try json.value(paragraph.polygon)
            json.key("role")
            json.value(paragraph.role.rawValue)
            json.key("span")
            json.value(paragraph.span)
        }
    }

    /// Writes a table, as `Codable` does.
    mutating func value(_ table: Table) throws(EncodingError) {
        try object { json throws(EncodingError) in
            json.key("cells")
            try json.array(table.cells) { json, cell throws(EncodingError) in try json.value(cell) }
            json.key("column_count")
            json.value(table.columnCount)
            json.key("continues_previous")
            json.value(table.continuesPrevious)
            json.key("polygon")
            try json.value(table.polygon)
            json.key("row_count")
            json.value(table.rowCount)
        }
    }

    private mutating func value(_ cell: Table.Cell) throws(EncodingError) {
        try object { json throws(EncodingError) in
            json.key("column")
            json.value(cell.column)
            json.key("column_span")
            json.value(cell.columnSpan)
            if let confidence = cell.confidence {
                json.key("confidence")
                try json.value(confidence)
            }
            json.key("is_header")
            json.value(cell.isHeader)
            json.key("polygon")
            try json.value(cell.polygon)
            json.key("row")
            json.value(cell.row)
            json.key("row_span")
            json.value(cell.rowSpan)
            json.key("spans")
            json.array(cell.spans) { json, span in json.value(span) }
        }
    }

    private mutating func value(_ span: TextSpan) {
        object { json in
            json.key("length")
            json.value(span.length)
            json.key("offset")
            json.value(span.offset)
        }
    }

    private mutating func value(_ range: Range<Int>) { array([range.lowerBound, range.upperBound]) { $0.value($1) } }

    private mutating func value(_ polygon: Polygon) throws(EncodingError) {
        try array(polygon.corners) { json, corner throws(EncodingError) in
            try json.hundredths(corner.x)
            json.raw([UInt8(ascii: ",")])
            try json.hundredths(corner.y)
        }
    }
}
