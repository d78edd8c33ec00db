package import ExtractionKit
package import Foundation

/// A field as the service's models give it.
package struct AzureField: Decodable {
    package var type: String?
    package var content: String?
    package var text: String?
    package var confidence: Double?
    package var boundingRegions: [Region]?
    package var page: Int?
    package var boundingBox: [Double]?

    package var valueString: String?
    package var valueDate: String?
    package var valueTime: String?
    package var valuePhoneNumber: String?
    package var valueNumber: Decimal?
    package var valueInteger: Decimal?
    package var valueSelectionMark: String?
    package var valueSignature: String?
    package var valueCountryRegion: String?
    package var valueArray: [AzureField?]?
    package var valueObject: [String: AzureField?]?
    package var valueCurrency: Currency?
    package var valueAddress: [String: JSONValue]?
    package var valueBoolean: Bool?
    package var valueSelectionGroup: [String]?

    package struct Region: Decodable {
        package var pageNumber: Int
        package var polygon: [Double]?
    }

    package struct Currency: Decodable {
        package var amount: Decimal?
        package var currencyCode: String?
    }

    /// The text on the page.
    package var raw: String { content ?? text ?? "" }

    /// Where the field stands: pages, and corners in the page's unit.
    package var places: [(page: Int, corners: [Double])] {
        if let boundingRegions { return boundingRegions.map { ($0.pageNumber, $0.polygon ?? []) } }
        if let page, let boundingBox { return [(page, boundingBox)] }
        return []
    }

    /// The type and the value; `nil` for a field that isn't in the document. Tables are made by whoever knows the names of their cells.
    package var scalar: (type: FieldType, value: FieldValue)? {
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
