import Testing

@testable import ExtractionKit

@Suite struct `Classes of characters` {
    @Test func `are those of Unicode, for ASCII and a sample of the rest`() {
        let sample = (0..<0x80).map { UInt32($0) } + stride(from: 0x80, to: 0x3000, by: 7).map { UInt32($0) }
        for scalar in sample.compactMap(Unicode.Scalar.init) {
            #expect(scalar.isAlphabetic == scalar.properties.isAlphabetic)
            #expect(scalar.isLowercase == scalar.properties.isLowercase)
            #expect(scalar.isUppercase == scalar.properties.isUppercase)
            #expect(scalar.isDigit == (scalar.properties.numericType == .decimal))
            #expect(scalar.isNumeric == (scalar.properties.numericType != nil))
        }
    }
}
