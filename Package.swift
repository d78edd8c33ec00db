// swift-tools-version: 6.2
import PackageDescription

// MARK: - Engines. One line each; each line is one folder under Sources/Engines.

let engines: [Engine] = [
    Engine("Rules", data: "Models"),
    Engine("Recorded", shares: ["ExtractionResultFormats"]),
    Engine(
        "Poppler", links: [SystemLibrary("LibPoppler", apt: ["libpoppler-private-dev"], pkgConfig: "poppler")], shim: "CPoppler"),
    Engine(
        "Images",
        links: [
            SystemLibrary("CLeptonica", apt: ["libleptonica-dev"]), SystemLibrary("CPNG", apt: ["libpng-dev"]),
            SystemLibrary("CJPEG", apt: ["libjpeg62-turbo-dev"]), SystemLibrary("CTIFF", apt: ["libtiff-dev"]),
            SystemLibrary("CGIF", apt: ["libgif-dev"]),
        ]),
    Engine("QPDF", links: [SystemLibrary("CQPDF", apt: ["libqpdf-dev"])]),
    Engine("FacturX", shares: ["CQPDF"], testedWith: "ExtractionRules"),
    Engine("External", links: [SystemLibrary("CLinux", apt: [])], peer: "ExternalPeer"),
    Engine("Tesseract", links: [SystemLibrary("CTesseract", apt: ["libtesseract-dev", "libleptonica-dev"])]),
    Engine("Azure", shares: ["ExtractionRemote", "ExtractionResultFormats"]),
    Engine("DeepSeek", shares: ["ExtractionRemote", "ExtractionResultFormats", "ExtractionOutput"]),
    Engine(
        "OpenAI", shares: ["ExtractionRemote", "ExtractionResultFormats", "ExtractionOutput"], testedWith: "ExtractionRules"),
    Engine("PPOCR", shares: ["ExtractionOpenVINO"], scripts: ["reference.py"]),
    Engine("SQLite", packages: [.product(name: "GRDB", package: "GRDB.swift")]),
    Engine("MiniLM", shares: ["ExtractionOpenVINO"], converter: "convert.py", scripts: ["reference.py"]),
    Engine("AzureSearch", shares: ["ExtractionRemote"]),
    Engine("SQLiteSearch", packages: [.product(name: "GRDB", package: "GRDB.swift")]),
    Engine("Postgres", links: [SystemLibrary("CPostgres", apt: ["libpq-dev"])], testedWith: "PostgresFixture"),
]

