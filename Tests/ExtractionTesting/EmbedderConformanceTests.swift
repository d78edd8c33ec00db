import ExtractionKit
import ExtractionTesting
import Testing

@Suite struct `The suite for embedders` {
    @Test func `passes a sound embedder`() async throws { try await EmbedderConformance(PlantedEmbedder(fault: nil)).check() }

    @Test(arguments: EmbedderFault.allCases)
    func `names each fault`(fault: EmbedderFault) async throws {
        let embedder = try PlantedEmbedder(fault: fault)
        await expect(fault) { try await EmbedderConformance(embedder).check() }
    }
}

/// Hashes words, with one fault.
private struct PlantedEmbedder: Embedder {
    let fault: EmbedderFault?
    private let sound: HashingEmbedder
    private let calls = CallCounter()

    var space: EmbeddingSpace {
        EmbeddingSpace(
            model: PluginIdentity(id: "planted", version: fault == .hasNoName ? "" : "1"),
            dimensions: fault == .spaceWithoutDimensions ? 0 : sound.space.dimensions)
    }

    init(fault: EmbedderFault?) throws {
        self.fault = fault
        sound = try HashingEmbedder()
    }

    func embed(_ request: EmbeddingRequest) async throws -> [Embedding] {
        if fault == .throwsItsOwnError { throw ForeignError() }
        var vectors = try await sound.embed(request)
        guard let last = vectors.indices.last else {
            if fault == .failsOnNothing { throw ExtractionError(.invalidRequest, "There are no texts.") }
            return fault == .vectorOfNothing ? try await sound.embed(EmbeddingRequest(texts: [""], purpose: .passage)) : []
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
        case .changesItsMind:
            let shift = Float(calls.next()) / 10
            vectors = vectors.map { Embedding(normalizing: $0.components.map { $0 + shift }) }
        default: break
        }
        return vectors
    }
}
