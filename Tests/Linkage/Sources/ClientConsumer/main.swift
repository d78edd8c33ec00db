import ExtractionAsyncHTTPClient
import ExtractionAzure
import ExtractionKit
import ExtractionRemote

// Nobody listens there.
let reader = try AzureDocumentIntelligence(
    .init(endpoint: "http://127.0.0.1:1"), transport: AsyncHTTPTransport(),
    clock: ServiceClock(now: { .now }, date: { 0 }, sleep: { _ in }, random: { 0 }),
    credentials: { AzureDocumentIntelligence.key(Secret("k")) })
let pipeline = Pipeline(reader: reader, extractor: ReaderFieldExtractor(), schemas: [])
do {
    _ = try await pipeline.extract(ExtractionRequest(Document(bytes: [1, 2, 3], filename: "a")))
} catch let error as ExtractionError {
    print(error.code)
}
