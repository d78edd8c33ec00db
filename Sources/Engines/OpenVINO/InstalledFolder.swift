public import ExtractionKit

/// Where the project's command `install-engine` puts what an engine needs: a folder of the user's, `extraction-kit` in the cache.
public enum InstalledFolder {
    /// The folder with that name, such as `~/.cache/extraction-kit/openvino`; it needn't exist. `nil` where the environment names no home.
    ///
    /// - Parameters:
    ///   - name: The folder's name.
    ///   - environment: Where `XDG_CACHE_HOME` and `HOME` are looked up.
    public static func path(_ name: String, environment: PluginEnvironment) -> String? {
        let cache = environment.variables["XDG_CACHE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
        let home = environment.variables["HOME"].flatMap { $0.hasPrefix("/") ? $0 + "/.cache" : nil }
        return (cache ?? home).map { $0 + "/extraction-kit/" + name }
    }
}
