public import ExtractionKit

/// How fast something was, and what it cost. A harness measures; this sums up.
public struct SpeedSummary: Hashable, Sendable, Codable {
    /// The time to the first page of each document.
    public var firstPage: LatencySummary?
    /// The time of each document, or of each page: the harness says which.
    public var latency: LatencySummary?
    /// The pages that were read.
    public var pages: Int
    /// The wall time of the whole run in seconds, with as much at once as the run allowed.
    public var wallSeconds: Double
    /// The greatest resident set of the process or processes that did the work, in bytes, where it was measured.
    public var peakResidentBytes: Int?
    /// The processor time of reading a page in seconds, where it was measured for every page.
    public var processorSecondsPerPage: Double?
    /// Calls, tokens and money.
    public var usage: Usage

    /// Sums up a run.
    public init(
        firstPageSeconds: [Double] = [], seconds: [Double], pages: Int, wallSeconds: Double, peakResidentBytes: Int? = nil,
        processorSecondsPerPage: Double? = nil, usage: Usage = Usage()
    ) {
        firstPage = LatencySummary(firstPageSeconds)
        latency = LatencySummary(seconds)
        self.pages = pages
        self.wallSeconds = wallSeconds
        self.peakResidentBytes = peakResidentBytes
        self.processorSecondsPerPage = processorSecondsPerPage
        self.usage = usage
    }

    /// Pages in a second of wall time; `nil` for a run that took no time.
    public var pagesPerSecond: Double? { wallSeconds > 0 ? Double(pages) / wallSeconds : nil }
}

/// Times in seconds, summed up. Percentiles are of type 7: see ``percentile(_:of:)``.
public struct LatencySummary: Hashable, Sendable, Codable {
    /// How many times were measured.
    public var count: Int
    /// The least.
    public var minimum: Double
    /// The median.
    public var p50: Double
    /// Nineteen of twenty took no longer.
    public var p95: Double
    /// Ninety-nine of a hundred took no longer.
    public var p99: Double
    /// The greatest.
    public var maximum: Double
    /// The mean.
    public var mean: Double

    /// Sums up times; `nil` for none. Times that are no numbers are left out.
    public init?(_ seconds: [Double]) {
        let sorted = seconds.filter { !$0.isNaN }.sorted()
        guard let first = sorted.first, let last = sorted.last, let p50 = percentile(0.5, ofSorted: sorted),
            let p95 = percentile(0.95, ofSorted: sorted), let p99 = percentile(0.99, ofSorted: sorted)
        else { return nil }
        count = sorted.count
        minimum = first
        self.p50 = p50
        self.p95 = p95
        self.p99 = p99
        maximum = last
        mean = sorted.reduce(0, +) / Double(sorted.count)
    }
}

extension MetricDefinition {
    private static let quantiles = "Hyndman and Fan, The American Statistician 50(4), 1996, type 7 (percentiles)."

    /// Time to the first page.
    public static let firstPageLatency = MetricDefinition(
        id: "first_page_seconds", title: "First page",
        definition: "Wall time from the request to the first page of a document, median and 95th percentile over documents.",
        source: quantiles, direction: .lowerIsBetter, unit: .seconds)
    /// Time of a document.
    public static let latency = MetricDefinition(
        id: "latency_seconds", title: "Latency",
        definition: "Wall time from the request to the result, median and 95th percentile.",
        source: quantiles, direction: .lowerIsBetter, unit: .seconds)
    /// Throughput.
    public static let pagesPerSecond = MetricDefinition(
        id: "pages_per_second", title: "Pages per second", definition: "Pages read divided by the wall time of the whole run.",
        source: "Defined here.", direction: .higherIsBetter, unit: .pagesPerSecond)
    /// Memory.
    public static let peakResidentSize = MetricDefinition(
        id: "peak_rss", title: "Peak memory",
        definition:
            "Greatest resident set size of the process while documents were read, what it held before included, with that of the processes that it started meanwhile, and what it grew by while fields were looked for. A later configuration holds what earlier ones left: run it alone for its own figure. Where the kernel can't measure a part of a run, it is of the whole run.",
        source: "proc_pid_status(5), VmHWM; getrusage(2), ru_maxrss for the whole run.", direction: .lowerIsBetter, unit: .bytes)
    /// Processor time.
    public static let processorTime = MetricDefinition(
        id: "processor_seconds_per_page", title: "Processor time per page",
        definition:
            "Processor time of reading, divided by the pages read: all threads, and all programs that engines run, their start included; measured with one document at a time.",
        source: "getrusage(2), proc(5).", direction: .lowerIsBetter, unit: .seconds)
    /// Money.
    public static let cost = MetricDefinition(
        id: "cost", title: "Cost", definition: "Money billed by engines and services for the run.",
        source: "Usage of the extraction.", direction: .lowerIsBetter, unit: .dollars)
}
