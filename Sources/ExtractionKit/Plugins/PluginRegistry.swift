/// The plugins that a program knows by name: a value made in `main` and passed on.
///
/// ```swift
/// var registry = PluginRegistry()
/// registry.register(ocr: TesseractOCREngine.self)
/// registry.register(loader: PopplerDocumentLoader.self)
/// let pipeline = try await registry.pipeline(for: plan, schemas: BuiltInSchemas.all)
/// ```
public struct PluginRegistry: Sendable {
    /// What the plugins get from the program.
    public var environment: PluginEnvironment
    private var entries: [PluginRole: [PluginID: Entry]] = [:]

    /// Creates a registry without plugins.
    public init(environment: PluginEnvironment = PluginEnvironment()) { self.environment = environment }

    /// Registers a document loader.
    public mutating func register<P: DocumentLoader & ConfigurablePlugin>(loader: P.Type) { add(loader, as: .loader) }
    /// Registers an OCR engine.
    public mutating func register<P: OCREngine & ConfigurablePlugin>(ocr: P.Type) { add(ocr, as: .ocr) }
    /// Registers a layout analyzer.
    public mutating func register<P: LayoutAnalyzer & ConfigurablePlugin>(layout: P.Type) { add(layout, as: .layout) }
    /// Registers a reader of whole documents.
    public mutating func register<P: DocumentReader & ConfigurablePlugin>(reader: P.Type) { add(reader, as: .reader) }
    /// Registers a field extractor.
    public mutating func register<P: FieldExtractor & ConfigurablePlugin>(extractor: P.Type) { add(extractor, as: .extractor) }
    /// Registers a chunker.
    public mutating func register<P: Chunker & ConfigurablePlugin>(chunker: P.Type) { add(chunker, as: .chunker) }
    /// Registers an embedder.
    public mutating func register<P: Embedder & ConfigurablePlugin>(embedder: P.Type) { add(embedder, as: .embedder) }

    /// Every registered plugin, by role and name.
    public var plugins: [PluginDescription] {
        PluginRole.allCases.flatMap { role in
            (entries[role] ?? [:]).map { PluginDescription(id: $0.key, role: role, summary: $0.value.summary) }
                .sorted { $0.id.rawValue < $1.id.rawValue }
        }
    }

    /// Finds out whether a plugin can work on this machine.
    ///
    /// - Throws: ``ExtractionError`` with the code `pluginNotFound`.
    public func check(_ id: PluginID, as role: PluginRole) async throws -> PluginCheck {
        try await entry(id, as: role).check(environment)
    }

    /// Makes a document loader.
    public func loader(_ choice: PluginChoice) async throws -> any DocumentLoader { try await make(choice, as: .loader) }
    /// Makes an OCR engine.
    public func ocr(_ choice: PluginChoice) async throws -> any OCREngine { try await make(choice, as: .ocr) }
    /// Makes a layout analyzer.
    public func layout(_ choice: PluginChoice) async throws -> any LayoutAnalyzer { try await make(choice, as: .layout) }
    /// Makes a reader of whole documents.
    public func reader(_ choice: PluginChoice) async throws -> any DocumentReader { try await make(choice, as: .reader) }
    /// Makes a field extractor.
    public func extractor(_ choice: PluginChoice) async throws -> any FieldExtractor { try await make(choice, as: .extractor) }
    /// Makes a chunker.
    public func chunker(_ choice: PluginChoice) async throws -> any Chunker { try await make(choice, as: .chunker) }
    /// Makes an embedder.
    public func embedder(_ choice: PluginChoice) async throws -> any Embedder { try await make(choice, as: .embedder) }

    private struct Entry: Sendable {
        var summary: String
        var make: @Sendable (JSONValue?, PluginEnvironment) async throws -> any ConfigurablePlugin
        var check: @Sendable (PluginEnvironment) async -> PluginCheck
    }

    private mutating func add<P: ConfigurablePlugin>(_ plugin: P.Type, as role: PluginRole) {
        entries[role, default: [:]][P.id] = Entry(
            summary: P.summary,
            make: { settings, environment in
                let configuration = try ConfigurationDecoder.decode(P.Configuration.self, from: settings, of: P.id)
                return try await P(configuration: configuration, environment: environment)
            },
            check: { await P.check(environment: $0) })
    }

    private func make<Role>(_ choice: PluginChoice, as role: PluginRole) async throws -> Role {
        let entry = try entry(choice.id, as: role)
        let plugin: any ConfigurablePlugin
        var environment = environment
        environment.makeOCR = { try await self.ocr($0) }
        environment.makeLoader = { try await self.loader($0) }
        environment.makeExtractor = { try await self.extractor($0) }
        environment.makeEmbedder = { try await self.embedder($0) }
        do {
            plugin = try await entry.make(choice.settings, environment)
        } catch let error as CancellationError {
            throw error
        } catch {
            throw ExtractionError(wrapping: error).scoped(plugin: choice.id)
        }
        guard let plugin = plugin as? Role else { preconditionFailure("'\(choice.id)' is registered in a role that it doesn't have") }
        return plugin
    }

    private func entry(_ id: PluginID, as role: PluginRole) throws -> Entry {
        let known = entries[role] ?? [:]
        guard let entry = known[id] else {
            let names = known.keys.map(\.rawValue).sorted()
            let hint = names.isEmpty ? "none is registered" : "registered: \(names.joined(separator: ", "))"
            throw ExtractionError(.pluginNotFound, "There is no \(role.title) '\(id)'; \(hint).")
        }
        return entry
    }
}

/// What a plugin does.
public enum PluginRole: String, Hashable, Sendable, Codable, CaseIterable {
    /// Opens documents.
    case loader
    /// Reads the images of pages.
    case ocr
    /// Structures pages.
    case layout
    /// Reads whole documents.
    case reader
    /// Finds fields.
    case extractor
    /// Cuts text into pieces.
    case chunker
    /// Turns pieces into vectors.
    case embedder

    /// The role for people.
    public var title: String {
        switch self {
        case .loader: "document loader"
        case .ocr: "OCR engine"
        case .layout: "layout analyzer"
        case .reader: "document reader"
        case .extractor: "field extractor"
        case .chunker: "chunker"
        case .embedder: "embedder"
        }
    }
}

/// A registered plugin.
public struct PluginDescription: Hashable, Sendable, Codable {
    /// The name.
    public var id: PluginID
    /// What it does.
    public var role: PluginRole
    /// One sentence for people.
    public var summary: String
}

/// A plugin by name, with the settings that differ from its defaults.
public struct PluginChoice: Hashable, Sendable, Codable, ExpressibleByStringLiteral {
    /// The name.
    public var id: PluginID
    /// An object of settings; `nil` for the defaults.
    public var settings: JSONValue?
    /// Why it was chosen, in a sentence, where a program did; nothing depends on it.
    public var reason: String?

    /// Chooses a plugin.
    public init(_ id: PluginID, settings: JSONValue? = nil, reason: String? = nil) {
        self.id = id
        self.settings = settings
        self.reason = reason
    }

    /// Chooses a plugin with its default settings.
    public init(stringLiteral value: String) { self.init(PluginID(rawValue: value)) }
}
