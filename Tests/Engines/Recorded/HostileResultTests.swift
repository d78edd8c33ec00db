import ExtractionEvaluation
import ExtractionKit
import ExtractionResultFormats
import Testing

@Suite struct `A damaged result` {
    @Test(.timeLimit(.minutes(30)), arguments: Sample.all.indices)
    func `is read or refused with a typed error`(index: Int) throws {
        let (format, text) = Sample.all[index]
        let bytes = Array(text.utf8)
        var generator = SeededGenerator(seed: UInt64(index) + 1)
        let digits = bytes.indices.filter { (0x30...0x39).contains(bytes[$0]) }
        for round in 0..<240 {
            var damaged = bytes
            switch round % 4 {
            case 0: damaged.removeLast(Int.random(in: 1...bytes.count, using: &generator))
            case 1:
                for _ in 0..<Int.random(in: 1...4, using: &generator) {
                    damaged[Int.random(in: bytes.indices, using: &generator)] ^= UInt8.random(in: 1...127, using: &generator)
                }
            case 2:
                // Numbers are where sizes and places are.
                guard let digit = digits.randomElement(using: &generator) else { continue }
                let number = ["999999999999999999999", "-1", "1e308", "nan", "-9223372036854775808", "9223372036854775807", "", "0"]
                damaged.replaceSubrange(digit...digit, with: Array((number.randomElement(using: &generator) ?? "").utf8))
            default:
                let start = Int.random(in: bytes.indices, using: &generator)
                let end = min(bytes.count, start + Int.random(in: 1...40, using: &generator))
                damaged.insert(contentsOf: bytes[start..<end], at: Int.random(in: bytes.indices, using: &generator))
            }
            do {
                let result = try format.parser.result(of: damaged)
                for page in result.pages {
                    let placed = page.inPoints()
                    let corners = placed.layout.words.flatMap(\.polygon.corners)
                    #expect(corners.allSatisfy { $0.x.isFinite && $0.y.isFinite })
                    #expect(placed.words.allSatisfy { !$0.text.isEmpty && !$0.text.contains(where: \.isWhitespace) })
                    #expect(placed.words.allSatisfy { ($0.confidence ?? 0) >= 0 && ($0.confidence ?? 1) <= 1 })
                }
            } catch {
                #expect(error is ExtractionError, "format \(format), round \(round)")
            }
        }
    }
}
