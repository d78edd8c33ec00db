extension MetricDefinition {
    /// The share of pages read in the wrong way.
    public static let routingErrorRate = MetricDefinition(
        id: "routing_error_rate", title: "Routing errors",
        definition: "Share of pages that were read in another way (text layer, OCR, blank, service) than they should be, or failed.",
        source: "Defined here: the error rate of a classifier.", direction: .lowerIsBetter, unit: .ratio)
    /// The share of values whose region covers their text.
    public static let groundingPlaceHitRate = MetricDefinition(
        id: "grounding_place_hit_rate", title: "Grounding: place hits",
        definition:
            "Share of values found whose regions hold the raw text: the words with their middle in a region say it, white space aside; a value without a place misses.",
        source: "Defined here: needs no true places, and catches regions that don't belong to their span.",
        direction: .higherIsBetter, unit: .ratio)
    /// The share of documents of the right type.
    public static let documentTypeAccuracy = MetricDefinition(
        id: "document_type_accuracy", title: "Document type",
        definition:
            "Share of documents whose kind was found out: the schema's id, or unknown for a kind without a schema; a document that failed counts as wrong.",
        source: "Defined here: the accuracy of a classifier.", direction: .higherIsBetter, unit: .ratio)
    /// The share of broken documents refused with the right code.
    public static let errorCodeAccuracy = MetricDefinition(
        id: "error_code_accuracy", title: "Error codes",
        definition: "Share of the documents that can't be read for which the error has the code that it should have.",
        source: "Defined here.", direction: .higherIsBetter, unit: .ratio)
    /// The share of readable documents that failed.
    public static let failureRate = MetricDefinition(
        id: "failure_rate", title: "Failures",
        definition: "Share of the documents that can be read of which something failed: the document, a page, or finding the fields.",
        source: "Defined here.", direction: .lowerIsBetter, unit: .ratio)
    /// The agreement of two engines.
    public static let engineAgreement = MetricDefinition(
        id: "engine_agreement", title: "Agreement of engines",
        definition: "Bag-of-words F1 of one engine's text against the other's, over pages that both read; it says nothing of who is right.",
        source: "As bag-of-words F1, with the other engine in place of the truth.", direction: .higherIsBetter, unit: .ratio)

    /// The metrics that a document has a ``Score`` for, in the order of a report.
    public static let perDocument: [MetricDefinition] = [
        .bagOfWordsF1, .characterErrorRate, .characterErrorRateAnyCase, .wordErrorRate, .editSimilarity, .readingOrder,
        .teds, .cellAdjacencyF1,
        .fieldF1, .fieldExactUntouched, .fieldPrecision, .fieldRecall, .anlsStar, .omissions, .inventions, .wrongValues,
        .lineItemEntityF1, .lineItemGroupF1, .lineItemAligned,
        .documentTypeAccuracy, .groundingTextHitRate, .groundingPlaceHitRate, .groundingLineHitRate, .routingErrorRate, .errorCodeAccuracy,
        .failureRate,
    ]

    /// The metrics of all answers together.
    public static let ofAnswers: [MetricDefinition] = [
        .expectedCalibrationError, .expectedCalibrationErrorEqualMass, .brierScore, .auroc, .coverageAtAccuracy,
    ]

    /// Every metric that a run reports, in its order.
    public static let ofRuns: [MetricDefinition] =
        perDocument + [.fieldMacroF1] + ofAnswers
        + [.firstPageLatency, .latency, .pagesPerSecond, .peakResidentSize, .processorTime, .cost, .engineAgreement] + ofChunks
}
