/// A tree whose children have an order, kept as the list of its nodes in postorder: children before their parent.
struct OrderedTree<Label> {
    /// The labels in postorder; the root is the last.
    private(set) var labels: [Label] = []
    /// For each node the index of the leftmost leaf under it; of a leaf, its own.
    private(set) var leftmostLeaves: [Int] = []

    /// The tree of nothing.
    init() {}

    /// Adds a node over the last subtrees, which begin at the node `start` of the list; `nil` for a leaf.
    mutating func append(_ label: Label, childrenFrom start: Int?) {
        let leftmost = if let start, start < labels.count { leftmostLeaves[start] } else { labels.count }
        labels.append(label)
        leftmostLeaves.append(leftmost)
    }

    /// The number of nodes.
    var count: Int { labels.count }

    /// For each leftmost leaf the highest node above it, in order: the roots of the subtrees that have to be compared anew.
    var keyRoots: [Int] {
        var highest: [Int: Int] = [:]
        for (node, leaf) in leftmostLeaves.enumerated() { highest[leaf] = node }
        return highest.values.sorted()
    }

    /// The least cost of deletions, insertions (1 each) and relabelings (0...1) that turn one tree into the other.
    ///
    /// Zhang and Shasha, "Simple Fast Algorithms for the Editing Distance between Trees and Related Problems" (SIAM Journal on Computing 18(6),
    /// 1989). For trees as flat as tables its time is a small multiple of the product of the sizes.
    func editDistance(to other: OrderedTree, relabelCost: (Label, Label) -> Double) -> Double {
        guard count > 0, other.count > 0 else { return Double(max(count, other.count)) }
        let columns = other.count
        let relabel = labels.flatMap { label in other.labels.map { relabelCost(label, $0) } }
        var distance = [Double](repeating: 0, count: count * columns)
        var forest = [Double](repeating: 0, count: (count + 1) * (columns + 1))
        for left in keyRoots {
            for right in other.keyRoots {
                let leftStart = leftmostLeaves[left]
                let rightStart = other.leftmostLeaves[right]
                let width = right - rightStart + 2
                forest[0] = 0
                for row in 1...(left - leftStart + 1) { forest[row * width] = Double(row) }
                for column in 1..<width { forest[column] = Double(column) }
                for leftNode in leftStart...left {
                    let row = leftNode - leftStart + 1
                    let leftLeaf = leftmostLeaves[leftNode]
                    for rightNode in rightStart...right {
                        let column = rightNode - rightStart + 1
                        let rightLeaf = other.leftmostLeaves[rightNode]
                        let edited = min(forest[(row - 1) * width + column], forest[row * width + column - 1]) + 1
                        if leftLeaf == leftStart, rightLeaf == rightStart {
                            let cost = min(edited, forest[(row - 1) * width + column - 1] + relabel[leftNode * columns + rightNode])
                            forest[row * width + column] = cost
                            distance[leftNode * columns + rightNode] = cost
                        } else {
                            let before = forest[(leftLeaf - leftStart) * width + rightLeaf - rightStart]
                            forest[row * width + column] = min(edited, before + distance[leftNode * columns + rightNode])
                        }
                    }
                }
            }
        }
        return distance[count * columns - 1]
    }
}
