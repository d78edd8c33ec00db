import ExtractionKit
import Foundation

struct Bill: Decodable {
    var vendorName: String?
    var dueDate: CalendarDate?
    var totalAmount: Decimal
}

func printBill(inFile path: String, readBy pipeline: Pipeline) async throws {
    let bill = try await pipeline.extract(Document(contentsOfFile: path), as: Bill.self)
    print(bill.totalAmount, bill["totalAmount"]?.confidence ?? 0, bill["totalAmount"]?.regions.first?.page ?? 0)
}
