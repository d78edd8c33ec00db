import Foundation

// A program that speaks the external protocol, well or badly: ExternalPeer ROLE [BEHAVIOUR]. It was written after the document and shares no
// code with the host. Most behaviours show only for an image 13 pixels wide, so that a host can prove that it goes on afterwards.

let role = CommandLine.arguments.dropFirst().first ?? "ocr"
let behaviour = CommandLine.arguments.dropFirst(2).first ?? "good"

func write(_ text: String) { FileHandle.standardOutput.write(Data(text.utf8)) }
func complain(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
func say(_ message: [String: Any]) {
    guard let data = try? JSONSerialization.data(withJSONObject: message) else { exit(70) }
    write(String(decoding: data, as: UTF8.self) + "\n")
}
func object(_ line: String) -> [String: Any] {
    guard let object = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] else { exit(65) }
    return object
}

guard let hello = readLine().map(object) else { exit(0) }
greet(hello)
let reader = PeerReader()

while let line = readLine() {
    let request = object(line)
    if request["cancel"] != nil { continue }
    guard let id = request["id"] as? Int else { exit(65) }
    let image = request["image"] as? [String: Any]
    if image?["width"] as? Int == 13, behaviour != "good" {
        misbehave(id)
        continue
    }
    do {
        try say(["id": id, "result": result(request)])
    } catch let error as PeerError {
        say(["id": id, "error": ["code": error.code, "message": "The peer refuses."]])
    }
}

func greet(_ hello: [String: Any]) {
    var capabilities: [String: Any] = ["languages": ["en"], "granularity": "line", "dimensions": 8]
    var greeting: [String: Any] = ["protocol": 1, "role": role, "id": "peer", "version": "1.0"]
    switch behaviour {
    case "silent": while readLine() != nil {}
    case "exits":
        complain("a secret on stderr")
        exit(3)
    case "prints": write("Loading the model, please wait\n")
    case "speaks-version-2": greeting["protocol"] = 2
    case "has-unknown-role": greeting["role"] = "dancer"
    case "has-no-id": greeting["id"] = nil
    case "refuses":
        say(["error": ["code": "missing_resource", "message": "Install the model 'x'."]])
        exit(1)
    case "sends-away": capabilities["sends_to"] = "ocr.example.com"
    case "echoes-settings": greeting["version"] = (hello["settings"] as? [String: Any])?["version"] as? String
    default: break
    }
    greeting["capabilities"] = capabilities
    say(greeting)
}

func misbehave(_ id: Int) {
    switch behaviour {
    case "dies":
        complain(String(repeating: "x", count: 10_000) + "END")
        exit(9)
    case "dies-in-an-answer":
        write("{\"id\":\(id),\"resu")
        kill(getpid(), SIGKILL)
    case "prints-in-between": write("50 % done\n")
    case "answers-another": say(["id": id + 1, "result": ["lines": [Any]()]])
    case "answers-in-another-shape": say(["id": id, "result": ["lines": [["words": [["text": 1]]]]]])
    case "says-boxes-outside": say(["id": id, "result": ["lines": [["text": "x", "box": [9_000, 0, 9_100, 20]]]]])
    case "says-2-for-sure": say(["id": id, "result": ["lines": [["text": "x", "box": [0, 0, 5, 5], "confidence": 2]]]])
    case "writes-without-end": while true { write(String(repeating: "a", count: 1 << 16)) }
    case "hangs": while readLine() != nil {}
    case "hangs-deaf": while true { sleep(1_000) }
    case "obeys":
        while let line = readLine() {
            guard object(line)["cancel"] as? Int == id else { continue }
            say(["id": id, "result": ["lines": [["text": "so far", "box": [0, 0, 10, 5]]], "partial": true]])
            return
        }
    case "leaves-a-child":
        // The child keeps stdout open; its number is told on stderr.
        let child = Process()
        child.executableURL = URL(fileURLWithPath: "/bin/sh")
        child.arguments = ["-c", "exec sleep 1000"]
        try? child.run()
        complain("\(child.processIdentifier)")
        exit(4)
    case "has-no-model": say(["id": id, "error": ["code": "missing_resource", "message": "Install\u{1B}[31m it."]])
    case "has-its-own-error": say(["id": id, "error": ["code": "Out of paper", "message": "Load paper."]])
    default: break
    }
}

struct PeerError: Error { var code: String }

@MainActor func result(_ request: [String: Any]) throws -> [String: Any] {
    switch role {
    case "ocr": try read(request["image"] as? [String: Any] ?? [:])
    case "embedder": embed(request["texts"] as? [String] ?? [])
    case "extractor": extract(request)
    default: try reader.answer(request)
    }
}

