/// The kind of a file's content, as its bytes say.
///
/// File names are never consulted: a PNG named `invoice.pdf` is a PNG.
public struct MediaType: RawRepresentable, Hashable, Sendable, Codable {
    /// The registered name, such as `application/pdf`.
    public var rawValue: String

    /// Creates a media type from its registered name.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Portable Document Format.
    public static let pdf = MediaType(rawValue: "application/pdf")
    /// Portable Network Graphics.
    public static let png = MediaType(rawValue: "image/png")
    /// JPEG (JFIF or Exif).
    public static let jpeg = MediaType(rawValue: "image/jpeg")
    /// Tagged Image File Format, with one or more frames.
    public static let tiff = MediaType(rawValue: "image/tiff")
    /// WebP.
    public static let webp = MediaType(rawValue: "image/webp")
    /// Windows bitmap.
    public static let bmp = MediaType(rawValue: "image/bmp")
    /// Graphics Interchange Format.
    public static let gif = MediaType(rawValue: "image/gif")
    /// Anything that is not recognised.
    public static let unknown = MediaType(rawValue: "application/octet-stream")

    /// The media type that the first bytes of a file show, or ``unknown``.
    ///
    /// A PDF's header may stand anywhere in the first 1,024 bytes (PDF 1.7, annex H.3.4.1); an image's must be at the start,
    /// and an image's signature wins over a PDF's header further in.
    public static func sniffed(from bytes: some Collection<UInt8>) -> MediaType {
        let head = Array(bytes.prefix(1_024))
        for (signature, type) in signatures where head.starts(with: signature) { return type }
        if head.count >= 12, head[0..<4].elementsEqual("RIFF".utf8), head[8..<12].elementsEqual("WEBP".utf8) { return .webp }
        if head.count >= 18, head.starts(with: "BM".utf8), head[6..<10].allSatisfy({ $0 == 0 }), head[14] < 128, head[15] == 0 {
            return .bmp
        }
        let marker = Array("%PDF-".utf8)
        if head.indices.contains(where: { head[$0...].starts(with: marker) }) { return .pdf }
        return .unknown
    }

    private static let signatures: [([UInt8], MediaType)] = [
        ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], .png),
        ([0xFF, 0xD8, 0xFF], .jpeg),
        ([0x49, 0x49, 0x2A, 0x00], .tiff), ([0x4D, 0x4D, 0x00, 0x2A], .tiff),
        ([0x49, 0x49, 0x2B, 0x00], .tiff), ([0x4D, 0x4D, 0x00, 0x2B], .tiff),
        (Array("GIF87a".utf8), .gif), (Array("GIF89a".utf8), .gif),
    ]
}
