internal import Foundation

/// C functions of libraries that Tesseract itself may be linked to, and that no header here declares.
enum LinkedFunction {
    /// A function that takes one number. Its result, if it has one, is ignored.
    typealias Setter = @convention(c) @Sendable (CInt) -> Void

    /// Makes parallel regions that the calling thread enters run on it alone.
    ///
    /// Tesseract's regions are so short that its OpenMP threads mostly wait for each other: a page takes several times as long. It names
    /// their number itself, so `omp_set_num_threads` changes nothing, and the environment variable is read before `main`. The
    /// setting is per thread. A Tesseract built without OpenMP brings no such function, and has no need of it.
    static let setMaxActiveLevels = setter("omp_set_max_active_levels")

    private static func setter(_ name: String) -> Setter? {
        #if canImport(Darwin)
            let everything = UnsafeMutableRawPointer(bitPattern: -2)
        #else
            let everything: UnsafeMutableRawPointer? = nil
        #endif
        return dlsym(everything, name).map { unsafeBitCast($0, to: Setter.self) }
    }
}