/// Finds the ink of an image, and calls it a word.
func read(_ image: [String: Any]) throws -> [String: Any] {
    switch behaviour {
    case "lists-environment": return line(ProcessInfo.processInfo.environment.keys.sorted().joined(separator: " "))
    case "lists-files": return line(((try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []).joined(separator: " "))
    case "tells-path": return line((image["path"] as? String ?? "").replacing(" ", with: "_"))
    default: break
    }
    guard let path = image["path"] as? String, let file = FileManager.default.contents(atPath: path),
        let width = image["width"] as? Int, let height = image["height"] as? Int
    else { throw PeerError(code: "file_missing") }
    let header = Data("P5\n\(width) \(height)\n255\n".utf8)
    guard file.starts(with: header), file.count == header.count + width * height else { throw PeerError(code: "bad_image") }
    let pixels = [UInt8](file.dropFirst(header.count))
    var box: [Int]?
    for index in pixels.indices where pixels[index] < 128 {
        let (x, y) = (index % width, index / width)
        let former = box ?? [x, y, x + 1, y + 1]
        box = [min(former[0], x), min(former[1], y), max(former[2], x + 1), max(former[3], y + 1)]
    }
    guard let box else { return ["lines": [Any]()] }
    return ["lines": [["text": "SOME INK", "box": box, "confidence": 0.5]]]
}

func line(_ text: String) -> [String: Any] { ["lines": [["text": text, "box": [0, 0, 10, 5]]]] }

func embed(_ texts: [String]) -> [String: Any] {
    if behaviour == "forgets-a-vector" { return ["vectors": [[Double]]()] }
    if behaviour == "embeds-nothing" { return ["vectors": texts.map { _ in [Double](repeating: 0, count: 8) }] }
    return [
        "vectors": texts.map { text in
            var vector = [Double](repeating: 1, count: 8)
            for (index, byte) in text.utf8.enumerated() { vector[index % 8] += Double(byte) * Double(index + 1) }
            return vector
        }
    ]
}

/// Reads lines of the form "label: value".
func extract(_ request: [String: Any]) -> [String: Any] {
    let target = request["target"] as? [String: Any] ?? [:]
    let content = (request["document"] as? [String: Any])?["content"] as? String ?? ""
    let schemas = (target["any_of"] as? [[String: Any]]) ?? [target["schema"] as? [String: Any] ?? [:]]
    let schema = schemas.first ?? [:]
    let isKnown = target["any_of"] == nil || content.lowercased().contains("order note")
    var fields: [[String: Any]] = [], missing: [[String: Any]] = []
    for field in schema["fields"] as? [[String: Any]] ?? [] where isKnown {
        let name = field["name"] as? String ?? ""
        let labels = (field["labels"] as? [String] ?? []) + [name]
        let found = content.split(separator: "\n").first { line in labels.contains { line.lowercased().hasPrefix($0) } }
        guard let quote = found?.split(separator: ":").last?.trimmingCharacters(in: .whitespaces) else {
            missing.append(["name": name, "reason": "no_label"])
            continue
        }
        let isMoney = field["type"] as? String == "money"
        let value = isMoney ? String(quote.filter { $0.isNumber || $0 == "." }) : quote
        fields.append(["name": name, "value": value, "quote": quote, "confidence": 0.9, "currency": "EUR"])
    }
    if behaviour == "invents" { fields = [["name": "total", "value": "99.00", "quote": "Total: 99.00", "confidence": 1]] }
    if behaviour == "says-more" { fields.append(["name": "shoe_size", "value": "44", "confidence": 1]) }
    var result: [String: Any] = ["fields": fields, "missing": missing]
    if target["any_of"] != nil {
        result["document_type"] = ["id": isKnown ? schema["id"] ?? "" : "unknown", "confidence": 0.7, "evidence": [String]()]
    }
    return result
}

/// Reads text files whose pages end with form feeds.
final class PeerReader {
    private var pages: [String]?

    func answer(_ request: [String: Any]) throws -> [String: Any] {
        if let open = request["open"] as? [String: Any] {
            guard let path = open["path"] as? String, let file = FileManager.default.contents(atPath: path) else {
                throw PeerError(code: "file_missing")
            }
            let pages = String(decoding: file, as: UTF8.self).components(separatedBy: "\u{0C}")
            if pages[0].hasPrefix("%") { throw PeerError(code: "unsupported_media_type") }
            self.pages = pages
            return ["pages": pages.count]
        }
        guard let pages, let number = request["page"] as? Int, pages.indices.contains(number - 1) else {
            throw PeerError(code: "page_out_of_range")
        }
        let text = pages[number - 1]
        if text.contains("DIE") { exit(9) }
        if text.contains("FAIL") { throw PeerError(code: "corrupt") }
        let lines = text.split(separator: "\n").enumerated().map { index, line in
            ["text": String(line), "box": [100, 100 + 50 * index, 100 + 20 * line.count, 140 + 50 * index]] as [String: Any]
        }
        if behaviour == "structures" {
            return [
                "width": 1_275, "height": 1_650, "dpi": 150,
                "paragraphs": lines.map { ["role": "heading", "lines": [$0]] as [String: Any] },
            ]
        }
        return ["width": 1_275, "height": 1_650, "dpi": 150, "lines": lines]
    }
}
