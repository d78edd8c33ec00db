internal import ExtractionKit
internal import Foundation

/// A field as the service's models give it.
struct AzureField: Decodable {
    var type: String?
    var content: String?
    var text: String?
    var confidence: Double?
    var boundingRegions: [Region]?
    var page: Int?
    var boundingBox: [Double]?

    var valueString: String?
    var valueDate: String?
    var valueTime: String?
    var valuePhoneNumber: String?
    var valueNumber: Decimal?
    var valueInteger: Decimal?
    var valueSelectionMark: String?
    var valueSignature: String?
    var valueCountryRegion: String?
    var valueArray: [AzureField?]?
    var valueObject: [String: AzureField?]?
    var valueCurrency: Currency?
    var valueAddress: [String: JSONValue]?
    var valueBoolean: Bool?
    var valueSelectionGroup: [String]?

    struct Region: Decodable {
        var pageNumber: Int
        var polygon: [Double]?
    }

    struct Currency: Decodable {
        var amount: Decimal?
        var currencyCode: String?
    }

    /// The text on the page.
    var raw: String { content ?? text ?? "" }

    /// Where the field stands: pages, and corners in the page's unit.
    var places: [(page: Int, corners: [Double])] {
        if let boundingRegions { return boundingRegions.map { ($0.pageNumber, $0.polygon ?? []) } }
        if let page, let boundingBox { return [(page, boundingBox)] }
        return []
    }

    /// The type and the value; `nil` for a field that isn't in the document. Tables are made by whoever knows the names of their cells.
    var scalar: (type: FieldType, value: FieldValue)? {
        func text(_ type: FieldType, _ value: String?) -> (FieldType, FieldValue)? {
            (value ?? (raw.isEmpty ? nil : raw)).flatMap { $0.isEmpty ? nil : (type, .text($0)) }
        }
        switch type {
        case "date":
            if let date = valueDate.flatMap({ CalendarDate($0) }) { return (.date, .date(date)) }
            return text(.text, valueDate)
        case "time":
            if let valueTime, valueTime.wholeMatch(of: /\d\d:\d\d(:\d\d)?/) != nil { return (.time, .time(valueTime)) }
            return text(.text, valueTime)
        case "number": return valueNumber.map { (.number, .number($0, unit: nil)) }
        case "integer": return valueInteger.map { (.number, .number($0, unit: nil)) }
        case "currency":
            return valueCurrency?.amount.map { (.money, .money($0, currency: valueCurrency?.currencyCode)) }
        case "boolean": return valueBoolean.map { (.boolean, .boolean($0)) }
        case "selectionMark": return valueSelectionMark.map { (.boolean, .boolean($0 == "selected")) }
        case "signature": return valueSignature.map { (.boolean, .boolean($0 == "signed")) }
        case "phoneNumber": return text(.phone, valuePhoneNumber)
        case "countryRegion": return text(.text, valueCountryRegion)
        case "address": return valueAddress == nil ? nil : text(.address, nil)
        case "selectionGroup": return text(.text, valueSelectionGroup?.joined(separator: ", "))
        case "array", "object": return nil
        default: return text(.text, valueString)
        }
    }
}
