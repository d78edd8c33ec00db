extension Sequence {
    /// So many elements that come first in an order, or all of them, in that order. Nothing else is put in order, so it costs little more than
    /// looking at each once.
    @inlinable package func leading(_ count: Int, by precedes: (Element, Element) -> Bool) -> [Element] {
        guard count > 0 else { return [] }
        var leading: [Element] = []
        for element in self {
            if leading.count == count {
                guard precedes(element, leading[count - 1]) else { continue }
                leading.removeLast()
            }
            var low = 0, high = leading.count
            while low < high {
                let middle = (low + high) / 2
                if precedes(element, leading[middle]) { high = middle } else { low = middle + 1 }
            }
            leading.insert(element, at: low)
        }
        return leading
    }
}
