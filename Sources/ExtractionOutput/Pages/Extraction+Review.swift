public import ExtractionKit

extension Extraction {
    /// One HTML file to check the result by: the fields with value, raw text, the line they stand in and their confidence, beside the pages'
    /// pictures with the places marked. Choosing a field shows its place, choosing a place its field.
    ///
    /// It needs nothing from the network and runs no script; text of the document can't become markup.
    ///
    /// - Parameters:
    ///   - read: What the fields were found in.
    ///   - pictures: The pages' pictures; without them the places stand on white.
    public func reviewPage(of read: ReadDocument, pictures: PagePictures = PagePictures()) -> String {
        ReviewPage(extraction: self, read: read, pictures: pictures).html
    }
}
