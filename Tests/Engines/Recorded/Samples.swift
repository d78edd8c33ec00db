import ExtractionKit
import ExtractionResultFormats

/// Made-up results, one of each shape.
enum Sample {
    static let hocr = """
        <?xml version="1.0" encoding="UTF-8"?>
        <!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
        <html xmlns="http://www.w3.org/1999/xhtml"><head><title></title>
        <meta http-equiv="Content-Type" content="text/html;charset=utf-8"/>
        <meta name='ocr-system' content='tesseract 5.3.0' />
        </head><body>
        <div class='ocr_page' id='page_1' title='image "a; b.png"; bbox 0 0 1275 1650; ppageno 0; scan_res 150 150'>
         <div class='ocr_carea' title="bbox 100 50 700 200">
          <p class='ocr_par' lang='deu' title="bbox 100 50 700 200">
           <span class='ocr_header' title="bbox 100 50 400 80; x_size 30">
            <span class='ocrx_word' title='bbox 100 50 250 80; x_wconf 96'>M&uuml;ller</span>
            <span class='ocrx_word' title='bbox 260 50 400 80; x_wconf 40.5; x_fsize 12'><strong>&amp;</strong></span>
           </span>
           <span class='ocr_line' title="bbox 100 100 700 130">
            <span class='ocrx_word' title='bbox 100 100 700 130; x_wconf 250'>Gr&#246;&#xDF;e</span>
            <span class='ocrx_word' title='bbox 0 0 0 0; x_wconf 95'> </span>
           </span>
          </p>
         </div>
         <div class='ocr_photo' title="bbox 0 900 100 1000"></div>
        </div>
        <div class="ocr_page" title="bbox 0 0 100 50"><span class="ocr_line" title="bbox 10 10 50 20">two words</span>
        <span class="ocrx_word" title="bbox 10 30 50 40">stray</span></div>
        </body></html>
        """

    static func alto(unit: String) -> String {
        """
        <?xml version="1.0"?>
        <alto xmlns="http://www.loc.gov/standards/alto/ns-v4#"><Description><MeasurementUnit>\(unit)</MeasurementUnit>
        <OCRProcessing ID="o"><ocrProcessingStep><processingSoftware><softwareName>Reader</softwareName>
        <softwareVersion>7</softwareVersion></processingSoftware></ocrProcessingStep></OCRProcessing></Description>
        <Styles><TextStyle ID="t" FONTSIZE="9.5"/></Styles><Tags><StructureTag ID="h" LABEL="Heading"/></Tags>
        <Layout><Page ID="p" PHYSICAL_IMG_NR="7" WIDTH="2540" HEIGHT="1270">
        <TopMargin HPOS="0" VPOS="0" WIDTH="2540" HEIGHT="100"><TextBlock ID="m"><TextLine>
        <String CONTENT="42" HPOS="1270" VPOS="10" WIDTH="100" HEIGHT="50" WC="0.5"/></TextLine></TextBlock></TopMargin>
        <PrintSpace><ComposedBlock TYPE="table"><TextBlock ID="b" STYLEREFS="t" TAGREFS="h"><TextLine HPOS="0" VPOS="127" WIDTH="508" HEIGHT="50">
        <String CONTENT="A&amp;B" HPOS="0" VPOS="127" WIDTH="254" HEIGHT="50" WC="0.25"><ALTERNATIVE>x</ALTERNATIVE></String><SP/>
        <String CONTENT="exam" HPOS="254" VPOS="127" WIDTH="200" HEIGHT="50" SUBS_TYPE="HypPart1" SUBS_CONTENT="example"/>
        <HYP CONTENT="-" HPOS="454" VPOS="127" WIDTH="54" HEIGHT="50"/></TextLine></TextBlock></ComposedBlock>
        <Illustration ID="i"/></PrintSpace></Page></Layout></alto>
        """
    }

