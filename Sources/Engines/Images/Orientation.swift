/// How stored pixels are turned and mirrored to stand upright: the eight values of Exif and TIFF.
enum Orientation: Int, Sendable, CaseIterable {
    case upright = 1
    case mirrored = 2
    case upsideDown = 3
    case flipped = 4
    case transposed = 5
    /// Turn clockwise by 90 degrees to see it upright.
    case turnedLeft = 6
    case transverse = 7
    /// Turn clockwise by 270 degrees to see it upright.
    case turnedRight = 8

    /// Whether width and height change places.
    var swapsSides: Bool { rawValue >= 5 }

    /// The clockwise turn in degrees, after mirroring where there is any.
    var rotation: Int {
        switch self {
        case .upright, .mirrored: 0
        case .turnedLeft, .transverse: 90
        case .upsideDown, .flipped: 180
        case .turnedRight, .transposed: 270
        }
    }

    /// The pixels as they are seen.
    func upright(_ image: GreyImage) -> GreyImage {
        guard self != .upright else { return image }
        let (width, height) = (image.width, image.height)
        // Where the first stored pixel goes, and how far one step along a stored row or column leads.
        let (origin, alongRow, alongColumn) =
            switch self {
            case .upright: (0, 1, width)
            case .mirrored: (width - 1, -1, width)
            case .upsideDown: (width * height - 1, -1, -width)
            case .flipped: (width * (height - 1), 1, -width)
            case .transposed: (0, height, 1)
            case .turnedLeft: (height - 1, height, -1)
            case .transverse: (width * height - 1, -height, -1)
            case .turnedRight: (height * (width - 1), -height, 1)
            }
        let pixels = [UInt8](unsafeUninitializedCapacity: width * height) { target, count in
            image.pixels.withUnsafeBufferPointer { source in
                for y in 0..<height {
                    var place = origin + y * alongColumn
                    for x in 0..<width {
                        target[place] = source[y * width + x]
                        place += alongRow
                    }
                }
            }
            count = width * height
        }
        return GreyImage(width: swapsSides ? height : width, height: swapsSides ? width : height, pixels: pixels)
    }
}
