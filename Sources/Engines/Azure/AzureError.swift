internal import ExtractionKit
internal import ExtractionRemote

/// The service's own names for what is wrong with a document or a request, in the kit's terms.
enum AzureError {
    static func error(_ code: String?) -> ExtractionError? {
        switch code {
        case "InvalidContent": ExtractionError(.corrupt, "The service can't read the document; it is damaged or of another kind.")
        case "UnsupportedContent", "UnsupportedMediaType":
            ExtractionError(.unsupportedMediaType, "The service doesn't read this kind of document; convert it to PDF, JPEG, PNG or TIFF.")
        case "InvalidContentLength":
            ExtractionError(.tooLarge, "The document is larger than the resource takes (4 MB free, 500 MB paid); make it smaller.")
        case "InvalidContentDimensions":
            ExtractionError(.unsupportedFeature, "The service reads images from 50 to 10,000 pixels each way; scale the document.")
        case "ContentSourceNotAccessible", "ContentSourceTimeout", "InvalidSasToken":
            ExtractionError(.fileUnreadable, "The service can't fetch the document from its address; check it and what it allows.")
        case "ModelNotFound": ExtractionError(.notFound, "The resource has no such model; correct the setting 'model'.")
        case "ModelNotReady": ExtractionError(.serviceUnavailable, "The model isn't ready yet; try again later.")
        case "OperationNotFound":
            ExtractionError(.notFound, "The service no longer has the result; it keeps them for a day. Analyze the document again.")
        default: nil
        }
    }
}
