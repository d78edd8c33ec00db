import ExtractionKit
import Synchronization

/// What an engine was asked.
final class CallLog: Sendable {
    private let requests = Mutex<[OCRRequest]>([])

    var all: [OCRRequest] { requests.withLock { $0 } }
    var count: Int { all.count }

    func add(_ request: OCRRequest) { requests.withLock { $0.append(request) } }
}
