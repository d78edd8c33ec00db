extension GreyImage {
    /// The image with its rows or columns repeated, so that its pixels become about as high as wide.
    ///
    /// A fax of 204 x 98 dpi shows its letters at half their height, which no engine reads. Nothing is interpolated.
    ///
    /// - Parameters:
    ///   - rows: How often each row is shown.
    ///   - columns: How often each column is shown.
    func repeating(rows: Int, columns: Int) -> GreyImage {
        guard rows > 1 || columns > 1 else { return self }
        let count = width * columns * height * rows
        let pixels = [UInt8](unsafeUninitializedCapacity: count) { target, initialized in
            self.pixels.withUnsafeBufferPointer { source in
                var place = 0
                for y in 0..<height * rows {
                    for x in 0..<width * columns {
                        target[place] = source[y / rows * width + x / columns]
                        place += 1
                    }
                }
            }
            initialized = count
        }
        return GreyImage(width: width * columns, height: height * rows, pixels: pixels, reduction: reduction)
    }
}

extension Resolution {
    /// How often rows and columns must be repeated to make pixels square: 1 unless one resolution is at least half as fine again as
    /// the other.
    var repeats: (rows: Int, columns: Int) { (max(1, Int((x / y).rounded())), max(1, Int((y / x).rounded()))) }
}