let package = Package(
    name: "extraction-kit",
    products: [
        .library(name: "ExtractionKit", targets: ["ExtractionKit"]),
        .library(name: "ExtractionSchemas", targets: ["ExtractionSchemas"]),
        .library(name: "ExtractionTesting", targets: ["ExtractionTesting"]),
        .library(name: "ExtractionEngineSupport", targets: ["ExtractionEngineSupport"]),
        .library(name: "ExtractionOutput", targets: ["ExtractionOutput"]),
        .library(name: "ExtractionOpenVINO", targets: ["ExtractionOpenVINO"]),
        .library(name: "ExtractionResultFormats", targets: ["ExtractionResultFormats"]),
        .library(name: "ExtractionRemote", targets: ["ExtractionRemote"]),
        .library(name: "ExtractionAsyncHTTPClient", targets: ["ExtractionAsyncHTTPClient"]),
        .library(name: "ExtractionEvaluation", targets: ["ExtractionEvaluation"]),
        .executable(name: "extract", targets: ["extract"]),
    ] + engines.map(\.product),
    dependencies: [
        .package(url: "https://github.com/apple/swift-crypto", "3.12.3"..<"5.0.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.80.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.30.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    ],
    targets: [
        .target(name: "ExtractionKit", dependencies: [.product(name: "Crypto", package: "swift-crypto")]),
        .target(name: "ExtractionTesting", dependencies: ["ExtractionKit"]),
        .target(name: "ExtractionEngineSupport", dependencies: ["ExtractionKit"], path: "Sources/Engines/Support"),
        // OpenVINO's C API, opened at run time: for engines that run neural networks.
        .target(name: "COpenVINO", path: "Sources/Engines/OpenVINO/COpenVINO"),
        .target(
            name: "ExtractionOpenVINO", dependencies: ["ExtractionKit", "COpenVINO"], path: "Sources/Engines/OpenVINO",
            exclude: ["COpenVINO"]),
        // What engines of services share: the seam to an HTTP client, resilience, and the ledger of calls. No client.
        .target(name: "ExtractionRemote", dependencies: ["ExtractionKit"], path: "Sources/Engines/Remote"),
        // The client: only programs that take this product compile it.
        .target(
            name: "ExtractionAsyncHTTPClient",
            dependencies: [
                "ExtractionKit", "ExtractionRemote", .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"), .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            path: "Sources/Engines/AsyncHTTPClient"),
        // What engines answer, decoded: from files by the recorded reader, from services by theirs.
        .target(name: "ExtractionResultFormats", dependencies: ["ExtractionKit"], path: "Sources/Engines/ResultFormats"),
        .target(
            name: "ExtractionSchemas", dependencies: ["ExtractionKit"], path: "Sources/Schemas",
            resources: [.embedInCode("Data")]),
        .target(name: "ExtractionOutput", dependencies: ["ExtractionKit", "CZlib"], exclude: ["CZlib"]),
        .systemLibrary(name: "CZlib", path: "Sources/ExtractionOutput/CZlib", providers: [.apt(["zlib1g-dev"])]),
        .target(name: "ExtractionEvaluation", dependencies: ["ExtractionKit", "ExtractionOutput", "ExtractionTesting"]),
        .executableTarget(
            name: "extract",
            dependencies: [
                "ExtractionKit", "ExtractionSchemas", "ExtractionAsyncHTTPClient", "ExtractionEngineSupport", "ExtractionEvaluation",
                "ExtractionOutput", "ExtractionRemote",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Yams", package: "Yams"),
            ] + engines.map(\.dependency)),
        .target(name: "RepositoryFiles", path: "Tests/RepositoryFiles"),
        .target(name: "FaultServer", path: "Tests/FaultServer"),
        // A PostgreSQL of the tests' own.
        .target(name: "PostgresFixture", path: "Tests/PostgresFixture"),
        .testTarget(name: "ExtractionKitTests", dependencies: ["ExtractionEvaluation", "ExtractionKit", "ExtractionTesting"]),
        .testTarget(name: "ExtractionTestingTests", dependencies: ["ExtractionKit", "ExtractionTesting"], path: "Tests/ExtractionTesting"),
        .testTarget(
            name: "ExtractionEngineSupportTests", dependencies: ["ExtractionEngineSupport"], path: "Tests/Engines/Support"),
        .testTarget(name: "ExtractionRemoteTests", dependencies: ["ExtractionRemote", "ExtractionKit"], path: "Tests/Engines/Remote"),
        .testTarget(
            name: "ExtractionAsyncHTTPClientTests",
            dependencies: ["ExtractionAsyncHTTPClient", "ExtractionKit", "ExtractionRemote", "FaultServer"],
            path: "Tests/Engines/AsyncHTTPClient"),
        .testTarget(
            name: "WireTests",
            dependencies: [
                "ExtractionAsyncHTTPClient", "ExtractionAzure", "ExtractionAzureSearch", "ExtractionDeepSeek", "ExtractionKit",
                "ExtractionOpenAI",
                "ExtractionRemote",
                "RepositoryFiles",
            ], path: "Tests/Engines/Wire"),
        .testTarget(
            name: "ExtractionOpenVINOTests", dependencies: ["ExtractionOpenVINO", "ExtractionKit"], path: "Tests/Engines/OpenVINO"),
        .testTarget(name: "ExtractionSchemasTests", dependencies: ["ExtractionSchemas"], path: "Tests/Schemas"),
        .testTarget(
            name: "ExtractionOutputTests", dependencies: ["ExtractionOutput", "ExtractionResultFormats", "ExtractionTesting"],
            path: "Tests/ExtractionOutput", exclude: ["Validation/check.py", "Validation/requirements.txt", "Validation/run"]),
        .testTarget(
            name: "ExtractionEvaluationTests",
            dependencies: ["ExtractionEvaluation", "ExtractionKit", "ExtractionOutput", "ExtractionTesting", "RepositoryFiles"],
            path: "Tests/ExtractionEvaluation", exclude: ["CrossCheck/cases.py", "CrossCheck/requirements.txt", "CrossCheck/run"]),
        .testTarget(
            name: "ExtractTests", dependencies: ["extract", "ExtractionTesting", "FaultServer", "PostgresFixture", "RepositoryFiles"],
            path: "Tests/extract"),
        .testTarget(
            name: "ReadmeTests", dependencies: ["ExtractionKit", "ExtractionSchemas", "RepositoryFiles"] + engines.map(\.dependency),
            path: "Tests/Readme"),
    ] + engines.flatMap(\.targets),
    cxxLanguageStandard: .cxx20
)

for target in package.targets where target.type != .system {
    target.swiftSettings =
        (target.swiftSettings ?? []) + [
            .enableUpcomingFeature("ExistentialAny"),  // SE-0335
            .enableUpcomingFeature("InternalImportsByDefault"),  // SE-0409
            .enableUpcomingFeature("MemberImportVisibility"),  // SE-0444
            .enableUpcomingFeature("NonisolatedNonsendingByDefault"),  // SE-0461
            .treatAllWarnings(as: .error),  // SE-0480; has no effect where this package is a remote dependency
        ]
}

// MARK: - How an engine becomes a product, a target, its tests and, for a C library, a system target.

struct Engine {
    /// The folder under Sources/Engines and Tests/Engines.
    var name: String
    var links: [SystemLibrary]
    /// A folder of the engine with C++ that wraps a library of C++ in C.
    var shim: String?
    /// A program in the folder Peer of the engine's tests, which they run.
    var peer: String?
    /// A folder of files in the engine's folder that are compiled in.
    var data: String?
    /// Targets that several engines share.
    var shares: [String]
    /// A program in the folder of the engine that 'install-engine' runs.
    var converter: String?
    /// A target that the engine's tests put it together with.
    var testedWith: String?
    /// Programs in other languages in the folder of the engine's tests, which they run.
    var scripts: [String]
    /// Products of other packages, which only those who take this engine compile.
    var packages: [Target.Dependency]

    init(
        _ name: String, links: [SystemLibrary] = [], shim: String? = nil, peer: String? = nil, data: String? = nil, shares: [String] = [],
        converter: String? = nil, testedWith: String? = nil, scripts: [String] = [],
        packages: [Target.Dependency] = []
    ) {
        self.name = name
        self.links = links
        self.shim = shim
        self.peer = peer
        self.data = data
        self.shares = shares
        self.converter = converter
        self.testedWith = testedWith
        self.scripts = scripts
        self.packages = packages
    }

    /// Module names are global in a build, so "Extraction" keeps them from colliding.
    var module: String { "Extraction" + name }
    var folder: String { "Sources/Engines/" + name }
    var product: Product { .library(name: module, targets: [module]) }
    var dependency: Target.Dependency { .target(name: module) }

    var targets: [Target] {
        let libraries = links.map { Target.Dependency.target(name: $0.name) }
        let shims = [shim].compactMap(\.self)
        let others = [converter].compactMap(\.self)
        let shared = shares.map { Target.Dependency.target(name: $0) }
        let partner = testedWith.map { [Target.Dependency.target(name: $0)] } ?? []
        return [
            .target(
                name: module,
                dependencies: ["ExtractionKit", "ExtractionEngineSupport"] + (shim.map { [.target(name: $0)] } ?? libraries) + shared
                    + packages,
                path: folder, exclude: links.map(\.name) + shims + others, resources: data.map { [.embedInCode($0)] } ?? []),
            .testTarget(
                name: module + "Tests",
                dependencies: [
                    dependency, "ExtractionEngineSupport", "ExtractionEvaluation", "ExtractionSchemas", "ExtractionTesting",
                    "RepositoryFiles",
                ]
                    + (peer.map { [.target(name: $0)] } ?? []) + shared + partner + packages,
                path: "Tests/Engines/" + name, exclude: (peer == nil ? [] : ["Peer"]) + scripts),
        ] + links.map { $0.target(in: folder) } + shims.map { .target(name: $0, dependencies: libraries, path: folder + "/" + $0) }
            + (peer.map { [.executableTarget(name: $0, path: "Tests/Engines/\(name)/Peer")] } ?? [])
    }
}

/// A C library of the system, reached through the module map and shim in a folder of its engine.
struct SystemLibrary {
    var name: String
    var apt: [String]
    /// Only for a library whose headers don't stand where compilers look: it makes SwiftPM warn those who don't have it.
    var pkgConfig: String?

    init(_ name: String, apt: [String], pkgConfig: String? = nil) {
        self.name = name
        self.apt = apt
        self.pkgConfig = pkgConfig
    }

    func target(in folder: String) -> Target {
        .systemLibrary(name: name, path: "\(folder)/\(name)", pkgConfig: pkgConfig, providers: [.apt(apt)])
    }
}
