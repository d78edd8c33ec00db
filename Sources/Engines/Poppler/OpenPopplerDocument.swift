internal import ExtractionEngineSupport
internal import ExtractionKit

/// A document while it is open: each call is done on one of the document's threads.
struct OpenPopplerDocument: OpenDocument {
    let pool: ThreadConfinedPool<PopplerDocument>
    let pageCount: Int
    let concurrentPages: Int
    let limits: DocumentLimits

    func page(_ request: PageRequest) async throws -> Page {
        try await run("Parsing the page", on: request.page, deadline: request.deadline) { page, _ in page.description }
    }

    func textLayer(_ request: PageRequest) async throws -> TextLayer? {
        try await run("Reading the page's text layer", on: request.page, deadline: request.deadline) { page, status in
            try page.textLayer(status)
        }
    }

    func raster(_ request: RasterRequest) async throws -> Raster {
        let limits = limits
        return try await run("Drawing the page", on: request.page, deadline: request.deadline) { page, status in
            try page.raster(dpi: request.dpi, limits: limits, status)
        }
    }

    private func run<R: Sendable>(
        _ what: String, on number: Int, deadline: Deadline, _ body: @escaping @Sendable (PopplerPage, CallStatus) throws -> R
    ) async throws -> R {
        guard number >= 1, number <= pageCount else { throw ExtractionError.page(number, outOf: pageCount) }
        do {
            try deadline.check(what)
            return try await pool.run(what, deadline: deadline) { try body($0.page(number), $1) }
        } catch let error as ExtractionError {
            throw error.scoped(page: number)
        }
    }
}
