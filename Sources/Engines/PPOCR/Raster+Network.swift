internal import ExtractionKit
internal import Foundation

extension Raster {
    /// Writes a scaled part of the image as the networks take it: three equal planes, from -1 for black to 1 for white.
    ///
    /// - Parameters:
    ///   - columns: How rows are scaled; as many as a row of the plane.
    ///   - rows: How columns are scaled.
    ///   - range: Which scaled rows.
    ///   - planes: Room for three planes.
    func writeScaled(_ columns: ScalingAxis, _ rows: ScalingAxis, _ range: Range<Int>, to planes: UnsafeMutableBufferPointer<Float>) {
        let scaledWidth = columns.firsts.count
        var mixed = [Float](repeating: 0, count: width)
        pixels.withUnsafeBufferPointer { pixels in
            for (line, row) in range.enumerated() {
                for index in mixed.indices { mixed[index] = 0 }
                for (offset, place) in (rows.starts[row]..<rows.starts[row + 1]).enumerated() {
                    let weight = rows.weights[place]
                    guard weight != 0 else { continue }
                    let start = (rows.firsts[row] + offset) * width
                    mixed.withUnsafeMutableBufferPointer { mixed in
                        for x in 0..<width { mixed[x] += weight * Float(pixels[start + x]) }
                    }
                }
                let target = line * scaledWidth
                mixed.withUnsafeBufferPointer { mixed in
                    for x in 0..<scaledWidth {
                        var sum: Float = 0
                        var original = columns.firsts[x]
                        for place in columns.starts[x]..<columns.starts[x + 1] {
                            sum += columns.weights[place] * mixed[original]
                            original += 1
                        }
                        // The reference scales whole grey levels.
                        planes[target + x] = sum.rounded() / 127.5 - 1
                    }
                }
            }
        }
        let count = range.count * scaledWidth
        guard let base = planes.baseAddress, planes.count >= 3 * count else { return }
        (base + count).update(from: base, count: count)
        (base + 2 * count).update(from: base, count: count)
    }

    /// Writes a line of text, upright and scaled, as the networks take it: three equal planes, from -1 for black to 1 for white; what lies beyond
    /// the line is 0.
    ///
    /// - Parameters:
    ///   - box: Where it stands.
    ///   - lineWidth: The line's width when scaled.
    ///   - size: The size of a plane.
    func writeLine(_ box: LineBox, width lineWidth: Int, size: (width: Int, height: Int), to planes: UnsafeMutableBufferPointer<Float>) {
        let map = PlaneMap(to: box)
        // Where many pixels fall on one, several places are sampled.
        let across = max(box.height.rounded(.down), 1), along = max(box.width.rounded(.down), 1)
        let samples = min(max(Int((across / Double(size.height)).rounded()), 1), 8)
        let stepX = along / Double(lineWidth), stepY = across / Double(size.height)
        let grey = Float(1) / Float(samples * samples)
        pixels.withUnsafeBufferPointer { pixels in
            for y in 0..<size.height {
                let row = y * size.width
                for x in 0..<lineWidth {
                    var sum: Float = 0
                    for sy in 0..<samples {
                        let v = (Double(y) + (Double(sy) + 0.5) / Double(samples)) * stepY - 0.5
                        for sx in 0..<samples {
                            let u = (Double(x) + (Double(sx) + 0.5) / Double(samples)) * stepX - 0.5
                            let place = map(min(max(u, 0), along - 1) / along, min(max(v, 0), across - 1) / across)
                            sum += Self.grey(at: place, in: pixels, width: width, height: height)
                        }
                    }
                    planes[row + x] = (sum * grey).rounded() / 127.5 - 1
                }
                for x in lineWidth..<size.width { planes[row + x] = 0 }
            }
        }
        let count = size.width * size.height
        guard let base = planes.baseAddress, planes.count >= 3 * count else { return }
        (base + count).update(from: base, count: count)
        (base + 2 * count).update(from: base, count: count)
    }

    @inline(__always)
    private static func grey(at place: PixelPoint, in pixels: UnsafeBufferPointer<UInt8>, width: Int, height: Int) -> Float {
        let x = min(max(place.x, 0), Double(width - 1)), y = min(max(place.y, 0), Double(height - 1))
        let column = min(Int(x), max(width - 2, 0)), row = min(Int(y), max(height - 2, 0))
        let nextColumn = min(column + 1, width - 1), nextRow = min(row + 1, height - 1)
        let shareX = Float(x - Double(column)), shareY = Float(y - Double(row))
        let top = Float(pixels[row * width + column]) * (1 - shareX) + Float(pixels[row * width + nextColumn]) * shareX
        let bottom = Float(pixels[nextRow * width + column]) * (1 - shareX) + Float(pixels[nextRow * width + nextColumn]) * shareX
        return top * (1 - shareY) + bottom * shareY
    }
}
