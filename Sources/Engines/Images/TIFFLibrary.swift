internal import ExtractionKit

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// libtiff, bound when first needed. Leptonica brings the library along; binding it by name saves the package a second set of headers,
/// and only calls of its stable interface are used: version 6 of the library, libtiff 4.5 and later.
///
/// Leptonica's own reader isn't used for two reasons: it returns a damaged colour image as if it were whole, and it refuses CMYK,
/// 16 bits a sample and other layouts that libtiff reads.
struct TIFFLibrary: Sendable {
    private typealias Handle = OpaquePointer
    private typealias Options = OpaquePointer
    private typealias Transfer = @convention(c) (UnsafeMutableRawPointer?, UnsafeMutableRawPointer?, Int) -> Int
    private typealias Seek = @convention(c) (UnsafeMutableRawPointer?, UInt64, Int32) -> UInt64
    private typealias Close = @convention(c) (UnsafeMutableRawPointer?) -> Int32
    private typealias Map =
        @convention(c) (
            UnsafeMutableRawPointer?, UnsafeMutablePointer<UnsafeMutableRawPointer?>?, UnsafeMutablePointer<UInt64>?
        ) -> Int32
    private typealias Unmap = @convention(c) (UnsafeMutableRawPointer?, UnsafeMutableRawPointer?, UInt64) -> Void
    private typealias Size = @convention(c) (UnsafeMutableRawPointer?) -> UInt64
    // The last parameter is a va_list, which every supported ABI passes as a pointer. It is never touched.
    private typealias Message =
        @convention(c) (
            Handle?, UnsafeMutableRawPointer?, UnsafePointer<CChar>?, UnsafePointer<CChar>?, UnsafeRawPointer?
        ) -> Int32
    private typealias MakeOptions = @convention(c) () -> Options?
    private typealias FreeOptions = @convention(c) (Options?) -> Void
    private typealias SetMessage = @convention(c) (Options?, Message?, UnsafeMutableRawPointer?) -> Void
    private typealias SetMemory = @convention(c) (Options?, Int) -> Void
    private typealias Open =
        @convention(c) (
            UnsafePointer<CChar>, UnsafePointer<CChar>, UnsafeMutableRawPointer?, Transfer, Transfer, Seek, Close, Size,
            Map, Unmap, Options?
        ) -> Handle?
    private typealias End = @convention(c) (Handle?) -> Void
    private typealias SetDirectory = @convention(c) (Handle?, UInt64) -> Int32
    private typealias Readable = @convention(c) (Handle?, UnsafeMutablePointer<CChar>?) -> Int32
    private typealias Read = @convention(c) (Handle?, UInt32, UInt32, UnsafeMutablePointer<UInt32>?, Int32, Int32) -> Int32
    private typealias Version = @convention(c) () -> UnsafePointer<CChar>?

    private let makeOptions: MakeOptions
    private let freeOptions: FreeOptions
    private let setErrorHandler: SetMessage
    private let setWarningHandler: SetMessage
    private let setMemory: SetMemory
    private let open: Open
    private let end: End
    private let setDirectory: SetDirectory
    private let isReadable: Readable
    private let read: Read

    /// Such as `libtiff 4.5.0`.
    let version: String

    /// The library, or why it isn't here.
    static let loaded: Result<TIFFLibrary, ExtractionError> = {
        #if canImport(Darwin)
            let name = "libtiff.6.dylib"
        #else
            let name = "libtiff.so.6"
        #endif
        guard let image = dlopen(name, RTLD_NOW), let library = TIFFLibrary(image) else {
            return .failure(
                ExtractionError(.missingResource, "TIFF needs libtiff 4.5 or later (\(name)); install the package libtiff6."))
        }
        return .success(library)
    }()

    private init?(_ image: UnsafeMutableRawPointer) {
        func bound<Call>(_ name: String, _ type: Call.Type) -> Call? {
            // The types above are those of tiffio.h.
            dlsym(image, name).map { unsafeBitCast($0, to: type) }
        }
        guard let makeOptions = bound("TIFFOpenOptionsAlloc", MakeOptions.self),
            let freeOptions = bound("TIFFOpenOptionsFree", FreeOptions.self),
            let setErrorHandler = bound("TIFFOpenOptionsSetErrorHandlerExtR", SetMessage.self),
            let setWarningHandler = bound("TIFFOpenOptionsSetWarningHandlerExtR", SetMessage.self),
            let setMemory = bound("TIFFOpenOptionsSetMaxSingleMemAlloc", SetMemory.self),
            let open = bound("TIFFClientOpenExt", Open.self), let end = bound("TIFFClose", End.self),
            let setDirectory = bound("TIFFSetSubDirectory", SetDirectory.self),
            let isReadable = bound("TIFFRGBAImageOK", Readable.self),
            let read = bound("TIFFReadRGBAImageOriented", Read.self),
            let version = bound("TIFFGetVersion", Version.self)
        else { return nil }
        self.makeOptions = makeOptions
        self.freeOptions = freeOptions
        self.setErrorHandler = setErrorHandler
        self.setWarningHandler = setWarningHandler
        self.setMemory = setMemory
        self.open = open
        self.end = end
        self.setDirectory = setDirectory
        self.isReadable = isReadable
        self.read = read
        // "LIBTIFF, Version 4.5.0" and lines of copyright.
        let banner = version().map { String(cString: $0) } ?? ""
        self.version = "libtiff " + (banner.split(separator: "\n").first?.split(separator: " ").last.map(String.init) ?? "?")
    }

