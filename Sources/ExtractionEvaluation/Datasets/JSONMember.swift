internal import ExtractionKit

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// A value of a JSON file that knows where it stands, so that whoever can't use it can say which member of which file is wrong.
struct JSONMember {
    var value: JSONValue
    var file: String
    var path = ""

    /// An error that names the file and the member.
    func error(_ problem: String) -> ExtractionError { .dataset(file, path, problem) }

    var isNull: Bool { value == .null }

    /// The member of an object, where it is there.
    subscript(name: String) -> JSONMember? {
        value[name].map { JSONMember(value: $0, file: file, path: path.isEmpty ? name : path + "." + name) }
    }

    /// The member of an object, which must be there.
    func required(_ name: String) throws -> JSONMember {
        _ = try object
        guard let member = self[name] else { throw error("has no member '\(name)'; add it.".capitalisedIf(path.isEmpty)) }
        return member
    }

    /// The member of an object, unless it isn't there or is `null`.
    func optional(_ name: String) throws -> JSONMember? {
        _ = try object
        return self[name].flatMap { $0.isNull ? nil : $0 }
    }

    /// Refuses members that nobody would look at.
    func allow(only names: [String]) throws {
        for name in try object.keys.sorted() where !names.contains(name) {
            throw error("has an unknown member '\(name)'; the members are \(names.joined(separator: ", ")).".capitalisedIf(path.isEmpty))
        }
    }

    var object: [String: JSONValue] {
        get throws {
            guard let object = value.object else { throw error("must be an object.".capitalisedIf(path.isEmpty)) }
            return object
        }
    }

    var elements: [JSONMember] {
        get throws {
            guard let array = value.array else { throw error("must be an array.".capitalisedIf(path.isEmpty)) }
            return array.enumerated().map { JSONMember(value: $1, file: file, path: "\(path)[\($0)]") }
        }
    }

    var string: String {
        get throws {
            guard let string = value.string else { throw error("must be a string.") }
            return string
        }
    }

    /// A string that isn't blank.
    var word: String {
        get throws {
            let string = try string
            guard !string.allSatisfy(\.isWhitespace) else { throw error("must not be blank.") }
            return string
        }
    }

    var strings: [String] { get throws { try elements.map { try $0.string } } }

    var bool: Bool {
        get throws {
            guard case .bool(let bool) = value else { throw error("must be true or false.") }
            return bool
        }
    }

    /// A whole number in a range.
    func integer(in range: ClosedRange<Int>) throws -> Int {
        guard case .number(let number) = value, let integer = Int(number.description), range.contains(integer) else {
            throw error("must be a whole number from \(range.lowerBound) to \(range.upperBound).")
        }
        return integer
    }

    /// A number, such as a coordinate.
    var number: Double {
        get throws {
            guard case .number(let number) = value, let double = Double(number.description), double.isFinite else {
                throw error("must be a number.")
            }
            return double
        }
    }
}

extension String {
    /// A sentence about a whole file: `has no …` becomes `It has no …`.
    fileprivate func capitalisedIf(_ isWholeFile: Bool) -> String { isWholeFile ? "It " + self : self }
}
