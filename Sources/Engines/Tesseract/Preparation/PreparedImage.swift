internal import ExtractionKit

/// A page's image as Tesseract is to see it, with the way back to the page.
struct PreparedImage {
    /// The pixels.
    let image: LeptonicaImage
    /// From its pixels to the page's points.
    let toPage: PageTransform
    /// What Tesseract is told of it, in dots per inch.
    let resolution: Double
    /// What was done, in order.
    let steps: [PreparationStep]

    /// The raster as it is.
    init(_ raster: Raster, resolution: Double) throws {
        try self.init(image: LeptonicaImage(raster), toPage: raster.toPage, resolution: resolution, steps: [])
    }

    private init(image: LeptonicaImage, toPage: PageTransform, resolution: Double, steps: [PreparationStep]) {
        self.image = image
        self.toPage = toPage
        self.resolution = resolution
        self.steps = steps
    }

    /// The image after a plan was carried out.
    func applying(_ plan: ImagePlan) throws -> PreparedImage {
        var (image, toPage, steps) = (image, toPage, steps)
        if plan.scale != 1 {
            let scaled = try image.scaled(by: plan.scale)
            // Whole pixels don't divide evenly, so both axes have a scale of their own.
            let back = PageTransform(
                a: Double(image.width) / Double(scaled.width), b: 0, c: 0, d: Double(image.height) / Double(scaled.height), tx: 0, ty: 0)
            (image, toPage) = (scaled, back.followed(by: toPage))
            let reason = "Letters are \(Int(plan.glyphHeight)) pixels high; Tesseract reads them best at \(Int(ImagePlan.bestGlyphHeight))."
            steps.append(PreparationStep(.scaled, by: (plan.scale * 100).rounded() / 100, reason: reason))
        }
        if plan.inverts {
            image = try image.inverted()
            steps.append(PreparationStep(.inverted, reason: "The letters are lighter than what they stand on."))
        }
        return PreparedImage(image: image, toPage: toPage, resolution: plan.resolution, steps: steps)
    }

    /// The image turned clockwise by one to three quarters.
    func turned(quarters: Int, reason: String) throws -> PreparedImage {
        let (width, height) = (Double(image.width), Double(image.height))
        let back: PageTransform =
            switch quarters {
            case 1: PageTransform(a: 0, b: -1, c: 1, d: 0, tx: 0, ty: height)
            case 2: PageTransform(a: -1, b: 0, c: 0, d: -1, tx: width, ty: height)
            default: PageTransform(a: 0, b: 1, c: -1, d: 0, tx: width, ty: 0)
            }
        return try PreparedImage(
            image: image.turned(quarters: quarters), toPage: back.followed(by: toPage), resolution: resolution,
            steps: steps + [PreparationStep(.turned, by: Double(quarters) * 90, reason: reason)])
    }
}
