#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// Reads a file, a pipe or a device to its end, up to a limit.
struct FileDescriptorReader: ~Copyable {
    private let descriptor: Int32
    private let isOwned: Bool

    init(path: String) throws {
        let opened = open(path, O_RDONLY | O_CLOEXEC)
        guard opened >= 0 else {
            throw ExtractionError(.fileUnreadable, "The file can't be opened; check that it exists and that you may read it.")
        }
        descriptor = opened
        isOwned = true
    }

    init(borrowing descriptor: Int32) {
        self.descriptor = descriptor
        isOwned = false
    }

    deinit { if isOwned { close(descriptor) } }

    consuming func readAll(limit: Int) throws -> [UInt8] {
        var status = stat()
        var bytes: [UInt8] = []
        if fstat(descriptor, &status) == 0 {
            guard status.st_mode & S_IFMT != S_IFDIR else {
                throw ExtractionError(.fileUnreadable, "This is a folder; name the files in it.")
            }
            guard Int(status.st_size) <= limit else { throw Self.tooLarge(limit: limit) }
            bytes.reserveCapacity(Int(status.st_size))
        }
        // A pipe or a device says nothing of its size, so what is read counts.
        var buffer = [UInt8](repeating: 0, count: 1 << 18)
        while true {
            let count = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else {
                throw ExtractionError(.fileUnreadable, "The file can't be read to its end; check the disk and try again.")
            }
            if count == 0 { return bytes }
            bytes.append(contentsOf: buffer[..<count])
            guard bytes.count <= limit else { throw Self.tooLarge(limit: limit) }
        }
    }

    private static func tooLarge(limit: Int) -> ExtractionError {
        ExtractionError(.tooLarge, "The file has more than the \(limit) bytes allowed; split it or raise the limit 'bytes'.")
    }
}
