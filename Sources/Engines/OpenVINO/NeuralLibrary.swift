internal import COpenVINO
internal import ExtractionKit
internal import Foundation
internal import Synchronization

/// The OpenVINO library of the process, opened once.
struct NeuralLibrary: Sendable {
    // The table of functions is written before anybody sees it, and never after; the library may be called from any thread.
    nonisolated(unsafe) let functions: OpaquePointer

    private static let opened = Mutex<[String: NeuralLibrary]>([:])

    /// Opens the library in a folder, or gives the one that is open.
    ///
    /// - Throws: `missingResource` where there is none.
    static func open(in folder: String) throws -> NeuralLibrary {
        try opened.withLock { opened in
            if let library = opened[folder] { return library }
            guard let core = file("libopenvino.so", in: folder), let interface = file("libopenvino_c.so", in: folder),
                let functions = openvino_open(core, interface)
            else {
                throw ExtractionError(
                    .missingResource,
                    "There is no OpenVINO 2024 or later in the folder it is looked for in; run './install-engine openvino', or set OPENVINO_LIB_DIR to the folder of libopenvino_c.so."
                )
            }
            let library = NeuralLibrary(functions: functions)
            opened[folder] = library
            return library
        }
    }

    /// The library by its bare name or with a version after it, which is how Python's wheels have it.
    private static func file(_ name: String, in folder: String) -> String? {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0 == name || $0.hasPrefix(name + ".") }.min().map { folder + "/" + $0 }
    }

    /// The version, such as `2026.4.1`.
    var version: String {
        let text = text { openvino_version(functions, $0, $1) }
        return String(text.prefix { $0 != "-" })
    }

    /// Turns a failure into an error.
    ///
    /// The library's own message may quote paths, so it is the cause, which logs don't show.
    func check(
        _ status: openvino_status, _ message: @autoclosure () -> String, code: ExtractionError.Code = .engineFailure
    ) throws {
        guard status != 0 else { return }
        throw ExtractionError(
            code, message(), cause: LibraryMessage(status: status, text: text { openvino_last_message(functions, $0, $1) }))
    }

    private func text(_ write: (UnsafeMutablePointer<CChar>, Int) -> Void) -> String {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 1024) { buffer in
            guard let start = buffer.baseAddress else { return "" }
            write(start, buffer.count)
            return String(cString: start)
        }
    }
}

/// What the library says of a failure.
struct LibraryMessage: Error {
    var status: Int32
    var text: String
}
