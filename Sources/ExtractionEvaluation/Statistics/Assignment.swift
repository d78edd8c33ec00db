/// The pairing of rows with columns of greatest total weight: each is used at most once, and as many pairs are made as the smaller side has.
///
/// The Hungarian method (Kuhn 1955, Munkres 1957) with shortest augmenting paths and potentials, O(rows² × columns). Among equal totals the
/// same one is always chosen.
///
/// - Parameter weights: A rectangular matrix of finite numbers, by row.
/// - Returns: The column of each row, or `nil` for a row that is left over.
public func bestAssignment(_ weights: [[Double]]) -> [Int?] {
    guard let columns = weights.first?.count, columns > 0 else { return weights.map { _ in nil } }
    guard weights.count <= columns else {
        let transposed = (0..<columns).map { column in weights.map { $0[column] } }
        var assigned = [Int?](repeating: nil, count: weights.count)
        for case let (column, row?) in bestAssignment(transposed).enumerated() { assigned[row] = column }
        return assigned
    }
    // Rows and columns count from 1; column 0 stands for the row that is being placed.
    var rowPotentials = [Double](repeating: 0, count: weights.count + 1)
    var columnPotentials = [Double](repeating: 0, count: columns + 1)
    var rowOfColumn = [Int](repeating: 0, count: columns + 1)
    for row in 1...weights.count {
        rowOfColumn[0] = row
        var slack = [Double](repeating: .infinity, count: columns + 1)
        var previous = [Int](repeating: 0, count: columns + 1)
        var visited = [Bool](repeating: false, count: columns + 1)
        var column = 0
        repeat {
            visited[column] = true
            let current = rowOfColumn[column]
            var delta = Double.infinity
            var next = 0
            for candidate in 1...columns where !visited[candidate] {
                let cost = -weights[current - 1][candidate - 1] - rowPotentials[current] - columnPotentials[candidate]
                if cost < slack[candidate] {
                    slack[candidate] = cost
                    previous[candidate] = column
                }
                if slack[candidate] < delta {
                    delta = slack[candidate]
                    next = candidate
                }
            }
            for candidate in 0...columns {
                if visited[candidate] {
                    rowPotentials[rowOfColumn[candidate]] += delta
                    columnPotentials[candidate] -= delta
                } else {
                    slack[candidate] -= delta
                }
            }
            column = next
        } while rowOfColumn[column] != 0
        while column != 0 {
            rowOfColumn[column] = rowOfColumn[previous[column]]
            column = previous[column]
        }
    }
    var assigned = [Int?](repeating: nil, count: weights.count)
    for column in 1...columns where rowOfColumn[column] > 0 { assigned[rowOfColumn[column] - 1] = column - 1 }
    return assigned
}
