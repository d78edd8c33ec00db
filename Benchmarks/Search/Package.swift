// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that nobody who depends on the kit resolves or builds it.
let package = Package(
    name: "search",
    dependencies: [.package(name: "extraction-kit", path: "../..")],
    targets: [
        .executableTarget(
            name: "SearchBench",
            dependencies: ["ExtractionKit", "ExtractionEvaluation", "ExtractionPostgres", "ExtractionSQLiteSearch", "ExtractionTesting"].map {
                .product(name: $0, package: "extraction-kit")
            },
            swiftSettings: [
                .enableUpcomingFeature("ExistentialAny"),
                .enableUpcomingFeature("InternalImportsByDefault"),
                .enableUpcomingFeature("MemberImportVisibility"),
                .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
                .treatAllWarnings(as: .error),
            ])
    ]
)
