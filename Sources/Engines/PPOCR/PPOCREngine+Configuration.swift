public import ExtractionKit
public import ExtractionOpenVINO
internal import Foundation

extension PPOCREngine {
    /// The settings of the engine. Keys in a file: `models`, `runtime`, `threads`, `precision`, `minimum_confidence`, `shortest_side`, `longest_short_side`, `narrowest_line`.
    public struct Configuration: PluginConfiguration, Hashable {
        /// `models`: the folder with the networks, a `_det` and a `_rec` file in ONNX; `nil` for the one that `install-engine ppocr` makes.
        public var models: String?
        /// `runtime`: the folder with OpenVINO's libraries; `nil` for the environment variable `OPENVINO_LIB_DIR`, or else the one that
        /// `install-engine` makes.
        public var runtime: String?
        /// `threads`: how many processors are used, from 1 to 64; `nil` for all that are active. It doesn't change results.
        public var threads: Int?
        /// `precision`: in which numbers the networks compute.
        public var precision: CompilationOptions.Precision = .bfloat16
        /// `minimum_confidence`: lines that are read with less, from 0 to 1, are taken for noise and left out.
        public var minimumConfidence = 0.5
        /// `shortest_side`: a page whose shorter side has fewer pixels is enlarged to them when lines are looked for; from 32 to 4096.
        public var shortestSide = 736
        /// `longest_short_side`: a page whose shorter side has more pixels is reduced to them when lines are looked for; not below `shortest_side`.
        public var longestShortSide = 960
        /// `narrowest_line`: how many pixels of width a line has at least when it is read; from 32 to 4096.
        public var narrowestLine = 64

        /// Creates the default settings.
        public init() {}
    }
}

extension PPOCREngine.Configuration {
    /// How many threads there shall be, after all of the settings have been checked.
    func checkedThreads() throws -> Int {
        func require(_ holds: Bool, _ message: String) throws {
            guard holds else { throw ExtractionError(.invalidConfiguration, message) }
        }
        try require((0...1).contains(minimumConfidence), "'minimum_confidence' must be from 0 to 1.")
        try require((32...4096).contains(shortestSide), "'shortest_side' must be from 32 to 4096.")
        try require((shortestSide...4096).contains(longestShortSide), "'longest_short_side' must be from 'shortest_side' to 4096.")
        try require((32...4096).contains(narrowestLine), "'narrowest_line' must be from 32 to 4096.")
        guard let threads else { return min(max(ProcessInfo.processInfo.activeProcessorCount, 1), 64) }
        try require((1...64).contains(threads), "'threads' is \(threads); it must be from 1 to 64, or left out.")
        return threads
    }
}
