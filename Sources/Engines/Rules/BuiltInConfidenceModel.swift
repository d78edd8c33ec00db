public import ExtractionKit

extension ConfidenceModel {
    /// The model of ``RulesFieldExtractor`` that comes with it: `Models/confidence.json`, compiled in.
    public static let rules: ConfidenceModel = {
        do {
            return try ConfidenceModel(json: PackageResources.confidence_json)
        } catch {
            // A file that doesn't decode is a mistake of this module, which its tests find.
            preconditionFailure("The built-in confidence model can't be decoded: \(error)")
        }
    }()
}
