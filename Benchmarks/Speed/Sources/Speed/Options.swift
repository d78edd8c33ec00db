/// What the command line says.
struct Options {
    /// The cases to be run, all unless `--case` names some.
    var cases = SpeedCase.all
    /// `--seconds`: how long each case is sampled.
    var seconds = 5.0
    /// `--count`: run so often and measure nothing.
    var countedRuns: Int?
    /// `--json`
    var writesJSON = false
    /// `--list`
    var lists = false
    /// `--fixtures`
    var inputs = Inputs(fixtures: "Fixtures")

    /// A command line that can't be understood.
    struct Mistake: Error, CustomStringConvertible {
        var description: String
    }

    init(_ arguments: some Sequence<String>) throws {
        var names: [String] = []
        var arguments = arguments.makeIterator()
        func value(of option: String) throws -> String {
            guard let value = arguments.next() else { throw Mistake(description: "'\(option)' needs a value.") }
            return value
        }
        while let argument = arguments.next() {
            switch argument {
            case "--list": lists = true
            case "--json": writesJSON = true
            case "--case": try names.append(value(of: argument))
            case "--fixtures": inputs = try Inputs(fixtures: value(of: argument))
            case "--seconds":
                guard let number = try Double(value(of: argument)), number > 0, number.isFinite else {
                    throw Mistake(description: "'--seconds' takes a number above 0.")
                }
                seconds = number
            case "--count":
                guard let number = try Int(value(of: argument)), number >= 0 else {
                    throw Mistake(description: "'--count' takes a whole number from 0.")
                }
                countedRuns = number
            default:
                throw Mistake(description: "'\(argument)' is unknown: --list, --case NAME, --seconds N, --count N, --json, --fixtures DIR.")
            }
        }
        for name in names where !cases.contains(where: { $0.name == name }) {
            throw Mistake(description: "There is no case '\(name)'; '--list' lists them.")
        }
        if !names.isEmpty { cases.removeAll { !names.contains($0.name) } }
    }
}
