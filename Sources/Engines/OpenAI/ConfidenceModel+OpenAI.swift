public import ExtractionKit

extension ConfidenceModel {
    /// The weights of ``OpenAIFieldExtractor`` where nobody has fitted others: chosen by hand, not measured, for models and documents
    /// differ. `extract fit` makes a model of documents whose truth is known.
    ///
    /// The evidence, each from -1 to 1:
    /// - `exact`, `normalised`, `fuzzy`: how the value is grounded; one of them is 1.
    /// - `certainty`: how likely the model thought the least likely token of the value, where the service says it.
    /// - `passes`: how many of several passes gave the value.
    /// - `checks`: 1 where sums, dates and check digits speak for the value, -1 where one speaks against it.
    /// - `conflict`: 1 where another part of the document gives another value.
    public static let openAI = ConfidenceModel(
        origin: Origin(extractor: "openai, chosen by hand", datasets: [], readers: [], documents: 0, values: 0, crossValidated: [:]),
        intercept: 0,
        weights: [
            "exact": 2.2, "normalised": 1.75, "fuzzy": 0.4, "certainty": 1, "passes": 1.5, "checks": 1, "conflict": -3,
        ])
}
