internal import ExtractionEvaluation
internal import ExtractionKit
internal import ExtractionTesseract
internal import Foundation

extension SpeedCase {
    /// What the harness and every start of the program do themselves.
    static let harness = [
        SpeedCase(name: "levenshtein-10k", unit: "pages") { _ in
            var text = MadeUpText(seed: 4)
            let reference = String(text.words(2_000).prefix(10_000))
            let hypothesis = text.damaged(reference, oneIn: 20)
            return Workload(amount: 1) { keep(ErrorRate.characters(of: hypothesis, reference: reference)) }
        },
        SpeedCase(name: "configuration-decoder", unit: "configurations") { _ in
            let settings: JSONValue = .object(["languages": .array([.string("deu"), .string("eng")]), "handles": .number(2)])
            return Workload(amount: 50) {
                for _ in 0..<50 {
                    try keep(
                        ConfigurationDecoder.decode(
                            TesseractOCREngine.Configuration.self, from: settings, of: TesseractOCREngine.id))
                }
            }
        },
    ]
}
