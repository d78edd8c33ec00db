public import ExtractionKit

/// Reads pages with any program that speaks the protocol of <doc:Protocol> in the role `ocr`.
///
/// ```swift
/// let engine = try await ExternalOCREngine(configuration: .init(command: ["python3", "my_engine.py"]), environment: environment)
/// ```
///
/// The program is started when the engine is made, and ends with the last copy of the engine. A program that gives lines and not words has
/// its lines cut at blanks, each word with its share of the line's box.
public struct ExternalOCREngine: OCREngine {
    /// `external`, with the id and version that the program says it has, and a digest of the command and its settings.
    public let identity: PluginIdentity
    /// What the program says it can do.
    public let capabilities: OCRCapabilities
    private let program: ExternalProgram

    /// Starts the program and greets it.
    ///
    /// - Throws: ``/ExtractionKit/ExtractionError`` with the codes `invalidConfiguration`, `missingResource`, or one of those that begin with
    ///   `external`.
    public init(configuration: ExternalConfiguration, environment: PluginEnvironment) async throws {
        program = try await ExternalProgram(configuration, environment: environment, role: .ocr)
        identity = program.identity
        let said = program.greeting.capabilities
        capabilities = OCRCapabilities(
            languages: said?.languages ?? [], granularity: said?.granularity ?? .word, concurrentPages: configuration.processes,
            residency: program.greeting.residency)
    }

    /// Reads the text of a page's image.
    ///
    /// - Throws: ``/ExtractionKit/ExtractionError`` with the codes that the program reports, `deadlineExceeded`, or one of those that begin with
    ///   `external`; `CancellationError`.
    public func recognize(_ request: OCRRequest) async throws -> PageText {
        let what = "Reading the page"
        return try await program.run(what, until: request.deadline) { session, status in
            let raster = request.raster
            try session.greet(until: request.deadline, status)
            let header = Array("P5\n\(raster.width) \(raster.height)\n255\n".utf8)
            let path = try session.handOver([header, raster.pixels], ending: "pgm")
            defer { session.takeBack() }
            let body = OCRBody(
                page: request.page.number,
                image: OCRBody.Image(path: path, width: raster.width, height: raster.height, dpi: raster.dpi))
            let answer = try session.answer(to: body, as: OCRAnswer.self, what: what, until: request.deadline, status)
            do {
                let reader = LineReader(width: Double(raster.width), height: Double(raster.height), toPage: raster.toPage)
                return try PageText(
                    lines: reader.lines(answer.lines), isPartial: answer.partial ?? false,
                    warnings: (answer.warnings ?? []).map { $0.warning(page: request.page.number) },
                    usage: Usage(pages: 1, answer.usage))
            } catch let problem as LineReader.Problem {
                throw session.invalid(problem.what)
            }
        }
    }
}

extension ExternalOCREngine: ConfigurablePlugin {
    /// `external`.
    public static let id: PluginID = "external"
    /// One sentence for people.
    public static let summary = "Reads pages with any program that speaks the external protocol, such as one in Python."
    /// Says that a plan must name the program.
    public static func check(environment: PluginEnvironment) async -> PluginCheck { ExternalProgram.check }
}

private struct OCRBody: Encodable {
    var page: Int
    var image: Image

    struct Image: Encodable {
        var path: String
        var format = "pgm"
        var width: Int
        var height: Int
        var dpi: Double
    }
}

private struct OCRAnswer: Decodable {
    var lines: [ProgramLine]
    var partial: Bool?
    var warnings: [ProgramWarning]?
    var usage: ProgramUsage?
}