    /// A frame as premultiplied RGBA, rows and columns as stored.
    func read(
        _ bytes: [UInt8], directory: Int, width: Int, height: Int, orientation: Orientation, memory: Int
    ) throws -> [UInt8] {
        try bytes.withUnsafeBytes { bytes in
            let source = TIFFSource(bytes)
            return try withExtendedLifetime(source) {
                try read(source, directory: directory, width: width, height: height, orientation: orientation, memory: memory)
            }
        }
    }

    private func read(
        _ source: TIFFSource, directory: Int, width: Int, height: Int, orientation: Orientation, memory: Int
    ) throws -> [UInt8] {
        let client = Unmanaged.passUnretained(source).toOpaque()
        guard let options = makeOptions() else { throw ExtractionError(.tooLarge, "There is no memory left to open the TIFF.") }
        defer { freeOptions(options) }
        // Handlers of this file alone: the process's, which others may rely on, stay as they are.
        setErrorHandler(
            options,
            { _, client, _, _, _ in
                if let client { Unmanaged<TIFFSource>.fromOpaque(client).takeUnretainedValue().hasFailed = true }
                return 1
            }, client)
        setWarningHandler(
            options,
            { _, client, module, _, _ in
                // libjpeg's complaint about missing or bad data comes as a warning, and grey pixels with it.
                if let client, let module, strcmp(module, "JPEGLib") == 0 {
                    Unmanaged<TIFFSource>.fromOpaque(client).takeUnretainedValue().hasFailed = true
                }
                return 1
            }, client)
        let (budget, overflow) = max(memory, 1 << 20).multipliedReportingOverflow(by: 8)
        setMemory(options, overflow ? .max : budget)
        // r: read; h: no directory yet. Without the mapping, libtiff 4.5 refuses uncompressed tiles whose size isn't a multiple of 1,024.
        let handle = open(
            "image", "rh", client,
            { client, target, count in TIFFSource.from(client)?.read(target, count) ?? 0 },
            { _, _, _ in 0 },
            { client, offset, origin in TIFFSource.from(client)?.seek(offset, origin) ?? .max },
            { _ in 0 },
            { client in UInt64(TIFFSource.from(client)?.bytes.count ?? 0) },
            { client, base, size in
                guard let bytes = TIFFSource.from(client)?.bytes, let base, let size else { return 0 }
                // libtiff only reads from a mapped file that it opened for reading.
                base.pointee = UnsafeMutableRawPointer(mutating: bytes.baseAddress)
                size.pointee = UInt64(bytes.count)
                return 1
            },
            { _, _, _ in }, options)
        guard let handle else { throw ExtractionError.corruptImage("TIFF") }
        defer { end(handle) }
        guard setDirectory(handle, UInt64(directory)) != 0 else { throw ExtractionError.corruptImage("TIFF") }
        var message = [CChar](repeating: 0, count: 1_024)
        guard isReadable(handle, &message) != 0 else { throw ExtractionError.unsupportedImage("This kind of TIFF") }
        source.hasFailed = false
        return try [UInt8](unsafeUninitializedCapacity: width * height * 4) { target, initialized in
            let succeeded = target.withMemoryRebound(to: UInt32.self) { words in
                // Asking for the orientation that the file has leaves every pixel where it is stored.
                self.read(handle, UInt32(width), UInt32(height), words.baseAddress, Int32(orientation.rawValue), 1)
            }
            guard succeeded != 0, !source.hasFailed else { throw ExtractionError.corruptImage("TIFF") }
            // A word holds red in its lowest byte.
            if UInt32(1).littleEndian != 1 {
                target.withMemoryRebound(to: UInt32.self) { words in for index in words.indices { words[index] = words[index].byteSwapped }
                }
            }
            initialized = width * height * 4
        }
    }
}

/// A file in memory, as libtiff's client sees it. It lives and dies within one call on one thread.
private final class TIFFSource {
    let bytes: UnsafeRawBufferPointer
    var hasFailed = false
    private var position = 0

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    static func from(_ client: UnsafeMutableRawPointer?) -> TIFFSource? {
        client.map { Unmanaged<TIFFSource>.fromOpaque($0).takeUnretainedValue() }
    }

    func read(_ target: UnsafeMutableRawPointer?, _ count: Int) -> Int {
        guard let target, let base = bytes.baseAddress, count > 0, position < bytes.count else { return 0 }
        let length = min(count, bytes.count - position)
        target.copyMemory(from: base + position, byteCount: length)
        position += length
        return length
    }

    func seek(_ offset: UInt64, _ origin: Int32) -> UInt64 {
        let base = origin == SEEK_CUR ? position : origin == SEEK_END ? bytes.count : 0
        let (sum, overflow) = base.addingReportingOverflow(Int(truncatingIfNeeded: offset))
        guard !overflow, sum >= 0 else { return .max }
        position = sum
        return UInt64(sum)
    }
}
