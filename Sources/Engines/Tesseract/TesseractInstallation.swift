internal import CTesseract
internal import ExtractionKit
internal import Foundation

/// What of Tesseract is installed: its version and the languages in its data folder.
struct TesseractInstallation {
    /// Tesseract's version, such as `5.3.0`.
    let version: String
    /// The names of the models, sorted, `osd` among them.
    let codes: [String]
    private let folder: String
    private let isOwnFolder: Bool

    /// Lists the data folder.
    ///
    /// - Throws: `invalidConfiguration` for a path that can't be one.
    init(dataPath: String?) throws {
        if let dataPath, dataPath.isEmpty || dataPath.utf8.contains(0) {
            throw ExtractionError(.invalidConfiguration, "'tessdata_path' must be the path of a folder, or left out.")
        }
        Self.silence()
        let api = TessBaseAPICreate()
        defer {
            TessBaseAPIEnd(api)
            TessBaseAPIDelete(api)
        }
        // Without a language this loads nothing; it makes Tesseract find its folder.
        TessBaseAPIInit2(api, dataPath, "", OEM_LSTM_ONLY)
        version = TessVersion().map { String(cString: $0) } ?? "unknown"
        folder = TessBaseAPIGetDatapath(api).map { String(cString: $0) } ?? ""
        isOwnFolder = dataPath != nil
        var codes: [String] = []
        if let names = TessBaseAPIGetAvailableLanguagesAsVector(api) {
            var next = names
            while let name = next.pointee {
                codes.append(String(cString: name))
                next += 1
            }
            TessDeleteTextArray(names)
        }
        self.codes = codes.sorted()
    }

    /// The models for languages in the order given, each once.
    ///
    /// - Parameter names: BCP 47 tags or Tesseract's names.
    /// - Throws: `invalidConfiguration` for no languages, `missingResource` for one that isn't installed.
    func languages(for names: [String]) throws -> [TesseractLanguage] {
        guard !names.isEmpty else {
            throw ExtractionError(.invalidConfiguration, "'languages' is empty; name at least one, such as 'eng'.")
        }
        var languages: [TesseractLanguage] = []
        for name in names {
            // A name that is installed is taken as it is, so that models of one's own can be called anything.
            let language = codes.contains(name) ? TesseractLanguage(code: name) : TesseractLanguage(named: name)
            guard language.isPlausible, language != .orientation else {
                throw ExtractionError(
                    .invalidConfiguration, "'languages' has an entry that is no language; write each as one entry, such as 'de' or 'deu'.")
            }
            try require(language)
            if !languages.contains(language) { languages.append(language) }
        }
        return languages
    }

    /// Checks that a model is installed.
    ///
    /// - Throws: `missingResource` when it isn't.
    func require(_ language: TesseractLanguage) throws {
        guard codes.contains(language.code) else {
            let remedy =
                isOwnFolder
                ? "put \(language.code).traineddata into the folder of 'tessdata_path', as the package \(language.debianPackage) has it"
                : "install the package \(language.debianPackage)"
            let others = codes.isEmpty ? "none" : codes.joined(separator: ", ")
            throw ExtractionError(.missingResource, "Tesseract has no model '\(language.code)'; \(remedy). Installed: \(others).")
        }
    }

    /// The size of a model's file, which tells a fast model from a best one; `nil` where it can't be read.
    func modelByteCount(_ language: TesseractLanguage) -> Int? {
        let path = URL(fileURLWithPath: folder).appendingPathComponent(language.code + ".traineddata").path
        return (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? NSNumber)?.intValue
    }

    /// Turns the messages of Tesseract and Leptonica off.
    ///
    /// What is set belongs to the process and is read without a lock, so it is set once, before the first handle exists. It also
    /// keeps Tesseract quiet at exit, when it would list what handles that are still alive hold.
    static func silence() { _ = isSilent }

    private static let isSilent: Bool = {
        setMsgSeverity(l_int32(L_SEVERITY_NONE))
        let api = TessBaseAPICreate()
        defer { TessBaseAPIDelete(api) }
        return TessBaseAPISetVariable(api, "debug_file", "/dev/null") != 0
    }()
}
