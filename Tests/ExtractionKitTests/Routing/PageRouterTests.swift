import ExtractionKit
import ExtractionTesting
import Testing

@Suite struct `A page router` {
    private let page = Page(number: 1, size: Size(width: 612, height: 792))
    private let prose = String(repeating: "The goods were delivered in March and paid for in full.\n", count: 4)

    private func route(_ text: String, images: [Rect] = [], mode: PageRouter.Mode = .auto) -> PageRoute {
        let layer = TextLayer(text: PageText(monospaced: text), imageAreas: images)
        return PageRouter(mode: mode).route(RoutingSignals(layer, on: page))
    }

    @Test(arguments: [
        "The goods were delivered in March and paid for in full.", "Rechnungsnummer: RE-2026/118 vom 03.02.2026 über 1.234,56 € netto",
        "Facture n° F2026-00041, échéance à 30 jours, TVA 20 %", "12 × 4.50 = 54.00", "Δ9-THC 0.21 % CBDA 1.44 mg/g <LOQ",
        "ABN 51 824 753 556",
        "Счёт за услуги связи", "請求書 合計 12,000円", "IBAN DE89 3704 0044 0532 0130 00 BIC COBADEFFXXX",
        "E-mail: someone@example.com https://example.com/a?b=c",
    ])
    func `believes a text layer that reads well`(text: String) {
        #expect(route(text) == PageRoute(method: .textLayer, reason: .goodText, signals: route(text).signals))
    }

    @Test(
        arguments: [
            ("7KH^CPLOO ZDV^QRW 0HDQW]WR %H,5HDG E\\ D^3HUVRQ &KDUDFWHUV@DUH 6KLIWHG", .implausibleWords),
            ("\u{FFFD}\u{FFFD}\u{FFFD} \u{FFFD}\u{FFFD} text", .unmappedCharacters),
            ("\u{E001}\u{E002}\u{E003} \u{E004}", .unmappedCharacters),
            ("", .noText),
        ] as [(String, PageRoute.Reason)])
    func `looks at the page when its text is garbage or missing`(text: String, reason: PageRoute.Reason) {
        #expect(route(text).method == .ocr)
        #expect(route(text).reason == reason)
    }

    @Test func `looks at a scan that has a page number beside it`() {
        let scan = Rect(x: 0, y: 0, width: 612, height: 700)
        #expect(route("Page 3 of 12", images: [scan]).reason == .sparseTextOnScan)
        #expect(route(prose, images: [scan]).reason == .goodText)
    }

    @Test(arguments: [1, 3, 13]) func `does not believe letters that stand for others`(distance: UInt8) {
        let shifted = prose.utf8.map { byte in
            (0x61...0x7A).contains(byte) ? 0x61 + (byte - 0x61 + distance) % 26 : byte
        }
        #expect(route(String(decoding: shifted, as: UTF8.self)).reason == .implausibleWords)
    }

    @Test(arguments: [
        "Faktura VAT numer siedem z dnia trzeciego marca. Termin zapłaty: trzydzieści dni. Razem do zapłaty brutto w złotych polskich.",
        "Lasku on maksettava kolmenkymmenen päivän kuluessa laskun päiväyksestä. Viivästyskorko lain mukaan.",
        "Fatura tarihi üç Mart, ödeme vadesi otuz gündür. Toplam tutar katma değer vergisi dahildir.",
        "De factuur dient binnen dertig dagen na dagtekening te worden voldaan op onze bankrekening.",
    ]) func `believes the letters of other languages`(text: String) { #expect(route(text).reason == .goodText) }

    @Test func `reads what the file says into what it sees of a scan with little text`() {
        let scan = Rect(x: 0, y: 0, width: 612, height: 700)
        #expect(route("Page 3 of 12", images: [scan]).method == .merged)
        let layer = TextLayer(text: PageText(monospaced: "Page 3 of 12"), outlinedShapes: 900)
        #expect(PageRouter().route(RoutingSignals(layer, on: page)).reason == .outlinedText)
    }

    @Test func `believes what a program has read in a scan if it reads well`() {
        func route(_ text: String) -> PageRoute {
            let text = PageText(monospaced: text)
            let scan = Rect(x: 0, y: 0, width: 612, height: 792)
            return PageRouter().route(
                RoutingSignals(TextLayer(text: text, imageAreas: [scan], scannedWords: text.words.count), on: page))
        }
        #expect(route(prose) == PageRoute(method: .textLayer, reason: .scannedText, signals: route(prose).signals))
        #expect(route("7KH^CPLOO ZDV^QRW 0HDQW]WR %H,5HDG E\\ D^3HUVRQ &KDUDFWHUV@DUH 6KLIWHG").reason == .implausibleWords)
        #expect(route("Page 3 of 12").method == .ocr)
    }

    @Test(arguments: [(0, true), (5, true), (40, false)]) func `counts glyphs without a character`(glyphs: Int, isBelieved: Bool) {
        let layer = TextLayer(text: PageText(monospaced: prose), unmappedGlyphs: glyphs)
        let route = PageRouter().route(RoutingSignals(layer, on: page))
        #expect(route.reason == (isBelieved ? .goodText : .unmappedCharacters))
    }

    @Test func `does not believe text that stands outside of the page`() {
        let layer = TextLayer(text: PageText(monospaced: prose, origin: Point(x: 36, y: 2_000)))
        #expect(PageRouter().route(RoutingSignals(layer, on: page)).reason == .textOffPage)
    }

    @Test func `does what the caller wants`() {
        #expect(route("", mode: .text).method == .textLayer)
        #expect(route(prose, mode: .ocr).method == .ocr)
        #expect(PageRouter(mode: .ocr).route(nil).reason == .requested)
    }

    @Test func `looks at an image`() { #expect(PageRouter().route(nil).reason == .image) }
}
