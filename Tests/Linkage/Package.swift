// swift-tools-version: 6.2
import PackageDescription

// A consumer of the kit and of one engine in pure Swift, as a service would be: it must build, run and link nothing of the C libraries.

let package = Package(
    name: "consumer",
    dependencies: [.package(name: "extraction-kit", path: "../..")],
    targets: [
        .executableTarget(
            name: "Consumer",
            dependencies: [
                .product(name: "ExtractionKit", package: "extraction-kit"),
                .product(name: "ExtractionRules", package: "extraction-kit"),
            ])
    ]
)
