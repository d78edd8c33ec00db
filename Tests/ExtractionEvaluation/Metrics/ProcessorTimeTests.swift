import Foundation
import Testing

@testable import ExtractionEvaluation

@Suite struct `Processor time` {
    @Test func `grows with work`() {
        let start = processorSeconds()
        var sum = 0.0
        repeat { for number in 0..<10_000 { sum += Double(number).squareRoot() } } while processorSeconds() - start < 0.02
        #expect(sum > 0)
    }

    @Test(arguments: [
        ("12 (a) S 7 1 1 0 -1 0 0 0 0 0 30 4 5 6 20 0", 7, 45), ("12 (odd ) name (x)) R 1 1 1 0 -1 0 0 0 0 0 1 0 0 0 20 0", 1, 1),
    ]) func `is read from the kernel's line`(line: String, parent: Int, ticks: Int) throws {
        let status = try #require(ProcessStatus(line))
        #expect(status.parent == parent)
        #expect(status.ticks == ticks)
    }

    @Test(arguments: ["", "12 (a) S 7", "12 a S 7 1 1 0 -1 0 0 0 0 0 30 4 5 6 20 0"])
    func `isn't read from anything else`(line: String) {
        #expect(ProcessStatus(line) == nil)
    }

    #if os(Linux)
        @Test func `counts programs that still run`() async throws {
            let process = Process()
            process.executableURL = URL(filePath: "/bin/sh")
            process.arguments = ["-c", "i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done; echo; read line"]
            let (input, output) = (Pipe(), Pipe())
            process.standardInput = input
            process.standardOutput = output
            let start = processorSeconds()
            try process.run()
            _ = try output.fileHandleForReading.read(upToCount: 1)
            #expect(process.isRunning)
            #expect(processorSeconds() - start > 0.03)
            try input.fileHandleForWriting.close()
            process.waitUntilExit()
        }
    #endif
}
