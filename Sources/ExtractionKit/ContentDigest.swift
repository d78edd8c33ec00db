internal import Crypto

/// The SHA-256 of bytes (FIPS 180-4), as everything in this package writes it: in lower case hexadecimal digits.
enum ContentDigest {
    static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
        var hash = SHA256()
        let contiguous: Void? = bytes.withContiguousStorageIfAvailable { hash.update(bufferPointer: UnsafeRawBufferPointer($0)) }
        if contiguous == nil { hash.update(data: Array(bytes)) }
        return hash.finalize().reduce(into: "") { $0 += ($1 < 16 ? "0" : "") + String($1, radix: 16) }
    }
}
