internal import ExtractionKit

/// A page with what is drawn over its picture, in the page's points.
struct PageFigure {
    var page: Page
    var pictures: PagePictures
    /// Markup of SVG.
    var layers: HTML
    var caption: HTML

    var html: HTML {
        let (width, height) = (max(1, page.size.width), max(1, page.size.height))
        let picture: HTML =
            pictures.dataURI(ofPage: page.number).map { uri in
                """
                <image href="\(uri)" width="\(width)" height="\(height)" preserveAspectRatio="none"/>
                """
            } ?? ""
        let reason: HTML = picture.markup.isEmpty ? " · no picture: \(pictures.reason(ofPage: page.number))" : ""
        return """
            <figure class="page" id="page\(page.number)"><figcaption>Page \(page.number)\(caption)\(reason)</figcaption>
            <svg viewBox="0 0 \(width) \(height)" role="img" aria-label="Page \(page.number)">\(picture)
            \(layers)</svg></figure>
            """
    }
}

extension Polygon {
    /// The corners as SVG writes them.
    var svgPoints: String { corners.map { "\($0.x.coordinate),\($0.y.coordinate)" }.joined(separator: " ") }

    /// The polygon in SVG, a little larger than what it encloses.
    func svg(margin: Double = 0, title: String? = nil) -> HTML {
        let polygon = margin > 0 && self == Polygon(bounds) ? Polygon(bounds.grown(by: margin)) : self
        let title: HTML = title.map { "<title>\($0)</title>" } ?? ""
        return "<polygon points=\"\(polygon.svgPoints)\">\(title)</polygon>"
    }
}

extension Rect {
    /// The rectangle with so many points more on each side.
    func grown(by margin: Double) -> Rect {
        Rect(minX: minX - margin, minY: minY - margin, maxX: maxX + margin, maxY: maxY + margin)
    }
}

extension Double {
    /// A confidence in whole per cent.
    var percent: String { isFinite && abs(self) < 1e6 ? "\(Int((self * 100).rounded())) %" : "–" }
}
