import ExtractionKit
import ExtractionSchemas
import Testing

@Suite struct `The built-in schemas` {
    @Test(
        arguments: [
            (
                "invoice",
                [
                    "vendor_name", "vendor_address", "vendor_tax_id", "customer_name", "invoice_number", "invoice_date", "due_date",
                    "purchase_order", "currency", "subtotal", "tax", "total_amount", "line_items",
                ], "line_items", ["description", "quantity", "unit_price", "amount"]
            ),
            (
                "receipt", ["merchant_name", "merchant_address", "date", "time", "currency", "subtotal", "tax", "total", "items"], "items",
                ["description", "quantity", "amount"]
            ),
            (
                "lab_report",
                [
                    "product_name", "batch_number", "sample_id", "lab_name", "client_name", "sample_date", "thc_total_pct", "cbd_total_pct",
                    "overall_result", "analytes",
                ], "analytes", ["panel", "name", "value", "unit", "limit", "status"]
            ),
        ])
    func `have the names that others rely on`(id: String, fields: [String], table: String, columns: [String]) throws {
        let schema = try #require(BuiltInSchemas.schema(id: id))
        #expect(schema.fields.map(\.name) == fields)
        #expect(schema[table]?.columns.map(\.name) == columns)
        #expect(schema[table]?.type == .table)
    }

    @Test(arguments: BuiltInSchemas.all) func `label every field in lower case and have cues`(schema: RecordSchema) {
        #expect(!schema.cues.isEmpty && !schema.description.isEmpty)
        for field in schema.fields + schema.fields.flatMap(\.columns) {
            #expect(field.type == .table || !field.labels.isEmpty, "\(field.name)")
            #expect(field.labels.allSatisfy { $0 == $0.lowercased() && !$0.isEmpty }, "\(field.name)")
        }
    }

    @Test func `are JSON Schemas too`() throws {
        for schema in BuiltInSchemas.all {
            let copy = try RecordSchema(jsonSchema: schema.jsonSchema, id: schema.id)
            #expect(Set(copy.fields.map(\.name)) == Set(schema.fields.map(\.name)))
        }
    }

    @Test func `don't know other ids`() { #expect(BuiltInSchemas.schema(id: "passport") == nil) }
}
