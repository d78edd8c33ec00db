internal import CLinux
internal import ExtractionKit
internal import Foundation

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// The file through which a program gets the image or document of a request. One for each process, as that has one request at a time.
final class HandedFile {
    /// What the program inherits; `nil` where it opens a file by its name.
    let inherited: FileDescriptor?
    private var folder: String?

    init(_ transport: ExternalConfiguration.FileTransport) throws {
        switch transport {
        case .memory:
            // 1 is MFD_CLOEXEC.
            let number = memfd_create("extraction", 1)
            guard number >= 0 else { throw SystemError.current("Making a file in memory") }
            inherited = try FileDescriptor(lifting: number)
        case .temporaryFile: inherited = nil
        }
    }

    /// Writes what the program shall read, and gives the path that it opens.
    ///
    /// - Parameter ending: The ending of a file's name, such as `pgm`.
    func fill(ending: String, _ pieces: [[UInt8]]) throws -> String {
        if let inherited {
            guard ftruncate(inherited.number, 0) == 0 else { throw SystemError.current("Emptying a file in memory") }
            try write(pieces, to: inherited)
            return "/dev/fd/\(ChildProcess.inheritedFile)"
        }
        empty()
        var template = Array(FileManager.default.temporaryDirectory.appending(path: "extraction-XXXXXX").path.utf8CString)
        // mkdtemp makes a folder that only this user can enter.
        guard mkdtemp(&template) != nil else { throw SystemError.current("Making a temporary folder") }
        let folder = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        self.folder = folder
        let path = "\(folder)/input.\(ending)"
        let number = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard number >= 0 else { throw SystemError.current("Making a temporary file") }
        try write(pieces, to: FileDescriptor(number))
        return path
    }

    /// Gives the memory back, or removes the file.
    func empty() {
        if let inherited { _ = ftruncate(inherited.number, 0) }
        if let folder { try? FileManager.default.removeItem(atPath: folder) }
        folder = nil
    }

    private func write(_ pieces: [[UInt8]], to file: FileDescriptor) throws {
        var position = 0
        for piece in pieces {
            var written = 0
            while written < piece.count {
                let count = piece.withUnsafeBytes { bytes in
                    pwrite(file.number, bytes.baseAddress.map { $0 + written }, bytes.count - written, off_t(position))
                }
                guard count > 0 || (count < 0 && errno == EINTR) else { throw SystemError.current("Writing a file for the program") }
                written += max(0, count)
                position += max(0, count)
            }
        }
    }

    deinit { empty() }
}
