public import ExtractionKit

/// Checks an embedder against the contract of its role.
///
/// ```swift
/// try await EmbedderConformance(embedder, others: [sameModelWithOtherSettings]).check()
/// ```
///
/// It finds vectors that are too many or too few, of another dimension, not finite or not of length 1, in another order than their texts, and different
/// from one call, one batch, or one task to the next, also where there are many texts, and where they are empty, very long, or made of what isn't
/// words; embedders that go on after they were cancelled or their deadline has passed; and spaces that change, or that embedders of other
/// settings share. Purposes may give a text different vectors.
public struct EmbedderConformance: Sendable {
    private let embedder: any Embedder
    private let others: [any Embedder]
    private let many: Int
    private let longest: Int

    /// Creates a suite for an embedder.
    ///
    /// - Parameters:
    ///   - embedder: The embedder.
    ///   - others: Embedders made with other settings that change vectors: none may share its space.
    ///   - many: How many texts are asked for at once, where many are; at least 2.
    ///   - longest: The bytes of a text that is longer than any model reads.
    public init(_ embedder: some Embedder, others: [any Embedder] = [], many: Int = 1_000, longest: Int = 1 << 20) {
        self.embedder = embedder
        self.others = others
        self.many = max(2, many)
        self.longest = longest
    }

    /// Runs every check.
    ///
    /// - Throws: ``ConformanceFailure`` with everything that was found.
    public func check() async throws {
        let space = embedder.space
        var conformance = Conformance(of: "The embedder '\(space.model.id)'")
        conformance.checkIdentity(space.model)
        conformance.expect(space.dimensions > 0, "its space should have dimensions")
        for purpose in [EmbeddingRequest.Purpose.passage, .query] { try await check(purpose, &conformance) }
        if let none = try await embed([], .passage, "for no texts", &conformance) {
            conformance.expect(none.isEmpty, "no texts should have no vectors")
        }
        try await checkOddTexts(&conformance)
        try await checkLongText(&conformance)
        try await checkManyTexts(&conformance)
        try await checkConcurrency(&conformance)
        await checkEnds(&conformance)
        conformance.expect(embedder.space == space, "its space should stay the same")
        for other in others {
            conformance.expect(other.space != space, "an embedder with other settings should have another space, and has \(space.model)")
        }
        try conformance.finish()
    }

    private static let texts = [
        "The invoice is due in March.", "A certificate of analysis.", "The invoice is due in March.", "Grüße aus Köln",
    ]

    private func check(_ purpose: EmbeddingRequest.Purpose, _ conformance: inout Conformance) async throws {
        let texts = Self.texts
        guard let vectors = try await embed(texts, purpose, "for four texts", &conformance) else { return }
        conformance.expect(vectors.count == texts.count, "it should give one vector a text, in order")
        guard vectors.count == texts.count else { return }
        for (text, vector) in zip(texts, vectors) { check(vector, of: text, &conformance) }
        conformance.expect(vectors[0].isClose(to: vectors[2]), "equal texts should have equal vectors")
        conformance.expect(vectors[0] != vectors[1], "different texts should have different vectors")
        if let again = try await embed(texts, purpose, "for four texts again", &conformance) {
            conformance.expect(again.areClose(to: vectors), "the same texts should always have the same vectors")
        }
        for (text, vector) in zip(texts, vectors) {
            guard let alone = try await embed([text], purpose, "for one text", &conformance) else { continue }
            conformance.expect(
                alone.areClose(to: [vector]), "a text should have the same vector alone as among others, at its place among them")
        }
        let request = EmbeddingRequest(texts: texts, purpose: purpose)
        let priced = try await conformance.attempt("for vectors and what they cost") { try await embedder.embedding(request) }
        if let priced {
            conformance.expect(
                priced.embeddings.areClose(to: vectors), "the same texts should have the same vectors where their cost is asked for")
        }
    }

    /// The length of vectors is 1, or 0 where there is nothing to embed.
    private func check(_ vector: Embedding, of text: String, _ conformance: inout Conformance) {
        conformance.expect(vector.components.count == embedder.space.dimensions, "a vector should have the dimensions of its space")
        conformance.expect(vector.components.allSatisfy(\.isFinite), "a vector should be finite")
        let length = vector.components.reduce(0) { $0 + $1 * $1 }.squareRoot()
        let mayBeZero = !text.contains { $0.isLetter || $0.isNumber }
        conformance.expect(
            abs(length - 1) < 0.001 || mayBeZero && length == 0, "a vector should have the length 1, and has \(length)")
    }

    /// What is no text that anybody would write, each with what it is.
    private static let oddTexts = [
        ("empty", ""), ("white space", " \t\n\u{A0}\u{2003}"), ("signs", "!? §"), ("emoji", "🧾👩‍👩‍👧🇩🇪"),
        ("many marks on a letter", "e" + String(repeating: "\u{301}", count: 200)), ("from right to left", "שלום עולם \u{202E}abc"),
        ("with a zero byte", "net\u{0}total"), ("not a character", "\u{FFFF}\u{FEFF}x"),
        ("one long word", String(repeating: "x", count: 3_000)),
        ("without blanks", String(repeating: "領収書", count: 200)),
    ]

