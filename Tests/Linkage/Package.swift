// swift-tools-version: 6.2
import PackageDescription

// Consumers of the kit, as services would be: they must build, run, and neither compile nor link what they don't use.

func kit(_ products: String...) -> [Target.Dependency] {
    (["ExtractionKit"] + products).map { .product(name: $0, package: "extraction-kit") }
}

let package = Package(
    name: "consumer",
    dependencies: [.package(name: "extraction-kit", path: "../..")],
    targets: [
        // One engine in pure Swift.
        .executableTarget(name: "Consumer", dependencies: kit("ExtractionRules")),
        // One engine of a service, with a client of its own.
        .executableTarget(name: "RemoteConsumer", dependencies: kit("ExtractionAzure", "ExtractionRemote")),
        // The same with the client that comes along.
        .executableTarget(
            name: "ClientConsumer", dependencies: kit("ExtractionAzure", "ExtractionRemote", "ExtractionAsyncHTTPClient")),
    ]
)
