internal import CLeptonica

/// Leptonica's settings for the whole process, and what it was built with.
enum Leptonica {
    /// Keeps Leptonica from writing to standard error. The level belongs to the process; it only decides what is printed, every failure
    /// is also returned, and nobody's result changes.
    static func silence() { _ = silenced }

    private static let silenced: Bool = {
        setMsgSeverity(l_int32(L_SEVERITY_NONE))
        return true
    }()

    /// Leptonica and the image libraries that it was built with, such as `leptonica-1.82.0, libwebp 1.2.4`.
    static let versions: [String] = {
        let own = string(getLeptonicaVersion())
        let images = string(getImagelibVersions())
        return [own]
            + images.split(separator: ":").map { part in
                String(part.drop(while: { $0 == " " }).reversed().drop(while: { $0 == " " || $0 == "\n" }).reversed())
            }
    }()

    private static func string(_ pointer: UnsafeMutablePointer<CChar>?) -> String {
        guard let pointer else { return "" }
        defer { lept_free(pointer) }
        return String(cString: pointer)
    }
}
