import ExtractionKit
import ExtractionTesting
import Foundation
import Testing

@testable import ExtractionExternal

extension `External programs` {
    @Suite struct `An external embedder` {
        private func embedder(_ behaviour: String = "good", batch: Int = 2) async throws -> ExternalEmbedder {
            try await ExternalEmbedder(
                configuration: Peer.configuration("embedder", behaviour) {
                    $0.batch = batch
                    $0.processes = 2
                }, environment: PluginEnvironment())
        }

        @Test func `keeps the contract of its role`() async throws {
            let embedder = try await embedder()
            #expect(embedder.space.dimensions == 8)
            let other = try await ExternalEmbedder(
                configuration: Peer.configuration("embedder", "good") { $0.settings = .object(["behaviour": "good", "size": 2]) },
                environment: PluginEnvironment())
            try await EmbedderConformance(embedder, others: [other], many: 300).check()
        }

        @Test func `gives the same vectors whatever the batches`() async throws {
            let texts = (0..<23).map { "text \($0)" }
            let request = EmbeddingRequest(texts: texts, purpose: .passage)
            let (small, large) = (try await embedder(batch: 3), try await embedder(batch: 100))
            #expect(try await small.embed(request) == large.embed(request))
        }

        @Test(arguments: ["forgets-a-vector", "embeds-nothing"])
        func `refuses vectors that aren't any`(behaviour: String) async throws {
            let embedder = try await embedder(behaviour)
            let error = await #expect(throws: ExtractionError.self) {
                try await embedder.embed(EmbeddingRequest(texts: ["a"], purpose: .query))
            }
            #expect(error?.code == .externalInvalidAnswer)
        }
    }

    @Suite struct `An external field extractor` {
        private let schema = RecordSchema(id: "note", title: "Note", fields: [FieldSchema(name: "total", type: .money)])

        private func extractor(_ behaviour: String = "good") async throws -> ExternalFieldExtractor {
            try await ExternalFieldExtractor(configuration: Peer.configuration("extractor", behaviour), environment: PluginEnvironment())
        }

        @Test func `keeps the contract of its role`() async throws {
            try await FieldExtractorConformance(extractor()).check()
        }

        @Test func `grounds a value where its quote stands`() async throws {
            let document = try await ReadDocument(monospacedPages: ["Nothing here", "Total: EUR 1,240.50"])
            let result = try await extractor().fields(for: FieldRequest(target: .schema(schema)), in: document)
            let field = try #require(result.fields.first)
            #expect(field.value == .money(1240.50, currency: "EUR"))
            #expect(field.raw == "EUR 1,240.50")
            #expect(field.grounding.map(\.region.page) == [2])
            #expect(field.grounding.map(\.status) == [.normalised])
            #expect(field.source == "external:peer")
        }

        @Test func `finds out what a program invents`() async throws {
            let document = try await ReadDocument(monospacedPages: ["Total: 1.00"])
            let result = try await extractor("invents").fields(for: FieldRequest(target: .schema(schema)), in: document)
            #expect(result.fields.isEmpty)
            #expect(result.missing == [MissingField(name: "total", reason: "quote_not_found")])
        }

        @Test func `leaves out what nobody asked for, and says so`() async throws {
            let document = try await ReadDocument(monospacedPages: ["Total: 1.00"])
            let result = try await extractor("says-more").fields(for: FieldRequest(target: .schema(schema)), in: document)
            #expect(result.fields.map(\.name) == ["total"])
            #expect(result.warnings.map(\.code) == ["external_field_left_out"])
        }
    }

    @Suite struct `An external document reader` {
        private func reader(_ behaviour: String = "good") async throws -> ExternalDocumentReader {
            try await ExternalDocumentReader(configuration: Peer.configuration("reader", behaviour), environment: PluginEnvironment())
        }

        private func document(_ pages: String...) -> Document {
            Document(bytes: Array(pages.joined(separator: "\u{0C}").utf8), filename: "pages.txt")
        }

        private func outcomes(_ reader: ExternalDocumentReader, _ document: Document) async throws -> [PageOutcome] {
            try await reader.withPages(of: ReadRequest(document: document)) { pages in
                var outcomes: [PageOutcome] = []
                for try await outcome in pages { outcomes.append(outcome) }
                return outcomes
            }
        }

        @Test(arguments: ["good", "structures"])
        func `keeps the contract of its role`(behaviour: String) async throws {
            let samples = [document("One line\nand another"), document("First", "Second page", "Third")]
                .map { DocumentLoaderConformance.Sample($0, pageCount: $0.bytes.count { $0 == 0x0C } + 1) }
            try await DocumentReaderConformance(reader(behaviour), samples: samples).check()
        }

        @Test func `turns the program's pixels into points`() async throws {
            let outcome = try #require(try await outcomes(reader(), document("One word")).first)
            guard case .read(let page) = outcome else { throw CancellationError() }
            #expect(page.page.size == Size(width: 612, height: 792))
            #expect(page.layout.content == "One word")
            #expect(page.layout.words.first.map { abs($0.polygon.bounds.minX - 48) < 0.001 } == true)
            #expect(page.route.method == .service)
        }

        @Test func `goes on after a page that fails and one that kills its program`() async throws {
            let outcomes = try await outcomes(reader(), document("Good", "FAIL", "DIE", "Good again"))
            let codes = outcomes.map { outcome in
                if case .failed(_, let error) = outcome { error.code } else { nil as ExtractionError.Code? }
            }
            #expect(codes == [nil, .corrupt, .externalCrashed, nil])
        }

        @Test func `passes on why a document can't be opened`() async throws {
            let reader = try await reader()
            let error = await #expect(throws: ExtractionError.self) { try await outcomes(reader, document("%PDF-1.4")) }
            #expect(error?.code == .unsupportedMediaType)
        }
    }
}
