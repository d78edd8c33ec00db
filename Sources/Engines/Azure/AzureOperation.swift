public import ExtractionRemote

/// An analysis that the service has accepted: it is paid for, and its result can be asked for during a day, after a crash too.
public struct AzureOperation: Hashable, Sendable, Codable {
    /// Where the result will be. It is called as it stands, if it is on the resource's host.
    public var location: ServiceURL
    /// The model that is at work.
    public var model: String
    /// How many pages were sent, where that is known.
    public var expectedPages: Int?

    /// Creates an operation.
    public init(location: ServiceURL, model: String, expectedPages: Int? = nil) {
        self.location = location
        self.model = model
        self.expectedPages = expectedPages
    }

    private enum CodingKeys: String, CodingKey {
        case location, model
        case expectedPages = "expected_pages"
    }
}
