import ExtractionKit
import ExtractionTesting
import Testing

@Suite struct `The suite for embedders` {
    private func check(_ fault: EmbedderFault?) async throws {
        let other = PlantedEmbedder(fault: nil, version: fault == .keepsItsSpaceForOtherSettings ? "1" : "2")
        try await EmbedderConformance(PlantedEmbedder(fault: fault), others: [other], many: 300, longest: 1 << 16).check()
    }

    @Test func `passes a sound embedder`() async throws { try await check(nil) }

    @Test(arguments: EmbedderFault.allCases)
    func `names each fault`(fault: EmbedderFault) async throws {
        await expect(fault) { try await check(fault) }
    }

    @Test func `lets an embedder say that a text is too long`() async throws {
        try await EmbedderConformance(ShortSighted(), many: 2, longest: 1 << 16).check()
    }
}

/// Refuses long texts.
private struct ShortSighted: Embedder {
    private let sound = PlantedEmbedder(fault: nil)
    var space: EmbeddingSpace { sound.space }

    func embed(_ request: EmbeddingRequest) async throws -> [Embedding] {
        guard request.texts.allSatisfy({ $0.utf8.count < 10_000 }) else { throw ExtractionError(.tooLarge, "Shorten the text.") }
        return try await sound.embed(request)
    }
}

/// Adds up bytes, with one fault.
private struct PlantedEmbedder: Embedder {
    let fault: EmbedderFault?
    var version = "1"
    private let calls = CallCounter()
    private let meetings = CallCounter()
    private static let dimensions = 16

    var space: EmbeddingSpace {
        let moved = fault == .movesToAnotherSpace && calls.count > 4
        return EmbeddingSpace(
            model: PluginIdentity(id: "planted", version: fault == .hasNoName ? "" : moved ? "3" : version),
            dimensions: fault == .spaceWithoutDimensions ? 0 : Self.dimensions)
    }

    init(fault: EmbedderFault?, version: String = "1") {
        self.fault = fault
        self.version = version
    }

    func embedding(_ request: EmbeddingRequest) async throws -> EmbeddingResult {
        var result = try await EmbeddingResult(embeddings: embed(request))
        if fault == .othersWithTheirCost { result.embeddings.reverse() }
        return result
    }

    func embed(_ request: EmbeddingRequest) async throws -> [Embedding] {
        let call = calls.next()
        if fault == .throwsItsOwnError { throw ForeignError() }
        let isCancelled = Task.isCancelled
        if fault == .hidesCancellation, isCancelled { throw ExtractionError(.engineFailure, "It ended.") }
        if fault != .goesOnWhenCancelled { try Task.checkCancellation() }
        if fault != .ignoresDeadlines { try request.deadline.check("Embedding texts") }
        if fault == .failsWhenCancelledAtWork, request.purpose == .query, request.texts.count == 300 {
            while !Task.isCancelled { await Task.yield() }
            throw ForeignError()
        }
        try refuse(request.texts)
        var vectors = request.texts.map(vector)
        guard let last = vectors.indices.last else {
            if fault == .failsOnNothing { throw ExtractionError(.invalidRequest, "There are no texts.") }
            return fault == .vectorOfNothing ? [vector("")] : []
        }
        switch fault {
        case .forgetsAText: vectors.removeLast()
        case .otherDimension: vectors[last].components.append(0)
        case .notOfUnitLength: vectors[last].components = vectors[last].components.map { $0 * 2 }
        case .notANumber: vectors[last].components[0] = .nan
        // The first and the third text are the same, so that only these two are told apart.
        case .swapsTexts: if last == 3 { vectors.swapAt(1, 3) }
        case .readsThePlaceToo:
            for index in vectors.indices {
                vectors[index] = Embedding(normalizing: vectors[index].components.map { $0 + Float(index) / 10 })
            }
        case .readsNothing: vectors = vectors.map { _ in vectors[0] }
        case .changesItsMind: vectors = vectors.map { Embedding(normalizing: $0.components.map { $0 + Float(call) / 10 }) }
        case .dropsBlanks where request.texts == [" \t\n\u{A0}\u{2003}"]: vectors = []
        case .movesPlacesOfBlanks where last > 8: vectors.swapAt(0, 1)
        case .takesSomeTexts: vectors = Array(vectors.prefix(256))
        case .mixesBatches where last > 128: vectors.swapAt(127, 128)
        case .mixesTasks, .failsWhereTasksMeet:
            guard request.purpose == .query, last == 3, await meetings.meetsAnother() else { break }
            if fault == .failsWhereTasksMeet { throw ExtractionError(.engineFailure, "It is at work.") }
            vectors.swapAt(0, 1)
        default: break
        }
        return vectors
    }

    private func refuse(_ texts: [String]) throws {
        switch fault {
        case .failsOnBlanks where texts == [""]: throw ExtractionError(.invalidRequest, "There is no text.")
        case .crashesOnMarks where texts.contains { $0.unicodeScalars.contains("\u{301}") }:
            throw ExtractionError(.engineFailure, "It crashed.")
        case .endsAtZeroBytes where texts.contains { $0.utf8.contains(0) }: throw ForeignError()
        case .failsOnLongText where texts.contains { $0.utf8.count > 1 << 16 }: throw ForeignError()
        case .refusesMany where texts.count > 256: throw ExtractionError(.tooLarge, "There are too many texts.")
        default: break
        }
    }

    private func vector(_ text: String) -> Embedding {
        var components = [Float](repeating: 0, count: Self.dimensions)
        guard fault != .knowsLatinOnly || text.utf8.allSatisfy({ $0 < 0x80 }) else { return Embedding(normalizing: components) }
        components[0] = 1
        var hash: UInt64 = 7
        for byte in text.utf8.prefix(256) {
            hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
            components[Int(hash >> 41 % 16)] += 1
        }
        return Embedding(normalizing: components)
    }
}
