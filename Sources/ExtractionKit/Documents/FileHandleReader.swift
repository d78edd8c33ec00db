#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// Reads a file, a pipe or a device to its end, up to a limit.
struct FileHandleReader: ~Copyable {
    private let descriptor: Int32

    init?(path: String) {
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
    }

    deinit { close(descriptor) }

    consuming func readAll(limit: Int, name: String) throws -> [UInt8] {
        var bytes: [UInt8] = []
        var status = stat()
        if fstat(descriptor, &status) == 0, status.st_size > 0 {
            guard Int(status.st_size) <= limit else { throw Self.tooLarge(limit: limit, name: name) }
            bytes.reserveCapacity(Int(status.st_size))
        }
        let chunk = 1 << 18
        while true {
            let start = bytes.count
            bytes.append(contentsOf: repeatElement(0, count: chunk))
            let count = bytes.withUnsafeMutableBytes { read(descriptor, $0.baseAddress.map { $0 + start }, chunk) }
            if count < 0, errno == EINTR {
                bytes.removeLast(chunk)
                continue
            }
            bytes.removeLast(chunk - max(0, count))
            guard count >= 0 else {
                throw ExtractionError(.fileUnreadable, "The file can't be read to its end; check the disk and try again.")
                    .scoped(document: name)
            }
            guard bytes.count <= limit else { throw Self.tooLarge(limit: limit, name: name) }
            if count == 0 { return bytes }
        }
    }

    private static func tooLarge(limit: Int, name: String) -> ExtractionError {
        ExtractionError(
            .tooLarge, "The file has more than the \(limit) bytes allowed; split it or raise the limit 'bytes'."
        ).scoped(document: name)
    }
}
