internal import ExtractionKit
internal import ExtractionOpenVINO
internal import Foundation

/// The networks of the engine, loaded and compiled once for all of its threads.
struct PPOCRModels: Sendable {
    let detection: CompiledModel
    let recognition: CompiledModel
    let decoder: CTCDecoder

    /// The height of a line that the recognition network reads.
    static let lineHeight = 48

    /// Where the files are.
    struct Files: Sendable {
        var detection: String
        var recognition: String

        /// Finds the files in a folder by their names, which is what their packages call them.
        ///
        /// - Throws: `missingResource`.
        init(folder: String) throws {
            let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
            func file(_ kind: String) throws -> String {
                guard let name = names.first(where: { $0.hasSuffix(".onnx") && $0.contains(kind) }) else {
                    throw ExtractionError(
                        .missingResource,
                        "PP-OCR's models aren't installed; run './install-engine ppocr', or set 'models' to a folder with a detection ('_det') and a recognition ('_rec') model in ONNX."
                    )
                }
                return folder + "/" + name
            }
            detection = try file("_det")
            recognition = try file("_rec")
        }

        /// The files' names and sizes, which tell models apart.
        var description: String {
            [detection, recognition].map { path in
                let size = (try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? Int
                return "\(path.split(separator: "/").last ?? "") \(size ?? 0)"
            }.joined(separator: ", ")
        }
    }

    /// Loads the models and checks that they fit.
    ///
    /// - Throws: `missingResource` for files that aren't there or are other networks; `engineFailure`.
    init(_ files: Files, runtime: NeuralRuntime, threads: Int, precision: CompilationOptions.Precision) throws {
        let text = try ONNXMetadata(contentsOfFile: files.recognition).values["character"] ?? ""
        // Python's splitlines, which wrote the file's keys: an empty last line is none.
        var characters = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        if characters.last == "" { characters.removeLast() }
        guard !characters.isEmpty else {
            throw Self.misfit("The recognition model doesn't say which characters it knows (metadata 'character')")
        }
        characters.append(" ")
        decoder = CTCDecoder(characters: characters)
        detection = try runtime.compile(
            contentsOfFile: files.detection, options: CompilationOptions(threads: threads, streams: 1, precision: precision))
        recognition = try runtime.compile(
            contentsOfFile: files.recognition, options: CompilationOptions(threads: threads, streams: threads, precision: precision))
        guard Self.takesImages(detection), detection.outputs.count == 1 else {
            throw Self.misfit("The detection model doesn't turn an image into one map")
        }
        guard Self.takesImages(recognition), recognition.outputs.count == 1, let shape = recognition.outputs[0].shape, shape.count == 3
        else {
            throw Self.misfit("The recognition model doesn't turn an image of a line into steps")
        }
        if let outputs = shape[2], outputs != characters.count + 1 {
            throw Self.misfit("The recognition model has \(outputs) outputs for \(characters.count) characters")
        }
        if let height = recognition.inputs[0].shape?[2], height != Self.lineHeight {
            throw Self.misfit("The recognition model reads lines of \(height) pixels, not \(Self.lineHeight)")
        }
    }

    private static func takesImages(_ model: CompiledModel) -> Bool {
        guard model.inputs.count == 1, let shape = model.inputs[0].shape, shape.count == 4 else { return false }
        return (shape[1] ?? 3) == 3 && model.inputs[0].element == .float32
    }

    private static func misfit(_ what: String) -> ExtractionError {
        ExtractionError(.missingResource, what + "; use PP-OCR models of version 3 or later, or run './install-engine ppocr'.")
    }
}