    static let azure21 = """
        {"status":"succeeded","createdDateTime":"2021-01-01T00:00:00Z","analyzeResult":{"version":"2.1.0","readResults":[
        {"page":1,"angle":0,"width":8.5,"height":11,"unit":"inch","lines":[
         {"boundingBox":[1,1,3,1,3,1.5,1,1.5],"text":"Item Price","appearance":{"style":{"name":"other","confidence":1}},"words":[
          {"boundingBox":[1,1,2,1,2,1.5,1,1.5],"text":"Item","confidence":0.75},{"boundingBox":[2.1,1,3,1,3,1.5,2.1,1.5],"text":"Price","confidence":1}]},
         {"boundingBox":[1,2,2,2,2,2.5,1,2.5],"text":"Bolt","words":[{"boundingBox":[1,2,2,2,2,2.5,1,2.5],"text":"Bolt","confidence":0.5}]}],
         "selectionMarks":[{"boundingBox":[5,5,5.1,5,5.1,5.1,5,5.1],"confidence":0.9,"state":"selected"},
          {"boundingBox":[6,5,6.1,5,6.1,5.1,6,5.1],"confidence":0.8,"state":"unselected"}]},
        {"page":2,"angle":-90,"width":300,"height":200,"unit":"pixel"}],
        "pageResults":[{"page":1,"tables":[{"rows":2,"columns":2,"cells":[
         {"rowIndex":0,"columnIndex":0,"text":"Item","boundingBox":[1,1,2,1,2,1.5,1,1.5],"elements":["#/readResults/0/lines/0/words/0"],"isHeader":true},
         {"rowIndex":0,"columnIndex":1,"text":"Price","boundingBox":[2,1,3,1,3,1.5,2,1.5],"elements":["#/readResults/0/lines/0/words/1"]},
         {"rowIndex":1,"columnIndex":0,"columnSpan":2,"text":"Bolt","boundingBox":[1,2,3,2,3,2.5,1,2.5],"elements":["#/readResults/0/lines/1/words/0"]}]}]}],
        "documentResults":[{"docType":"prebuilt:invoice","pageRange":[1,1],"fields":{"Total":{"type":"number"},"Date":null}}]}}
        """

    /// Of 2021-09-30-preview: spans, and `boundingBox` where later versions say `polygon`.
    static let azure2021 = """
        {"status":"succeeded","analyzeResult":{"apiVersion":"2021-09-30-preview","modelId":"prebuilt-layout","content":"One two",
        "pages":[{"pageNumber":3,"angle":0,"width":720,"height":360,"unit":"pixel","words":[
        {"content":"two","boundingBox":[40,10,70,10,70,20,40,20],"confidence":0.5,"span":{"offset":4,"length":3}},
        {"content":"One","boundingBox":[10,10,30,10,30,20,10,20],"confidence":1,"span":{"offset":0,"length":3}}],
        "lines":[{"content":"One two","boundingBox":[10,10,70,10,70,20,10,20],"spans":[{"offset":0,"length":7}]}]}]}}
        """

