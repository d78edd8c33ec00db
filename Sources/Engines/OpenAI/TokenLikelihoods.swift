internal import Foundation

/// How likely a model thought what it wrote: the likelihoods of its tokens, laid over the bytes of its answer.
struct TokenLikelihoods {
    /// Where each token begins, and how likely it was.
    private let starts: [Int]
    private let likelihoods: [Double]
    private let count: Int

    /// - Returns: `nil` where the service gave no tokens, or others than those of the answer.
    init?(_ tokens: [(bytes: [UInt8], logprob: Double)], of content: String) {
        let bytes = Array(content.utf8)
        var starts: [Int] = [], offset = 0
        for token in tokens {
            guard bytes[offset...].starts(with: token.bytes) else { return nil }
            starts.append(offset)
            offset += token.bytes.count
        }
        guard !tokens.isEmpty, offset == bytes.count else { return nil }
        self.starts = starts
        // Services write -9999 for what they think impossible.
        likelihoods = tokens.map { $0.logprob.isNaN ? 0 : exp(min(0, $0.logprob)) }
        count = bytes.count
    }

    /// The likelihood of the least likely token in a stretch: where a model hesitates over one digit, the number is as doubtful as that.
    func least(in range: Range<Int>) -> Double {
        var index = max(0, (starts.partitioningIndex { $0 > range.lowerBound }) - 1)
        var least = 1.0
        while index < starts.count, starts[index] < range.upperBound {
            let end = index + 1 < starts.count ? starts[index + 1] : count
            if end > range.lowerBound { least = min(least, likelihoods[index]) }
            index += 1
        }
        return least
    }
}

extension [Int] {
    /// The first place whose element fulfils a condition that all after it do too.
    fileprivate func partitioningIndex(_ holds: (Int) -> Bool) -> Int {
        var low = 0, high = count
        while low < high {
            let middle = (low + high) / 2
            if holds(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
