internal import ExtractionKit
internal import ExtractionTesseract

extension SpeedCase {
    /// Tesseract with one handle, and with two at once.
    static let recognition = [recognizing(handles: 1), recognizing(handles: 2)]

    private static func recognizing(handles: Int) -> SpeedCase {
        let name = "tesseract-\(handles)-handle" + (handles > 1 ? "s" : "")
        return SpeedCase(name: name, unit: "pages", countsInstructions: handles == 1) { inputs in
            let engine = try TesseractOCREngine(TesseractOCREngine.Configuration(languages: ["eng"], handles: handles))
            let pages = try await [
                inputs.image("receipts/receipt-en-au-hardware.png"), inputs.image("receipts/receipt-en-us-diner.jpg"),
            ]
            return Workload(amount: Double(pages.count)) {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for page in pages { group.addTask { try await keep(engine.recognize(page)) } }
                    try await group.waitForAll()
                }
            }
        }
    }
}