    private func checkOddTexts(_ conformance: inout Conformance) async throws {
        // Between ordinary texts, whose vectors must be what they are without them.
        let texts = [Self.texts[0]] + Self.oddTexts.map(\.1) + [Self.texts[1]]
        guard let alone = try await embed([Self.texts[0], Self.texts[1]], .passage, "for two texts", &conformance) else { return }
        for (what, text) in Self.oddTexts {
            guard let vectors = try await embed([text], .passage, "for a text that is \(what)", &conformance) else { continue }
            conformance.expect(vectors.count == 1, "a text that is \(what) should have one vector")
            for vector in vectors { check(vector, of: text, &conformance) }
        }
        guard let among = try await embed(texts, .passage, "for odd texts between others", &conformance) else { return }
        conformance.expect(
            among.count == texts.count && [among[0], among[texts.count - 1]].areClose(to: alone),
            "odd texts shouldn't change the vectors of those beside them, nor their places")
    }

    private func checkLongText(_ conformance: inout Conformance) async throws {
        let text = String(repeating: "The invoice is due in March. ", count: longest / 29 + 1)
        do {
            let vectors = try await embedder.embed(EmbeddingRequest(texts: [text], purpose: .passage))
            conformance.expect(vectors.count == 1, "a text of \(longest) bytes should have one vector")
            for vector in vectors { check(vector, of: text, &conformance) }
        } catch is ExtractionError {
            // It says that it can't.
        } catch let error as CancellationError where Task.isCancelled {
            throw error
        } catch {
            conformance.add([
                "for a text of \(longest) bytes it should give a vector or throw an ExtractionError, and throws \(type(of: error))"
            ])
        }
    }

    private func checkManyTexts(_ conformance: inout Conformance) async throws {
        let texts = (0..<many).map { "Item \($0) of the list costs \($0 * 7 % 1_000) euros." }
        guard let vectors = try await embed(texts, .passage, "for \(many) texts at once", &conformance) else { return }
        conformance.expect(vectors.count == many, "\(many) texts at once should have \(many) vectors")
        guard vectors.count == many else { return }
        // Ends of batches of the usual sizes among them.
        for place in [0, 1, 63, 64, 127, 128, 255, 256, 512, many / 2, many - 1] where place < many {
            guard let alone = try await embed([texts[place]], .passage, "for one of many texts", &conformance) else { continue }
            conformance.expect(
                alone.areClose(to: [vectors[place]]), "each of \(many) texts at once should have its own vector, in order")
        }
    }

    private func checkConcurrency(_ conformance: inout Conformance) async throws {
        let texts = (0..<8).map { task in (0..<4).map { "Task \(task) embeds text \($0)." } }
        var expected: [[Embedding]] = []
        for texts in texts {
            guard let vectors = try await embed(texts, .query, "for four texts", &conformance) else { return }
            expected.append(vectors)
        }
        let outcome = try await conformance.attempt("for eight tasks at once") {
            try await withThrowingTaskGroup(of: (Int, [Embedding]).self) { group in
                for (task, texts) in texts.enumerated() {
                    group.addTask { [embedder] in try await (task, embedder.embed(EmbeddingRequest(texts: texts, purpose: .query))) }
                }
                return try await group.reduce(into: [Int: [Embedding]]()) { $0[$1.0] = $1.1 }
            }
        }
        guard let outcome else { return }
        conformance.expect(
            expected.enumerated().allSatisfy { outcome[$0]?.areClose(to: $1) ?? false },
            "texts should have the same vectors where several tasks ask at once")
    }

    private func checkEnds(_ conformance: inout Conformance) async {
        // Not seen before: a cache would have had nothing to do.
        let texts = (0..<many).map { "Nobody waits for text \($0)." }
        await conformance.expectCancellation("in a cancelled task") { [embedder] in
            _ = try await embedder.embed(EmbeddingRequest(texts: texts, purpose: .passage))
        }
        await conformance.expectError([.deadlineExceeded], when: "after its deadline") {
            _ = try await embedder.embed(EmbeddingRequest(texts: texts, purpose: .passage, deadline: .after(seconds: 0)))
        }
        let other = await withTaskGroup(of: String?.self) { group in
            group.addTask { [embedder] in
                do {
                    _ = try await embedder.embed(EmbeddingRequest(texts: texts, purpose: .query))
                    return nil
                } catch is CancellationError {
                    return nil
                } catch {
                    return "when it is cancelled at work it should throw CancellationError, and throws \(type(of: error))"
                }
            }
            await Task.yield()
            group.cancelAll()
            return await group.next() ?? nil
        }
        if let other { conformance.add([other]) }
    }

    private func embed(
        _ texts: [String], _ purpose: EmbeddingRequest.Purpose, _ situation: String, _ conformance: inout Conformance
    ) async throws -> [Embedding]? {
        try await conformance.attempt(situation) { try await embedder.embed(EmbeddingRequest(texts: texts, purpose: purpose)) }
    }
}

extension Embedding {
    /// Whether both are the same but for rounding: a model's sums depend on what it computes beside them.
    fileprivate func isClose(to other: Embedding) -> Bool {
        components.count == other.components.count && zip(components, other.components).allSatisfy { abs($0 - $1) < 0.001 }
    }
}

extension [Embedding] {
    fileprivate func areClose(to others: [Embedding]) -> Bool {
        count == others.count && zip(self, others).allSatisfy { $0.isClose(to: $1) }
    }
}
