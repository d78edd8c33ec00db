/// The names of the months in English, German, French, Spanish, Italian, Dutch and Portuguese, folded.
enum MonthName {
    /// The number of the month, from 1, of a folded name or its usual abbreviation.
    static func number(of name: String) -> Int? {
        if let number = numbers[name] { return number }
        guard name.utf8.count >= 4 else { return nil }
        // Longer abbreviations, such as `sept` and `decem`, as long as they mean one month only.
        let months = Set(numbers.lazy.filter { $0.key.hasPrefix(name) }.map(\.value))
        return months.count == 1 ? months.first : nil
    }

    private static let numbers: [String: Int] = {
        let names: [[String]] = [
            ["january", "januar", "janner", "janvier", "enero", "gennaio", "januari", "janeiro", "jan", "ene", "gen", "janv"],
            ["february", "februar", "fevrier", "febrero", "febbraio", "februari", "fevereiro", "feb", "fev", "fevr"],
            ["march", "marz", "maerz", "mars", "marzo", "maart", "marco", "mar", "mrz", "mrt"],
            ["april", "avril", "abril", "aprile", "apr", "avr", "abr"],
            ["may", "mai", "mayo", "maggio", "mei", "maio", "mag"],
            ["june", "juni", "juin", "junio", "giugno", "junho", "jun", "giu"],
            ["july", "juli", "juillet", "julio", "luglio", "julho", "jul", "lug", "juil"],
            ["august", "aout", "agosto", "augustus", "aug", "ago", "aou"],
            ["september", "septembre", "septiembre", "settembre", "setembro", "sep", "sept", "set"],
            ["october", "oktober", "octobre", "octubre", "ottobre", "outubro", "oct", "okt", "ott", "out"],
            ["november", "novembre", "noviembre", "novembro", "nov"],
            ["december", "dezember", "decembre", "diciembre", "dicembre", "dezembro", "dec", "dez", "dic"],
        ]
        var numbers: [String: Int] = [:]
        for (index, names) in names.enumerated() {
            for name in names { numbers[name] = index + 1 }
        }
        return numbers
    }()
}
