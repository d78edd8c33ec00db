import ExtractionKit
import ExtractionRules
import ExtractionSchemas
import ExtractionTesting
import Foundation
import Testing

/// The rows of the analytes as `name value unit`, with what stands in the place of a value.
private func analytes(_ text: String) async throws -> [String] {
    guard case .table(let rows) = try await fields(.labReport, text)["analytes"]?.value else { return [] }
    return rows.map { row in
        let cells = ["name", "value", "unit"].compactMap { row[$0]?.value }
        let words = cells.map { value in
            switch value {
            case .text(let text): text
            case .number(let number, _): "\(number)"
            default: "?"
            }
        }
        return (words + (row["value"] == nil ? [row["status"]?.raw ?? ""] : [])).joined(separator: " ")
    }
}

@Suite struct `A table of analytes` {
    @Test func `may have units alone for heads, and prefers percent`() async throws {
        let found = try await analytes(
            """
            Certificate of Analysis

            Cannabinoid               mg/g          %
            CBGA                       8.5       0.85
            CBN                         ND         ND
            """)
        #expect(found == ["CBGA 0.85 %", "CBN % ND"])
    }

    @Test func `may have a head of several lines`() async throws {
        let found = try await analytes(
            """
            Certificate of Analysis

                         LOD/LOQ       RESULT      RESULT
            COMPOUND
                          (mg/g)       (mg/g)         (%)
            THCa         0.1/0.2       238.38      23.838
            CBGa         0.1/0.4         18.0        1.80
            """)
        #expect(found == ["THCa 23.838 %", "CBGa 1.8 %"])
    }

    @Test func `may have no head for the names, beside another such table`() async throws {
        let found = try await analytes(
            """
            Certificate of Analysis

            Cannabinoids                           Metals
                           %      mg/g                       Limit     Found
            THCA       23.41     234.1             Arsenic     200        18
            CBGA        0.94       9.4             Lead        500        27
            CBC           ND        ND             Mercury     100        ND
            """)
        #expect(Set(found) == ["THCA 23.41 %", "CBGA 0.94 %", "CBC % ND", "Arsenic 18", "Lead 27", "Mercury ND"])
    }

    @Test func `may have its unit in the heading of its section`() async throws {
        let found = try await analytes(
            """
            Certificate of Analysis

            Metals, µg/kg                    PASS
            Element       Limit     Found
            Arsenic         200        18
            Lead            500        27

            Mycotoxins, µg/kg                PASS
            Analyte       Limit     Found
            Ochratoxin A     20        ND
            """)
        #expect(found == ["Arsenic 18 µg/kg", "Lead 27 µg/kg", "Ochratoxin A µg/kg ND"])
    }

    @Test func `may have a unit of its own beside that of the result`() async throws {
        let found = try await analytes(
            """
            Certificate of Analysis

            Analyte     Dilution       LOD      Result
                           (1:n)       (%)      (mg/g)       (%)
            CBGA         150.000     0.001       6.120     0.612
            """)
        #expect(found == ["CBGA 0.612 %"])
    }

    @Test func `stands beside another without sharing cells`() async throws {
        let found = try await analytes(
            """
            Certificate of Analysis

            ANALYTE        AMT        AMT    PASS/FAIL     ANALYTE       AMT        AMT
            CBC      0.07977 %   0.7 mg/g          N/A     LINALOOL  0.0941 %  0.9 mg/g
            CBD             ND         ND          N/A     CAMPHENE      < LOQ    < LOQ
            """)
        #expect(Set(found) == ["CBC 0.07977 %", "CBD N/A", "LINALOOL 0.0941 %", "CAMPHENE < LOQ"])
    }

    @Test func `ends before notes`() async throws {
        let found = try await analytes(
            """
            Certificate of Analysis

            Analyte        Result (%)
            CBG                  0.14
            All results were obtained by methods of the laboratory of 4 rooms
            """)
        #expect(found == ["CBG 0.14 %"])
    }

    @Test func `gives totals from the right column`() async throws {
        let text = """
            Certificate of Analysis

            Cannabinoids        LOD       LOQ         %      mg/g
            Total THC          0.26      0.27     26.58     265.8
            Total CBD          0.26      0.27        ND        ND
            THCA               0.26      0.27     29.56     295.6
            """
        let found = try await fields(.labReport, text)
        #expect(found["thc_total_pct"]?.value == .percentage(Decimal(string: "26.58") ?? 0))
        #expect(found["cbd_total_pct"] == nil)
        #expect(try await analytes(text) == ["THCA 29.56 %"])
    }

    @Test func `says nothing of a total by the factor of its formula`() async throws {
        let found = try await fields(
            .labReport,
            """
            Certificate of Analysis

            Total THC = THCA x 0.877 + THC
            Total CBD (CBDa * 0.877 + CBD)
            """)
        #expect(found["thc_total_pct"] == nil)
        #expect(found["cbd_total_pct"] == nil)
    }
}
