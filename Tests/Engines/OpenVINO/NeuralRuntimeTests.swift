import ExtractionKit
import ExtractionOpenVINO
import Foundation
import Testing

/// The runtime where it is installed. Elsewhere the tests that need it are skipped, which the log says.
private let installed: NeuralRuntime? = {
    do {
        return try NeuralRuntime(environment: PluginEnvironment(variables: ProcessInfo.processInfo.environment))
    } catch {
        print("Skipping the tests that run a model: \(error)")
        return nil
    }
}()

@Suite struct `A neural runtime` {
    @Test(.enabled(if: installed != nil)) func `runs a model on rows of any number`() throws {
        let runtime = try #require(installed)
        try HandmadeModel().withFile { path in
            let model = try runtime.compile(contentsOfFile: path)
            #expect(model.inputs.map(\.name) == ["x"])
            #expect(model.inputs.map(\.shape) == [[nil, 3]])
            #expect(model.inputs.map(\.element) == [.float32])
            #expect(model.outputs.map(\.shape) == [[nil, 3]])
            let request = try model.makeRequest()
            for rows in [1, 4, 2] {
                try request.setInput(0, shape: [rows, 3]) { numbers in
                    for index in numbers.indices { numbers[index] = Float(index) - 2 }
                }
                try request.infer()
                let result = try request.withOutput(0) { shape, numbers in (shape, Array(numbers)) }
                #expect(result.0 == [rows, 3])
                #expect(result.1 == (0..<(rows * 3)).map { max(0, Float($0) - 2) })
            }
        }
    }

    @Test(.enabled(if: installed != nil)) func `fixes the shape of an input and refuses another then`() throws {
        let runtime = try #require(installed)
        try HandmadeModel().withFile { path in
            let model = try runtime.compile(
                contentsOfFile: path, shapes: [0: [2, 3]], options: CompilationOptions(threads: 2, streams: 2, precision: .bfloat16))
            #expect(model.inputs.map(\.shape) == [[2, 3]])
            let request = try model.makeRequest()
            let error = #expect(throws: ExtractionError.self) {
                try request.setInput(0, shape: [1, 3]) { $0.update(repeating: 0) }
                try request.infer()
            }
            #expect(error?.code == .engineFailure)
        }
    }

    @Test(.enabled(if: installed != nil)) func `refuses a shape that the model can't have`() throws {
        let runtime = try #require(installed)
        try HandmadeModel().withFile { path in
            for (index, shape) in [(0, [1, 2, 3, 4, 5, 6, 7, 8, 9]), (1, [1, 3]), (-1, [1, 3])] {
                let error = #expect(throws: ExtractionError.self) {
                    try runtime.compile(contentsOfFile: path, shapes: [index: shape])
                }
                #expect(error?.code == .invalidConfiguration)
            }
        }
    }

    @Test(.enabled(if: installed != nil), arguments: ["NoSuchOperation", ""])
    func `refuses a file that is no model without quoting its path`(_ operation: String) throws {
        let runtime = try #require(installed)
        try HandmadeModel(operation: operation).withFile { path in
            let error = #expect(throws: ExtractionError.self) { try runtime.compile(contentsOfFile: path) }
            #expect(error.map { !$0.message.contains(path) } == true)
        }
    }

    @Test(.enabled(if: installed != nil)) func `stops a run that nobody waits for`() throws {
        let runtime = try #require(installed)
        try HandmadeModel().withFile { path in
            let request = try runtime.compile(contentsOfFile: path).makeRequest()
            // Large enough to outlast the first look at the clock.
            try request.setInput(0, shape: [20_000_000, 3]) { $0.update(repeating: 1) }
            #expect(throws: CancellationError.self) { try request.infer(isAbandoned: { true }) }
            try request.setInput(0, shape: [1, 3]) { $0.update(repeating: 1) }
            try request.infer()
            #expect(try request.withOutput(0) { _, numbers in Array(numbers) } == [1, 1, 1])
        }
    }

    @Test func `says what to install where there is nothing`() {
        let error = #expect(throws: ExtractionError.self) {
            try NeuralRuntime(environment: PluginEnvironment(variables: ["HOME": "/nonexistent"]))
        }
        #expect(error?.code == .missingResource)
        #expect(error?.message.contains("./install-engine openvino") == true)
    }
}

@Suite struct `ONNX metadata` {
    @Test func `is read from the file`() throws {
        try HandmadeModel(metadata: ["character": "ä\nb", "note": String(repeating: "x", count: 300)]).withFile { path in
            let metadata = try ONNXMetadata(contentsOfFile: path)
            #expect(metadata.values == ["character": "ä\nb", "note": String(repeating: "x", count: 300)])
        }
    }

    @Test func `of a file that ends early is refused at every length or whole`() throws {
        let bytes = HandmadeModel().bytes()
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).onnx")
        defer { try? FileManager.default.removeItem(at: url) }
        for length in 1..<bytes.count {
            try Data(bytes.prefix(length)).write(to: url)
            if let metadata = try? ONNXMetadata(contentsOfFile: url.path) { #expect(metadata.values.isEmpty) }
        }
    }
}
