internal import ExtractionKit

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// What speaks for and against the candidate that was chosen for a field, in numbers that a ``ConfidenceModel`` weighs.
struct CandidateEvidence {
    private let view: DocumentView
    /// How sure it is that the document is of the schema's kind; 1 where the caller said so.
    private let typeConfidence: Double

    init(_ view: DocumentView, typeConfidence: Double) {
        self.view = view
        self.typeConfidence = typeConfidence
    }

    /// The evidence by name.
    ///
    /// - Parameters:
    ///   - candidate: What was chosen, its confidence moved by what other fields say.
    ///   - type: The field's type.
    ///   - rivals: All candidates of the field, the chosen one among them.
    func evidence(for candidate: Candidate, _ type: FieldType, among rivals: [Candidate]) -> [String: Double] {
        var evidence: [String: Double] = [
            "score": Self.odds(candidate.confidence), "type:\(type.rawValue)": 1, "rule:\(candidate.rule)": 1,
            "document_type": typeConfidence, "repaired": candidate.isRepaired ? 1 : 0,
            "lines": min(1, Double(candidate.places.count - 1) / 4),
        ]
        let others = rivals.filter { $0.value != candidate.value }
        evidence["unrivalled"] = others.isEmpty ? 1 : 0
        if let best = others.best { evidence["lead"] = (candidate.confidence - best.confidence).clamped(to: -1...1) }
        evidence["rivals"] = min(1, log(1 + Double(Set(others.map(\.value)).count)) / 3)
        evidence["agreement"] = min(1, log(Double(max(1, rivals.count - others.count))) / 2)
        if let proposed = rivals.filter({ $0.places == candidate.places }).best?.confidence {
            evidence["confirmed"] = candidate.confidence > proposed + 1e-6 ? 1 : 0
            evidence["contradicted"] = candidate.confidence < proposed - 1e-6 ? 1 : 0
        }
        addWords(of: candidate, type, to: &evidence)
        addPlace(of: candidate, to: &evidence)
        return evidence
    }

    /// How sure the OCR engine is of the words, and what they are made of.
    private func addWords(of candidate: Candidate, _ type: FieldType, to evidence: inout [String: Double]) {
        var confidences: [Double] = []
        var count = 0.0, letters = 0.0, digits = 0.0, odd = 0.0
        for place in candidate.places {
            let row = view.rows[place.row]
            confidences += row.pieces(of: place.range).compactMap { row.tokens[$0.token].confidence }
            for scalar in row.scalars[place.range] {
                count += 1
                if scalar.isLetter {
                    letters += 1
                } else if scalar.isDigit {
                    digits += 1
                } else if !" \t.,:;-/&'()#".unicodeScalars.contains(scalar) {
                    odd += 1
                }
            }
        }
        if let least = confidences.min() {
            evidence["ocr"] = 1
            evidence["ocr_least"] = least.clamped(to: 0...1)
            evidence["ocr_mean"] = (confidences.reduce(0, +) / Double(confidences.count)).clamped(to: 0...1)
        }
        guard count > 0 else { return }
        evidence["length"] = min(1, count / 80)
        evidence["odd"] = odd / count
        if !TypedValue.isScanned(type) {
            evidence["letters"] = letters / count
            evidence["digits"] = digits / count
        }
    }

    /// Where on the first pages it stands.
    private func addPlace(of candidate: Candidate, to evidence: inout [String: Double]) {
        guard let row = candidate.places.first?.row else { return }
        let page = view.pageIndex(of: row)
        evidence["later_page"] = page > 0 ? 1 : 0
        let height = view.sizes[page].height
        if height > 0 { evidence["height_on_page"] = (view.rows[row].box.midY / height).clamped(to: 0...1) }
    }

    /// Log odds, from -1 to 1.
    private static func odds(_ confidence: Double) -> Double {
        let confidence = confidence.clamped(to: 0.02...0.98)
        return log(confidence / (1 - confidence)) / 4
    }
}

extension Comparable {
    fileprivate func clamped(to range: ClosedRange<Self>) -> Self { min(max(self, range.lowerBound), range.upperBound) }
}
