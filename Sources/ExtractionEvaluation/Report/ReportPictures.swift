internal import ExtractionKit
internal import ExtractionOutput

/// The pictures of a report: the first faulty pages of the worst documents, and the places where engines disagree.
struct ReportPictures: Sendable {
    /// A picture for each disagreement, by its index, as a data URI.
    private(set) var disagreements: [Int: String] = [:]
    private var pages: [PageKey: (uri: String, size: Size)] = [:]
    private var failures: [PageKey: String] = [:]

    private struct PageKey: Hashable {
        var document: String
        var page: Int
    }

    /// Draws them. A page that can't be drawn has no picture, and the reason instead.
    init(_ run: BenchmarkRun, loader: (any DocumentLoader)?) async throws {
        guard let loader else { return }
        for row in run.results.flatMap({ $0.worst(BenchReport.worstCount) }) where !row.isToBeRefused {
            let key = Self.key(of: row)
            guard pages[key] == nil, failures[key] == nil, let path = run.texts[row.document]?.path else { continue }
            do {
                let picture = try await PagePicture.draw(page: key.page, ofFile: path, by: loader)
                pages[key] = (picture.whole(width: 700).dataURI, picture.size)
            } catch let error as CancellationError {
                throw error
            } catch {
                failures[key] = ExtractionError(wrapping: error).code.rawValue
            }
        }
        for (index, example) in run.disagreements.enumerated() {
            guard let path = run.texts[example.document]?.path else { continue }
            do {
                let picture = try await PagePicture.draw(page: example.page, ofFile: path, by: loader)
                disagreements[index] = picture.crop(example.regions, width: 900)?.dataURI
            } catch let error as CancellationError {
                throw error
            } catch {
                // The texts are shown all the same.
                continue
            }
        }
    }

    /// Whether there is a picture of a row's page.
    func has(_ row: DocumentRow) -> Bool { pages[Self.key(of: row)] != nil }

    /// The page of a row where the first fault is, with the places of wrong values marked.
    func page(of row: DocumentRow) -> HTML {
        let key = Self.key(of: row)
        guard let (uri, size) = pages[key] else {
            return failures[key].map { "<p class=\"note\">No picture: \($0).</p>" } ?? "<p class=\"note\">No picture.</p>"
        }
        let boxes = Self.faults(of: row).flatMap(\.regions).filter { $0.page == key.page }.map { region -> HTML in
            let box = region.polygon.bounds
            return """
                <rect x="\(box.minX - 2)" y="\(box.minY - 2)" width="\(box.width + 4)" height="\(box.height + 4)"/>
                """
        }
        return """
            <svg class="page" viewBox="0 0 \(size.width) \(size.height)" role="img" aria-label="Page \(key.page)">
            <image href="\(uri)" width="\(size.width)" height="\(size.height)" preserveAspectRatio="none"/>\(boxes.joined())</svg>
            <p class="note">Page \(key.page)\(boxes.isEmpty ? "" : "; wrong values are marked")</p>
            """
    }

    private static func faults(of row: DocumentRow) -> [FieldOutcome] {
        row.fields.filter { [.wrong, .invented].contains($0.judgement.outcome) }
    }

    private static func key(of row: DocumentRow) -> PageKey {
        let page = row.errors.compactMap(\.page).first ?? faults(of: row).flatMap(\.regions).first?.page ?? 1
        return PageKey(document: row.document, page: page)
    }
}
