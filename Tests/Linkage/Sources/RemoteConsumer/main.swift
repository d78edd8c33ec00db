import ExtractionAzure
import ExtractionKit
import ExtractionRemote

let transport = ReplayingHTTPTransport([.answer(HTTPAnswer(status: 401))])
let reader = try AzureDocumentIntelligence(
    .init(endpoint: "https://service.example"), transport: transport, credentials: { AzureDocumentIntelligence.key(Secret("k")) })
let pipeline = Pipeline(reader: reader, extractor: ReaderFieldExtractor(), schemas: [])
do {
    _ = try await pipeline.extract(ExtractionRequest(Document(bytes: [1, 2, 3], filename: "a")))
} catch let error as ExtractionError {
    print(error.code, transport.requests.count)
}
