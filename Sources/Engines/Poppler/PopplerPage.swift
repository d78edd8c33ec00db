internal import CPoppler
internal import ExtractionKit

/// A page that Poppler has open. Confined to its document's thread.
final class PopplerPage {
    let handle: OpaquePointer
    let number: Int
    /// The size of the upright page in points: its crop box, turned by its rotation.
    let size: Size

    /// Takes over a page.
    ///
    /// - Throws: `corrupt` for a page without a usable size.
    init(_ handle: OpaquePointer, number: Int) throws {
        self.handle = handle
        self.number = number
        var width = 0.0, height = 0.0
        poppler_page_get_size(handle, &width, &height)
        size = Size(width: width, height: height)
        // A user unit makes a page at most 75,000 times 14,400 points large (PDF 1.7, annex C).
        guard [width, height].allSatisfy({ $0.isFinite && $0 >= 0.01 && $0 <= 1.1e9 }) else {
            throw ExtractionError(.corrupt, "The page has no usable size; repair the file or leave the page out.").scoped(page: number)
        }
    }

    deinit { g_object_unref(UnsafeMutableRawPointer(handle)) }

    /// The page's crop box as the file has it: in points, not turned, its origin wherever the file puts it, `y` upwards.
    private var cropBox: PopplerRectangle {
        var box = PopplerRectangle()
        poppler_page_get_crop_box(handle, &box)
        return box
    }

    /// The page in the kit's terms.
    var description: Page { Page(number: number, size: size, rotation: rotation) }

    /// 90 where the page lies on its side, otherwise 0: all that Poppler's C interface lets one conclude.
    private var rotation: Int {
        let box = cropBox
        let width = abs(box.x2 - box.x1), height = abs(box.y2 - box.y1)
        let upright = abs(width - size.width) + abs(height - size.height)
        let turned = abs(width - size.height) + abs(height - size.width)
        return turned < upright ? 90 : 0
    }

    /// Where images are drawn, within the page.
    ///
    /// Poppler tells a corner and two lengths and leaves out how the image is turned. That is exact for an image that stands upright or on
    /// its head, as most do; one on its side is taken to lie where most of it is on the page, which is exact for a scan that fills it.
    var imageAreas: [Rect] {
        let list = poppler_page_get_image_mapping(handle)
        defer { poppler_page_free_image_mapping(list) }
        let box = cropBox
        let bounds = Rect(x: 0, y: 0, width: size.width, height: size.height)
        var areas: [Rect] = []
        var item = list
        while let current = item {
            item = current.pointee.next
            guard let data = current.pointee.data else { continue }
            let area = data.assumingMemoryBound(to: PopplerImageMapping.self).pointee.area
            // Poppler's areas are on the upright page already, from the top left, but have the crop box's origin taken off once too often.
            let edges = [area.x1 + box.x1, area.y1 + box.y1, area.x2 + box.x1, area.y2 + box.y1]
            guard edges.allSatisfy(\.isFinite) else { continue }
            let told = Rect(minX: edges[0], minY: edges[1], maxX: edges[2], maxY: edges[3])
            if let visible = told.asImageArea(on: bounds) { areas.append(visible) }
        }
        return areas.reversed()
    }

    /// What Poppler read: characters, a box for each, and the sizes of their type.
    func characters() -> PositionedText {
        var text: [Unicode.Scalar] = []
        if let content = poppler_page_get_text(handle) {
            text = Array(String(cString: content).unicodeScalars)
            g_free(content)
        }
        var boxes: [Rect] = []
        var rectangles: UnsafeMutablePointer<PopplerRectangle>?
        var count: guint = 0
        if poppler_page_get_text_layout(handle, &rectangles, &count) != 0, let rectangles {
            boxes = UnsafeBufferPointer(start: rectangles, count: Int(count)).map {
                Rect(minX: $0.x1, minY: $0.y1, maxX: $0.x2, maxY: $0.y2)
            }
        }
        g_free(rectangles)
        return PositionedText(scalars: text, boxes: boxes, typeSizes: typeSizes())
    }

    private func typeSizes() -> [PositionedText.TypeSize] {
        let list = poppler_page_get_text_attributes(handle)
        defer { poppler_page_free_text_attributes(list) }
        var sizes: [PositionedText.TypeSize] = []
        var item = list
        while let current = item {
            item = current.pointee.next
            guard let data = current.pointee.data else { continue }
            let attributes = data.assumingMemoryBound(to: PopplerTextAttributes.self).pointee
            sizes.append(.init(start: Int(attributes.start_index), points: attributes.font_size))
        }
        return sizes
    }
}

extension Rect {
    /// The part of the page that an image covers whose corner and lengths Poppler tells as this rectangle, or `nil` for none.
    fileprivate func asImageArea(on page: Rect) -> Rect? {
        let onSide = [
            Rect(minX: minX - height, minY: minY, maxX: minX, maxY: minY + width),
            Rect(minX: minX, minY: minY - width, maxX: minX + height, maxY: minY),
        ].map { $0.intersection(page) }
        return onSide.reduce(intersection(page)) { best, other in
            // A hair's breadth beyond the page's edge is no reason to turn an image.
            (other?.area ?? 0) > (best?.area ?? 0) * 1.01 ? other : best
        }
    }
}
