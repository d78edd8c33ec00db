internal import ExtractionEngineSupport
internal import ExtractionKit

/// The reading of one document by one copy of a program, on its thread.
struct ReadingSession {
    let session: ProgramSession
    let status: CallStatus
    let request: ReadRequest
    /// Which start of the program has the document open.
    private var openedAt: Int?

    init(session: ProgramSession, status: CallStatus, request: ReadRequest) {
        self.session = session
        self.status = status
        self.request = request
    }

    struct Opening: Sendable {
        var pageCount: Int
        var selected: [Int]
    }

    /// What became of a page, before its layout is found.
    enum PageAnswer: Sendable {
        case read(Page, PageText, PageLayout?)
        case failed(page: Int, ExtractionError)
    }

    /// Opens the document, and reads the selected pages in order for as long as somebody waits.
    mutating func run(opened: (Opening) -> Void, page: (PageAnswer) -> Void) throws {
        let count = try open()
        let selected = try request.pages.pages(of: count, limit: request.limits.pages)
        opened(Opening(pageCount: count, selected: selected))
        for number in selected {
            guard !status.isAbandoned else { return }
            let deadline = min(request.deadline, .after(seconds: request.limits.secondsPerPage))
            do {
                try session.greet(until: deadline, status)
                if openedAt != session.starts {
                    guard try open() == count else {
                        throw session.invalid("the document had another number of pages when it was opened again")
                    }
                }
                let what = "Reading a page"
                let answer = try session.answer(to: PageBody(page: number), as: ProgramPage.self, what: what, until: deadline, status)
                do {
                    page(try answer.read(as: number))
                } catch let problem as LineReader.Problem {
                    throw session.invalid(problem.what)
                }
            } catch {
                page(.failed(page: number, ExtractionError(wrapping: error).scoped(page: number)))
            }
        }
    }

    /// The number of pages.
    private mutating func open() throws -> Int {
        try session.greet(until: request.deadline, status)
        let document = request.document
        let path = try session.handOver(
            [document.bytes], ending: document.mediaType.rawValue.split(separator: "/").last.map(String.init) ?? "bin")
        defer { session.takeBack() }
        let body = OpenBody(
            open: OpenBody.File(
                path: path, mediaType: document.mediaType, bytes: document.bytes.count, password: document.password?.reveal()))
        let answer = try session.answer(to: body, as: Opened.self, what: "Opening the document", until: request.deadline, status)
        guard answer.pages >= 0, answer.pages <= 10_000_000 else { throw session.invalid("result.pages isn't a number of pages") }
        guard answer.pages > 0 else { throw ExtractionError(.noPages, "The document has no pages; check where it comes from.") }
        openedAt = session.starts
        return answer.pages
    }

    private struct OpenBody: Encodable {
        var open: File

        struct File: Encodable {
            var path: String
            var mediaType: MediaType
            var bytes: Int
            var password: String?

            private enum CodingKeys: String, CodingKey {
                case path, bytes, password
                case mediaType = "media_type"
            }
        }
    }

    private struct Opened: Decodable {
        var pages: Int
    }

    private struct PageBody: Encodable {
        var page: Int
    }
}

extension ReadingSession.PageAnswer {
    /// The page with the program's own layout, or else the geometric one.
    func outcome(engine: PluginIdentity) async throws -> PageOutcome {
        switch self {
        case .failed(let number, let error): return .failed(page: number, error)
        case .read(let page, let text, let given):
            let layout: PageLayout
            if let given {
                layout = given
            } else {
                layout = try await GeometricLayoutAnalyzer().layout(for: LayoutRequest(page: page, text: text))
            }
            return .read(
                ReadPage(
                    page: page, route: PageRoute(method: .service, reason: .service, signals: RoutingSignals()), engine: engine,
                    layout: layout, isPartial: text.isPartial, warnings: text.warnings, usage: text.usage))
        }
    }
}

/// A page as programs write it: sizes and boxes in units of which `dpi` make an inch, 72 by default.
private struct ProgramPage: Decodable {
    var width: Double
    var height: Double
    var dpi: Double?
    var lines: [ProgramLine]?
    var paragraphs: [ProgramParagraph]?
    var partial: Bool?
    var warnings: [ProgramWarning]?
    var usage: ProgramUsage?

    struct ProgramParagraph: Decodable {
        var role: Paragraph.Role?
        var lines: [ProgramLine]
    }

    func read(as number: Int) throws -> ReadingSession.PageAnswer {
        let dpi = dpi ?? 72
        guard [width, height].allSatisfy({ $0.isFinite && $0 > 0 && $0 < 1e7 }), dpi.isFinite, dpi > 0.1, dpi < 1e5 else {
            throw LineReader.Problem(what: "result.width, result.height and result.dpi aren't the size of a page")
        }
        let page = Page(number: number, size: Size(width: width * 72 / dpi, height: height * 72 / dpi))
        let reader = LineReader(width: width, height: height, toPage: .pixels(dpi: dpi))
        var layout: PageLayout?
        var read: [TextLine] = []
        if let paragraphs {
            var builder = LayoutBuilder()
            for paragraph in paragraphs {
                builder.beginParagraph(role: paragraph.role ?? .body)
                for line in try reader.lines(paragraph.lines) {
                    builder.addLine(line.words)
                    read.append(line)
                }
            }
            layout = builder.finish()
        } else if let lines {
            read = try reader.lines(lines)
        } else {
            throw LineReader.Problem(what: "result has neither 'lines' nor 'paragraphs'")
        }
        let text = PageText(
            lines: read, isPartial: partial ?? false, warnings: (warnings ?? []).map { $0.warning(page: number) },
            usage: Usage(pages: 1, usage))
        return .read(page, text, layout)
    }
}
