extension Sequence<Double> {
    /// The score of the last of so many best; there must be more.
    package func largest(_ count: Int) -> Double {
        // A heap with the lowest of the best at its head.
        var heap: [Double] = []
        for score in self {
            if heap.count < count {
                heap.append(score)
                if heap.count == count { heap.sort() }
                continue
            }
            guard score > heap[0] else { continue }
            heap[0] = score
            var parent = 0
            while true {
                var least = parent
                if 2 * parent + 1 < heap.count, heap[2 * parent + 1] < heap[least] { least = 2 * parent + 1 }
                if 2 * parent + 2 < heap.count, heap[2 * parent + 2] < heap[least] { least = 2 * parent + 2 }
                if least == parent { break }
                heap.swapAt(parent, least)
                parent = least
            }
        }
        return heap[0]
    }
}
