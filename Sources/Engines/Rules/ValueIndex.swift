internal import ExtractionKit

/// Every typed value of the document, found once, by row.
struct ValueIndex {
    /// The values of each row, from left to right, dates and times before the numbers inside of them.
    let values: [[Found]]
    /// How the document writes them.
    let conventions: Conventions

    init(_ view: DocumentView) {
        let runs = view.rows.map { NumberScanner($0).runs() }
        let conventions = Conventions(rows: view.rows, runs: runs)
        self.conventions = conventions
        values = zip(view.rows, runs).map { row, runs in
            let dates = DateScanner(row, conventions: conventions).dates()
            let times = TimeScanner.times(in: row).filter { time in !dates.contains { $0.range.overlaps(time.range) } }
            let taken = dates + times
            let numbers = runs.compactMap { run -> Found? in
                guard !taken.contains(where: { $0.range.overlaps(run.range) && !($0.fit < 0.65) }) else { return nil }
                return NumberScanner.number(run, in: row, conventions: conventions)
            }
            return (taken + numbers).sorted { $0.range.lowerBound < $1.range.lowerBound }
        }
    }
}
