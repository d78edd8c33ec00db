internal import ArgumentParser
internal import ExtractionKit

/// `extract plugins`
struct PluginsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "plugins", abstract: "List the plugins that are built in.")

    @Flag(help: "Write JSON.")
    var json = false

    func run() async throws {
        let plugins = PluginRegistry.builtIn().plugins
        if json { return try Console.result(ExtractionWriter.json(plugins, pretty: true)) }
        let width = plugins.map(\.id.rawValue.count).max() ?? 0
        for (role, members) in Dictionary(grouping: plugins, by: \.role).sorted(by: { $0.key.rank < $1.key.rank }) {
            try Console.result("\(role.title)")
            for plugin in members {
                let name = plugin.id.rawValue
                try Console.result("  \(name)\(String(repeating: " ", count: width - name.count))  \(plugin.summary)")
            }
        }
    }
}

extension PluginRole {
    fileprivate var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
