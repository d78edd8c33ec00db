import ExtractionRemote
import Testing

@Suite struct `A circuit breaker` {
    private let start = ContinuousClock.now

    @Test func `opens after failures in a row, and lets one try after a pause`() {
        var breaker = CircuitBreaker(threshold: 3, pause: .seconds(30))
        var admitted: Duration?
        for _ in 0..<2 { breaker.failed(at: start) }
        breaker.succeeded()
        for _ in 0..<2 { breaker.failed(at: start) }
        admitted = breaker.admit(at: start)
        #expect(admitted == nil)
        breaker.failed(at: start)
        admitted = breaker.admit(at: start.advanced(by: .seconds(10)))
        #expect(admitted == .seconds(20))
        admitted = breaker.admit(at: start.advanced(by: .seconds(30)))
        #expect(admitted == nil)
        // While one tries, the others wait.
        admitted = breaker.admit(at: start.advanced(by: .seconds(30)))
        #expect(admitted == .seconds(30))
        breaker.failed(at: start.advanced(by: .seconds(31)))
        admitted = breaker.admit(at: start.advanced(by: .seconds(60)))
        #expect(admitted == .seconds(1))
        admitted = breaker.admit(at: start.advanced(by: .seconds(61)))
        #expect(admitted == nil)
        breaker.succeeded()
        admitted = breaker.admit(at: start.advanced(by: .seconds(61)))
        #expect(admitted == nil)
    }

    @Test func `lets the next one try when the one that tried was cancelled`() {
        var breaker = CircuitBreaker(threshold: 1, pause: .seconds(30))
        var admitted: Duration?
        breaker.failed(at: start)
        admitted = breaker.admit(at: start.advanced(by: .seconds(30)))
        #expect(admitted == nil)
        breaker.ended(at: start.advanced(by: .seconds(31)))
        admitted = breaker.admit(at: start.advanced(by: .seconds(31)))
        #expect(admitted == nil)
    }
}

@Suite struct `A rate limiter` {
    private let start = ContinuousClock.now

    @Test func `spreads calls evenly`() {
        var limiter = RateLimiter(callsPerSecond: 4)
        let waits = (0..<4).map { _ in limiter.reserve(at: start) }
        #expect(waits == [.zero, .milliseconds(250), .milliseconds(500), .milliseconds(750)])
        let later = limiter.reserve(at: start.advanced(by: .seconds(9)))
        #expect(later == .zero)
    }

    @Test func `lets a burst through after a pause`() {
        var limiter = RateLimiter(callsPerSecond: 1, burst: 3)
        let waits = (0..<5).map { _ in limiter.reserve(at: start) }
        #expect(waits == [.zero, .zero, .zero, .seconds(1), .seconds(2)])
    }

    @Test func `without a rate never waits`() {
        var limiter = RateLimiter(callsPerSecond: nil)
        let waits = (0..<3).map { _ in limiter.reserve(at: start) }
        #expect(waits == [.zero, .zero, .zero])
    }
}
