internal import ExtractionEvaluation
internal import ExtractionKit
internal import Foundation

/// Exact search among vectors in memory.
enum Vectors {
    /// Answers requests line by line, so that another program can take turns with it.
    ///
    /// The first line names a file of 32-bit numbers, their count of rows and of columns; the last 100 rows are queries. Each line after it is `float32`
    /// or `int8` and the number of tasks; the answer is the milliseconds per query, then the rows found for each query, with blanks between.
    static func serve() async throws {
        guard let head = readLine()?.split(separator: " "), head.count == 3, let rows = Int(head[1]), let columns = Int(head[2]) else {
            throw SearchBench.Usage()
        }
        let data = try Data(contentsOf: URL(filePath: String(head[0])), options: .alwaysMapped)
        func embedding(_ row: Int) -> Embedding {
            data.withUnsafeBytes { bytes in
                Embedding(
                    normalized: (0..<columns).map { bytes.loadUnaligned(fromByteOffset: (row * columns + $0) * 4, as: Float.self) })
            }
        }
        var tables: [VectorTable.Precision: VectorTable] = [:]
        for precision in VectorTable.Precision.allCases {
            var table = VectorTable(dimensions: columns, precision: precision)
            for row in 0..<rows - 100 { table.append(embedding(row)) }
            tables[precision] = table
        }
        let queries = (rows - 100..<rows).map(embedding)
        print("ready")
        fflush(nil)
        while let line = readLine()?.split(separator: " "), line.count == 2 {
            guard let precision = VectorTable.Precision(rawValue: String(line[0])), let tasks = Int(line[1]), let table = tables[precision]
            else {
                throw SearchBench.Usage()
            }
            var found: [String] = []
            let time = await milliseconds {
                for query in queries {
                    let best = await table.nearest(to: query, count: 10, tasks: tasks)
                    found.append(best.map { "\($0.row)" }.joined(separator: " "))
                }
            }
            print("\(time / Double(queries.count)) \(found.joined(separator: " "))")
            fflush(nil)
        }
    }

    /// How the time of a search grows with the number of chunks, in an index with texts and vectors.
    static func growth() async throws {
        print(
            "| chunks | vector, float32, ms | vector, int8, ms | words, ms | hybrid, ms | indexing, chunks/s |\n|--:|--:|--:|--:|--:|--:|")
        var corpus = Corpus(seed: 5)
        var points: [(Double, [Double])] = []
        for count in [1_000, 10_000, 100_000, 1_000_000] {
            let space = EmbeddingSpace(model: PluginIdentity(id: "random", version: "1"), dimensions: 384)
            var times: [Double] = [], indexing = 0.0
            for precision in VectorTable.Precision.allCases {
                let index = InMemorySearchIndex(space: space, precision: precision)
                var spent = 0.0
                for first in stride(from: 0, to: count, by: 1_000) {
                    let document = try corpus.document("d\(first)", chunks: min(1_000, count), space: space)
                    spent += try await milliseconds { try await index.replace(document) }
                }
                indexing = Double(count) / spent * 1_000
                let queries = try (0..<20).map { _ in try corpus.request(space: space) }
                for shape in precision == .float32 ? [Shape.vector] : [.vector, .words, .hybrid] {
                    var all: [Double] = []
                    for query in queries {
                        let request = shape.request(query)
                        all.append(try await milliseconds { _ = try await index.search(request) })
                    }
                    times.append(all.percentile(0.5))
                }
            }
            points.append((Double(count), times))
            print("| \(count) | " + times.map { printed($0, 3) }.joined(separator: " | ") + " | \(Int(indexing)) |")
            fflush(nil)
        }
        // The slope of a line through the logarithms.
        let exponents = (0..<4).map { column in
            let x = points.map { log($0.0) }, y = points.map { log($0.1[column]) }
            let meanX = x.reduce(0, +) / Double(x.count), meanY = y.reduce(0, +) / Double(y.count)
            return zip(x, y).reduce(0) { $0 + ($1.0 - meanX) * ($1.1 - meanY) } / x.reduce(0) { $0 + ($1 - meanX) * ($1 - meanX) }
        }
        print("| exponent | " + exponents.map { printed($0) }.joined(separator: " | ") + " | |")
    }
}

/// What a search looks for.
enum Shape: String, CaseIterable {
    case words, vector, hybrid, filtered

    func request(_ request: SearchRequest) -> SearchRequest {
        var request = request
        switch self {
        case .words: request.embedding = nil
        case .vector: request.text = nil
        case .hybrid: break
        case .filtered:
            request.filter = SearchFilter(
                types: ["invoice"], conditions: [FieldCondition(fields: ["total_amount"], .greater, .number(500))])
        }
        return request
    }
}
