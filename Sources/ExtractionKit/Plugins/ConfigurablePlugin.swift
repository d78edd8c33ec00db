/// A plugin that can be made by name from a configuration.
///
/// A role, such as ``OCREngine``, says what a plugin does; this protocol says how a plan makes one. It is only used where a plugin is
/// registered.
///
/// ```swift
/// extension MyOCREngine: ConfigurablePlugin {
///     struct Configuration: PluginConfiguration { var languages = ["eng"] }
///     static let id: PluginID = "mine"
///     static let summary = "Reads print with my model."
///     init(configuration: Configuration, environment: PluginEnvironment) async throws { … }
/// }
/// ```
public protocol ConfigurablePlugin: Sendable {
    /// The plugin's settings. Use ``NoConfiguration`` for none.
    associatedtype Configuration: PluginConfiguration

    /// The name by which plans call the plugin.
    static var id: PluginID { get }

    /// One sentence for people: what it does and what it needs.
    static var summary: String { get }

    /// Makes the plugin. Check here that everything it needs is installed, and load what is expensive on first use.
    ///
    /// - Throws: ``ExtractionError`` with the codes `invalidConfiguration` and `missingResource`.
    init(configuration: Configuration, environment: PluginEnvironment) async throws

    /// Finds out whether the plugin can work here, for `doctor`: no downloads, no calls that cost money.
    static func check(environment: PluginEnvironment) async -> PluginCheck
}

extension ConfigurablePlugin {
    /// Tries to make the plugin with its default configuration.
    public static func check(environment: PluginEnvironment) async -> PluginCheck {
        do {
            _ = try await Self(configuration: Configuration(), environment: environment)
            return .works("ready")
        } catch {
            return .fails(ExtractionError(wrapping: error).message)
        }
    }
}

/// The settings of a plugin: values with their defaults written in them, that can be read and written.
///
/// What a configuration file leaves out keeps its default; a key that the settings don't have is an error that names the nearest one
/// that they do.
public protocol PluginConfiguration: Codable, Sendable {
    /// Creates the default settings.
    init()
}

/// The settings of a plugin that has none.
public struct NoConfiguration: PluginConfiguration {
    /// Creates no settings.
    public init() {}
}

/// What a plugin gets from the program it runs in.
public struct PluginEnvironment: Sendable {
    /// The environment variables that plugins may read, secrets among them.
    public var variables: [String: String]
    /// Makes the engines of one that is made of others; set by the registry that makes the plugin.
    var makeOCR: (@Sendable (PluginChoice) async throws -> any OCREngine)?
    /// Makes the extractor that another one stands before; set by the registry that makes the plugin.
    var makeExtractor: (@Sendable (PluginChoice) async throws -> any FieldExtractor)?
    /// Makes the loaders of a plugin that wants to know the documents; set by the registry that makes the plugin.
    var makeLoader: (@Sendable (PluginChoice) async throws -> any DocumentLoader)?
    /// Makes the embedder of a plugin that compares texts; set by the registry that makes the plugin.
    var makeEmbedder: (@Sendable (PluginChoice) async throws -> any Embedder)?
    private var values: [ObjectIdentifier: any Sendable] = [:]

    /// Creates an environment.
    public init(variables: [String: String] = [:]) { self.variables = variables }

    /// What a program hands to its plugins beside variables, such as a client of HTTP; the kit knows none of it.
    public subscript<Key: PluginEnvironmentKey>(key: Key.Type) -> Key.Value? {
        get { values[ObjectIdentifier(key)] as? Key.Value }
        set { values[ObjectIdentifier(key)] = newValue }
    }

    /// Makes an OCR engine for a plugin that is made of others, with the registry that makes the plugin.
    ///
    /// - Throws: ``ExtractionError`` with the codes `pluginNotFound`, what the engine's initializer throws, and `invalidConfiguration` where
    ///   there is no registry.
    public func ocr(_ choice: PluginChoice) async throws -> any OCREngine {
        guard let makeOCR else {
            throw ExtractionError(
                .invalidConfiguration, "The engine '\(choice.id)' can't be made by its name without a registry; make it in code.")
        }
        return try await makeOCR(choice)
    }

    /// Makes an embedder for a plugin that compares texts, with the registry that makes the plugin.
    ///
    /// - Throws: As ``ocr(_:)``.
    public func embedder(_ choice: PluginChoice) async throws -> any Embedder {
        guard let makeEmbedder else {
            throw ExtractionError(
                .invalidConfiguration, "The embedder '\(choice.id)' can't be made by its name without a registry; make it in code.")
        }
        return try await makeEmbedder(choice)
    }

    /// Makes a field extractor for a plugin that stands before another one, with the registry that makes the plugin.
    ///
    /// - Throws: As ``ocr(_:)``.
    public func extractor(_ choice: PluginChoice) async throws -> any FieldExtractor {
        guard let makeExtractor else {
            throw ExtractionError(
                .invalidConfiguration, "The extractor '\(choice.id)' can't be made by its name without a registry; make it in code.")
        }
        return try await makeExtractor(choice)
    }

    /// Makes a document loader for a plugin that wants to know the documents, with the registry that makes the plugin.
    ///
    /// - Throws: As ``ocr(_:)``.
    public func loader(_ choice: PluginChoice) async throws -> any DocumentLoader {
        guard let makeLoader else {
            throw ExtractionError(
                .invalidConfiguration, "The loader '\(choice.id)' can't be made by its name without a registry; make it in code.")
        }
        return try await makeLoader(choice)
    }

    /// The secret in an environment variable, or `nil` where it isn't set or is empty.
    public func secret(_ variable: String) -> Secret? {
        variables[variable].flatMap { $0.isEmpty ? nil : Secret($0) }
    }
}

/// A name for something that a program hands to its plugins through a ``PluginEnvironment``, and its type.
public protocol PluginEnvironmentKey {
    /// What is handed over.
    associatedtype Value: Sendable
}

/// Whether a plugin can work on this machine.
public enum PluginCheck: Hashable, Sendable {
    /// It can; versions and languages for people.
    case works(String)
    /// It can't, and needn't: it is an extra that isn't installed. What is missed without it and how to get it, for people.
    case absent(String)
    /// It can't; what to do, for people.
    case fails(String)
}
