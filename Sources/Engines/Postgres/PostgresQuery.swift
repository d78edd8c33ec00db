/// A statement with its values bound, never written into it.
///
/// The text is made of literals alone, which the compiler sees to; whatever is interpolated is a parameter. A query in another is its text
/// and its parameters.
///
/// ```swift
/// let query: PostgresQuery = "SELECT filename FROM documents WHERE tenant_id = \(tenant) AND id = \(id)"
/// ```
package struct PostgresQuery: ExpressibleByStringInterpolation, Sendable {
    fileprivate enum Part: Sendable {
        case text(StaticString)
        case parameter(PostgresParameter)
    }

    fileprivate var parts: [Part]

    package init(stringLiteral text: StaticString) { parts = [.text(text)] }

    package init(stringInterpolation: StringInterpolation) { parts = stringInterpolation.parts }

    package struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var parts: [Part] = []

        package init(literalCapacity: Int, interpolationCount: Int) { parts.reserveCapacity(2 * interpolationCount + 1) }

        package mutating func appendLiteral(_ text: StaticString) { parts.append(.text(text)) }

        package mutating func appendInterpolation(_ value: some PostgresEncodable) { parts.append(.parameter(value.postgresParameter)) }

        package mutating func appendInterpolation(_ value: (some PostgresEncodable)?) {
            parts.append(.parameter(value?.postgresParameter ?? .null))
        }

        package mutating func appendInterpolation(_ query: PostgresQuery) { parts += query.parts }
    }

    /// Puts one query behind another.
    package static func + (left: PostgresQuery, right: PostgresQuery) -> PostgresQuery {
        var query = left
        query.parts += right.parts
        return query
    }

    /// The text with `$1`, `$2`… where the parameters belong.
    package var text: String {
        var text = ""
        var count = 0
        for part in parts {
            switch part {
            case .text(let literal): text += literal.description
            case .parameter:
                count += 1
                text += "$\(count)"
            }
        }
        return text
    }

    /// The values, in the order of the text.
    package var parameters: [PostgresParameter] {
        parts.compactMap { if case .parameter(let value) = $0 { value } else { nil } }
    }
}
