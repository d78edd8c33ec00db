internal import ExtractionKit

extension DatasetImporter {
    /// Forms in the layout of FUNSD (Jaume, Ekenel and Thiran, "FUNSD: A Dataset for Form Understanding in Noisy Scanned Documents",
    /// ICDAR-OST 2019): `images/ID.png` and `annotations/ID.json`, in the folder itself or in `training_data` and `testing_data`.
    ///
    /// Each question is a field by its printed name, without a colon at its end, and its value the answers linked to it, in the order of
    /// the links, joined by blanks; a question without an answer is a field that the document leaves empty. A question that stands there
    /// twice isn't judged. The text is the entities by the places of their boxes, which isn't a reading order: documents have the tag
    /// `unordered-text`. The splits are `train` and `test`, or `dev` for a folder without them.
    public static let funsd = DatasetImporter(
        layout: "funsd", form: "folders 'images' and 'annotations' with a JSON of 'form' for each picture",
        recognises: { listing in funsdFolders.recognises(listing.folder) { $0["form"]?.value.array != nil } },
        read: { listing in
            try funsdFolders.read(listing, layout: "funsd") { id, path, split, truth in
                let form = try FUNSDForm(truth)
                return DatasetDocument(
                    id: id, path: path, split: split, tags: ["unordered-text"],
                    truth: DocumentTruth(documentType: "form", text: form.text, fields: form.fields))
            }
        })

    private static let funsdFolders = SplitFolders(
        splits: ["": "dev", "training_data": "train", "testing_data": "test"], documents: "images", truths: "annotations")
}

/// The entities of a form and how they are linked.
private struct FUNSDForm {
    private struct Entity {
        var text: String
        var label: String
        var left: Double
        var top: Double
    }

    private let entities: [Entity]
    /// The answers of each question, by index.
    private var answers: [Int: [Int]] = [:]

    init(_ truth: JSONMember) throws {
        let members = try truth.required("form").elements
        var indices: [Int: Int] = [:]
        for (index, member) in members.enumerated() {
            let id = try member.required("id")
            guard indices.updateValue(index, forKey: try id.integer(in: 0...Int(Int32.max))) == nil else {
                throw id.error("is the id of another entity, too; correct one.")
            }
        }
        entities = try members.map { member in
            let box = try member.required("box").elements.map { try $0.number }
            guard box.count == 4 else { throw member.error("must have a 'box' of four numbers.") }
            return try Entity(text: member.required("text").string, label: member.required("label").string, left: box[0], top: box[1])
        }
        var seen: Set<[Int]> = []
        for link in try members.flatMap({ try $0.required("linking").elements }) {
            let ends = try link.elements.map { end in
                guard let index = indices[try end.integer(in: 0...Int(Int32.max))] else { throw end.error("links no entity of the form.") }
                return index
            }
            guard ends.count == 2 else { throw link.error("must have two ends.") }
            // Both ends list their link.
            if entities[ends[0]].label == "question", entities[ends[1]].label == "answer", seen.insert(ends).inserted {
                answers[ends[0], default: []].append(ends[1])
            }
        }
    }

    var fields: FieldTruth {
        var values: [String: JSONValue] = [:]
        var skipped: Set<String> = []
        for (index, question) in entities.enumerated() where question.label == "question" {
            let name = Self.name(question.text)
            guard !name.isEmpty else { continue }
            let value = (answers[index] ?? []).map { entities[$0].text }.filter { !$0.allSatisfy(\.isWhitespace) }.joined(separator: " ")
            if values.updateValue(value.isEmpty ? .null : .string(value), forKey: name) != nil { skipped.insert(name) }
        }
        return FieldTruth(values, skipped: skipped, isComplete: false)
    }

    var text: String {
        entities.filter { !$0.text.allSatisfy(\.isWhitespace) }.sorted { ($0.top, $0.left) < ($1.top, $1.left) }.map(\.text)
            .joined(separator: "\n")
    }

    private static func name(_ text: String) -> String {
        var name = text[...]
        while let last = name.last, last.isWhitespace || last == ":" { name.removeLast() }
        return String(name.drop(while: \.isWhitespace))
    }
}
