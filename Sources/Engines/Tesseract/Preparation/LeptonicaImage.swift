internal import CTesseract
internal import ExtractionKit

/// An 8-bit grey image in Leptonica's memory.
final class LeptonicaImage {
    private let pix: UnsafeMutablePointer<Pix>

    /// Copies a raster.
    ///
    /// - Throws: `tooLarge` where there is no memory for it.
    convenience init(_ raster: Raster) throws {
        let (width, height) = (raster.width, raster.height)
        guard let pix = pixCreateNoInit(CInt(width), CInt(height), 8), let data = pixGetData(pix) else { throw Self.noMemory }
        let bytesPerRow = Int(pixGetWpl(pix)) * 4
        let target = UnsafeMutableRawPointer(data)
        raster.pixels.withUnsafeBytes { source in
            guard let source = source.baseAddress else { return }
            for row in 0..<height { (target + row * bytesPerRow).copyMemory(from: source + row * width, byteCount: width) }
        }
        // Leptonica keeps the leftmost pixel in the highest byte of each word.
        pixEndianByteSwap(pix)
        self.init(owning: pix)
    }

    private init(owning pix: UnsafeMutablePointer<Pix>) { self.pix = pix }

    deinit {
        var pix: UnsafeMutablePointer<Pix>? = pix
        pixDestroy(&pix)
    }

    var width: Int { Int(pixGetWidth(pix)) }
    var height: Int { Int(pixGetHeight(pix)) }

    /// The image in another size: interpolated, or where much smaller the mean of what each pixel covers.
    func scaled(by factor: Double) throws -> LeptonicaImage {
        let scaled = factor < 0.7 ? pixScaleAreaMap(pix, Float(factor), Float(factor)) : pixScaleGrayLI(pix, Float(factor), Float(factor))
        guard let scaled else { throw Self.noMemory }
        return LeptonicaImage(owning: scaled)
    }

    /// The image with light and dark exchanged.
    func inverted() throws -> LeptonicaImage {
        guard let inverted = pixInvert(nil, pix) else { throw Self.noMemory }
        return LeptonicaImage(owning: inverted)
    }

    /// The image turned clockwise by quarters.
    func turned(quarters: Int) throws -> LeptonicaImage {
        guard let turned = pixRotateOrth(pix, CInt(quarters)) else { throw Self.noMemory }
        return LeptonicaImage(owning: turned)
    }

    /// Hands the image to Tesseract, which keeps a copy.
    func set(in api: OpaquePointer?, resolution: Double) {
        TessBaseAPISetImage2(api, pix)
        TessBaseAPISetSourceResolution(api, CInt(resolution))
    }

    private static var noMemory: ExtractionError {
        ExtractionError(.tooLarge, "There is no memory for the page's image; lower the resolution.")
    }
}
