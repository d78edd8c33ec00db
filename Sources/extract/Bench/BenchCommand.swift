internal import ArgumentParser

/// `extract bench`
struct BenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Judge engines on documents whose truth is known.",
        discussion: """
            What is read and which fields are found, which is also 'extract bench documents':
              extract bench Fixtures
              extract bench --ocr tesseract --ocr fast.yaml --report report my-dataset

            Which passages are found:
              extract bench retrieval Fixtures/retrieval
              extract bench retrieval --embedder hashing --embedder minilm --index memory --index sqlite Fixtures/retrieval
            """,
        subcommands: [DocumentBench.self, RetrievalBench.self], defaultSubcommand: DocumentBench.self)
}
