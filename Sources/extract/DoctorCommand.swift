internal import ArgumentParser
internal import ExtractionKit

/// `extract doctor`
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check what works on this machine.",
        discussion: """
            Nothing is downloaded and no service is called. The exit status is 1 when a plugin can't work; an extra that isn't installed is \
            named with what it would bring, and is no failure.
            """)

    func run() async throws {
        let registry = PluginRegistry.builtIn()
        let plugins = registry.plugins
        let names = plugins.map { "\($0.id) (\($0.role.title))" }
        let width = names.map(\.count).max() ?? 0
        var failed = false
        for (plugin, name) in zip(plugins, names) {
            let name = name + String(repeating: " ", count: width - name.count)
            switch try await registry.check(plugin.id, as: plugin.role) {
            case .works(let note): try Console.result("ok    \(name)  \(note)")
            case .absent(let advice): try Console.result("-     \(name)  not set up: \(advice)")
            case .fails(let advice):
                failed = true
                try Console.result("FAIL  \(name)  \(advice)")
            }
        }
        if failed { throw ExitStatus.someFailed }
    }
}