    static let azure4 = """
        {"apiVersion":"2024-11-30","modelId":"prebuilt-layout","stringIndexType":"utf16CodeUnit","contentFormat":"text",
        "content":"Head\\nA B\\n𝒳 C\\nCap\\n7","pages":[{"pageNumber":1,"angle":0,"width":8.5,"height":11,"unit":"inch","spans":[{"offset":0,"length":19}],
        "words":[{"content":"Head","polygon":[1,1,2,1,2,2,1,2],"confidence":0.9,"span":{"offset":0,"length":4}},
        {"content":"A","polygon":[1,3,2,3,2,4,1,4],"confidence":0.9,"span":{"offset":5,"length":1}},
        {"content":"B","polygon":[3,3,4,3,4,4,3,4],"confidence":0.9,"span":{"offset":7,"length":1}},
        {"content":"𝒳","polygon":[1,5,2,5,2,6,1,6],"confidence":0.9,"span":{"offset":9,"length":2}},
        {"content":"C","polygon":[3,5,4,5,4,6,3,6],"confidence":0.9,"span":{"offset":12,"length":1}},
        {"content":"Cap","polygon":[1,7,2,7,2,8,1,8],"confidence":0.9,"span":{"offset":14,"length":3}},
        {"content":"7","polygon":[1,9,2,9,2,10,1,10],"confidence":0.9,"span":{"offset":18,"length":1}}],
        "selectionMarks":[{"state":"selected","polygon":[6,1,7,1,7,2,6,2],"span":{"offset":99,"length":1},"confidence":0.7}],
        "barcodes":[{"kind":"QRCode","value":"x","span":{"offset":0,"length":1},"confidence":1}],
        "lines":[{"content":"Head","polygon":[1,1,2,1,2,2,1,2],"spans":[{"offset":0,"length":4}]},
        {"content":"A B","polygon":[1,3,4,3,4,4,1,4],"spans":[{"offset":5,"length":3}]},
        {"content":"𝒳 C","polygon":[1,5,4,5,4,6,1,6],"spans":[{"offset":9,"length":4}]},
        {"content":"Cap","polygon":[1,7,2,7,2,8,1,8],"spans":[{"offset":14,"length":3}]}]}],
        "paragraphs":[{"role":"sectionHeading","content":"Head","boundingRegions":[{"pageNumber":1,"polygon":[1,1,2,1,2,2,1,2]}],"spans":[{"offset":0,"length":4}]},
        {"content":"A B","spans":[{"offset":5,"length":8}]},{"content":"Cap","spans":[{"offset":14,"length":3}]},
        {"role":"pageNumber","content":"7","spans":[{"offset":18,"length":1}]}],
        "tables":[{"rowCount":2,"columnCount":3,"boundingRegions":[{"pageNumber":1,"polygon":[1,3,4,3,4,6,1,6]}],"spans":[{"offset":5,"length":8}],
        "caption":{"content":"Cap","spans":[],"elements":["/paragraphs/2"]},"cells":[
        {"kind":"columnHeader","rowIndex":0,"columnIndex":0,"content":"A","boundingRegions":[{"pageNumber":1,"polygon":[1,3,2,3,2,4,1,4]}],"spans":[{"offset":5,"length":1}]},
        {"rowIndex":0,"columnIndex":1,"columnSpan":2,"content":"B","boundingRegions":[{"pageNumber":1,"polygon":[3,3,4,3,4,4,3,4]}],"spans":[{"offset":7,"length":1}]},
        {"rowIndex":1,"columnIndex":0,"content":"𝒳 C","boundingRegions":[{"pageNumber":1,"polygon":[1,5,4,5,4,6,1,6]}],"spans":[{"offset":9,"length":4}]},
        {"rowIndex":1,"columnIndex":1,"content":"","boundingRegions":[{"pageNumber":1,"polygon":[{"x":3,"y":5},{"x":4,"y":5},{"x":4,"y":6},{"x":3,"y":6}]}],"spans":[]}]}],
        "styles":[{"isHandwritten":true,"confidence":1,"spans":[]}],"sections":[{"spans":[]},{"spans":[]}]}
        """

    static let deepSeek = """
        <|ref|>sub_title<|/ref|><|det|>[[100, 0, 500, 99]]<|/det|>
        ## Prices &amp; parts

        <|ref|>table<|/ref|><|det|>[[0, 100, 999, 300]]<|/det|>
        <table><tr><td rowspan="2">Bolt</td><td>M 8</td></tr><tr><td>M10</td></tr></table>

        <|ref|>image<|/ref|><|det|>[[0, 400, 100, 500]]<|/det|>

        <|ref|>text<|/ref|><|det|>[[0, 600, 999, 620], [0, 630, 500, 640]]<|/det|>
        in stock<｜end▁of▁sentence｜>
        """

    static let text = "Item      Price\nBolt      1.20\n\nTotal\t1.20\n\u{0C}Second\n\u{0C}"

    static let all: [(RecordedFormat, String)] = [
        (.hocr, hocr), (.alto, alto(unit: "mm10")), (.azure, azure21), (.azure, azure2021), (.azure, azure4), (.deepseek, deepSeek),
        (.text, text),
    ]
}

extension RecordedFormat {
    func result(_ text: String) throws -> RecordedResult { try parser.result(of: Array(text.utf8)) }
}

extension RecordedPage {
    var words: [TextWord] { text.words }
    func paragraphs() -> [String] {
        layout.paragraphs.map { "\($0.role.rawValue): \(layout.content[$0.span].map(String.init) ?? "-")" }
    }
    func cells(_ table: Int = 0) -> [String] {
        layout.tables[table].cells.map { cell in
            "\(cell.row),\(cell.column) \(cell.rowSpan)x\(cell.columnSpan) "
                + cell.spans.map { layout.content[$0].map(String.init) ?? "-" }.joined(separator: "|")
        }
    }
}

extension Rect {
    func isNear(_ x: Double, _ y: Double, _ right: Double, _ bottom: Double) -> Bool {
        zip([minX, minY, maxX, maxY], [x, y, right, bottom]).allSatisfy { abs($0 - $1) < 0.01 }
    }
}
