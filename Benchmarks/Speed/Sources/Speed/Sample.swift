internal import Glibc

/// One run of a workload, and a calibration loop right before it.
struct Sample {
    /// Wall time of the run, in seconds.
    let seconds: Double
    /// Time of all of the process's processors during the run, in seconds.
    let processorSeconds: Double
    /// Wall time of the run divided by that of the calibration loop.
    let ratio: Double

    /// Runs a workload once to warm it up, and then for so many seconds, at least eleven times and at most a thousand.
    static func samples(of workload: Workload, seconds: Double) async throws -> [Sample] {
        try await workload.run()
        var samples: [Sample] = []
        let end = now(CLOCK_MONOTONIC) + seconds
        while samples.count < 11 || (samples.count < 1_000 && now(CLOCK_MONOTONIC) < end) {
            let start = now(CLOCK_MONOTONIC)
            keep(calibrationLoop())
            let calibration = now(CLOCK_MONOTONIC) - start
            let processorStart = now(CLOCK_PROCESS_CPUTIME_ID)
            let runStart = now(CLOCK_MONOTONIC)
            try await workload.run()
            let run = now(CLOCK_MONOTONIC) - runStart
            samples.append(
                Sample(seconds: run, processorSeconds: now(CLOCK_PROCESS_CPUTIME_ID) - processorStart, ratio: run / calibration))
        }
        return samples
    }

    private static func now(_ clock: clockid_t) -> Double {
        var time = timespec()
        clock_gettime(clock, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// Integer work over a table of 256 KB, some 10 ms of it: what the machine does at the moment, for comparing runs and machines. Never change
    /// it: every ratio published refers to it.
    @inline(never)
    private static func calibrationLoop() -> UInt64 {
        var table = [UInt64](repeating: 1, count: 32_768)
        var state: UInt64 = 88_172_645_463_325_252
        for _ in 0..<4_000_000 {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            table[Int(state & 32_767)] &+= state
        }
        return table.reduce(0, &+)
    }
}
