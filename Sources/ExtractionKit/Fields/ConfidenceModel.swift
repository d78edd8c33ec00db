#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// Turns what speaks for and against a value into the chance that the value is right: a logistic regression (Cox, "The regression
/// analysis of binary sequences", JRSS B 20(2), 1958).
///
/// A model is fitted to documents whose truth is known, by `extract fit`, and kept as a JSON file that says what it was fitted on.
public struct ConfidenceModel: Hashable, Sendable {
    /// What it was fitted on and how well it does, for people.
    public var origin: Origin
    /// The log odds of a value of which nothing is known.
    public var intercept: Double
    /// How much each evidence adds to the log odds. Evidence that isn't named adds nothing.
    public var weights: [String: Double]

    /// Creates a model.
    public init(origin: Origin, intercept: Double, weights: [String: Double]) {
        self.origin = origin
        self.intercept = intercept
        self.weights = weights
    }

    /// What a model was fitted on.
    public struct Origin: Hashable, Sendable, Codable {
        /// The extractor whose evidence it weighs, with its version.
        public var extractor: String
        /// The datasets.
        public var datasets: [String]
        /// What read the documents.
        public var readers: [String]
        /// How many documents there were.
        public var documents: Int
        /// How many values there were.
        public var values: Int
        /// Figures by metric, of values in documents that the model had not seen (cross-validation).
        public var crossValidated: [String: Double]

        /// Creates a description.
        public init(
            extractor: String, datasets: [String], readers: [String], documents: Int, values: Int, crossValidated: [String: Double]
        ) {
            self.extractor = extractor
            self.datasets = datasets
            self.readers = readers
            self.documents = documents
            self.values = values
            self.crossValidated = crossValidated
        }

        private enum CodingKeys: String, CodingKey {
            case extractor, datasets, readers, documents, values
            case crossValidated = "cross_validated"
        }
    }

    /// Changes when the numbers do, and not with the description: for identities.
    public var digest: String {
        let numbers = weights.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ",")
        return String(ContentDigest.hexadecimal(Array("\(intercept),\(numbers)".utf8)).prefix(16))
    }

    /// The chance that a value is right, from 0 to 1. Evidence that is no finite number counts as none.
    public func confidence(_ evidence: [String: Double]) -> Double {
        // In the order of the names, so that the sum is the same in every run.
        var odds = intercept
        for (name, weight) in weights.sorted(by: { $0.key < $1.key }) {
            if let value = evidence[name], value.isFinite { odds += weight * value }
        }
        return 1 / (1 + exp(-odds))
    }
}

extension ConfidenceModel: Codable {
    private enum CodingKeys: String, CodingKey {
        case version, origin, intercept, weights
    }

    /// The version of the file format.
    private static let version = 1

    /// Reads a model of this version, of finite numbers.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        guard try container.decode(Int.self, forKey: .version) == Self.version else {
            throw DecodingError.dataCorruptedError(
                forKey: .version, in: container, debugDescription: "The model is of another version of the format.")
        }
        try self.init(
            origin: container.decode(Origin.self, forKey: .origin), intercept: container.decode(Double.self, forKey: .intercept),
            weights: container.decode([String: Double].self, forKey: .weights))
        guard intercept.isFinite, weights.values.allSatisfy(\.isFinite) else {
            throw DecodingError.dataCorruptedError(
                forKey: .weights, in: container, debugDescription: "A weight of the model is no finite number.")
        }
    }

    /// Writes the model with the version of its format.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(Self.version, forKey: .version)
        try container.encode(origin, forKey: .origin)
        try container.encode(intercept, forKey: .intercept)
        try container.encode(weights, forKey: .weights)
    }
}
