// swift-tools-version: 6.2
import PackageDescription

// One folder in Services/ is one executable with one database schema; none imports another.
let services = [
    "Accounts",
    "Analytics",
    "Credit",
    "Fulfillment",
    "Gateway",
    "Ingestion",
    "Inventory",
    "Sandbox",
    "Shopos",
]

func log(_ more: Target.Dependency...) -> [Target.Dependency] {
    [.product(name: "Logging", package: "swift-log")] + more
}

let collections = Target.Dependency.product(name: "Collections", package: "swift-collections")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let signals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let metrics = Target.Dependency.product(name: "Metrics", package: "swift-metrics")
let coreMetrics = Target.Dependency.product(name: "CoreMetrics", package: "swift-metrics")
let tracing = Target.Dependency.product(name: "Tracing", package: "swift-distributed-tracing")
let configuration = Target.Dependency.product(name: "Configuration", package: "swift-configuration")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

// What every service is made of; dependencies point one way: services, then the kit, then the edges in C.
let kit: [Target.Dependency] = log(
    "ServiceKit", "Messaging", "AMQP", "Postgres", "Contracts", "Commerce", "Partners", "TikTokShop", "Shippo",
    "Outbound", crypto, hummingbird, lifecycle, configuration, collections, coreMetrics)

let clibraries: [Target] = [
    .systemLibrary(
        name: "CRabbitMQ", path: "Shared/CRabbitMQ", pkgConfig: "librabbitmq", providers: [.apt(["librabbitmq-dev"])]),
    .systemLibrary(name: "CPostgres", path: "Shared/CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
    .systemLibrary(
        name: "CCurl", path: "Shared/CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
]

let shared: [Target] = [
    .target(name: "AMQP", dependencies: log("CRabbitMQ", collections), path: "Shared/AMQP"),
    .target(name: "Postgres", dependencies: log("CPostgres", collections, crypto), path: "Shared/Postgres"),
    .target(name: "Outbound", dependencies: log("CCurl", metrics, coreMetrics, tracing), path: "Shared/Outbound"),
    .target(
        name: "Traces", dependencies: log("Outbound", lifecycle, metrics, coreMetrics, tracing), path: "Shared/Traces"),
    .target(name: "Contracts", path: "Shared/Contracts"),
    .target(name: "Commerce", dependencies: ["Contracts"], path: "Shared/Commerce"),
    .target(
        name: "Schemas", dependencies: ["Contracts"], path: "Shared/Schemas", resources: [.copy("words.json")]),
    .target(
        name: "Messaging",
        dependencies: log("AMQP", "Postgres", "Contracts", collections, crypto, lifecycle, metrics, tracing),
        path: "Shared/Messaging",
        exclude: ["README.md"],
        resources: [.copy("Migrations")],
        // Whatever is made of messages is allocated and freed by the thousand; with jemalloc in glibc's place stages
        // need a tenth less CPU (docs/performance.md).
        linkerSettings: [.linkedLibrary("jemalloc")]),
    .target(
        name: "ServiceKit",
        dependencies: log(
            "Messaging", "Postgres", "AMQP", "Contracts", "Traces", "Outbound", arguments, hummingbird, lifecycle,
            signals,
            configuration, metrics, coreMetrics, tracing),
        path: "Shared/ServiceKit"),
    .target(name: "Partners", dependencies: ["Outbound", "Contracts"], path: "Shared/Partners/Common"),
    .target(
        name: "TikTokShop", dependencies: log("Partners", "Outbound", "Contracts", crypto),
        path: "Shared/Partners/TikTokShop"),
    .target(
        name: "Shippo", dependencies: log("Partners", "Outbound", "Contracts", crypto), path: "Shared/Partners/Shippo"),
    .target(
        name: "TestKit",
        dependencies: log("AMQP", "Postgres", "Messaging", "Contracts", "Outbound", hummingbird, lifecycle),
        path: "Shared/TestKit"),
]

// The sandbox reads the bodies of requests as they come off the wire.
let more: [String: [Target.Dependency]] = [
    "Sandbox": [.product(name: "NIOCore", package: "swift-nio")], "Shopos": [arguments, signals],
    "Gateway": [
        "Schemas", tracing, .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "HummingbirdTLS", package: "hummingbird"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
    ],
]

// Labels are bought from the sandbox itself, orders travel to it and back; stock is counted by one and told by another.
let testsAgainst: [String: [Target.Dependency]] = [
    "Fulfillment": ["Sandbox"], "Gateway": ["Traces"], "Ingestion": ["Sandbox", "Inventory"],
]

// Who has no schema has no migrations.
let resources: [String: [Resource]] = [
    "Credit": [.copy("Migrations"), .copy("Models"), .copy("Markets")], "Sandbox": [], "Gateway": [.copy("Page")],
    "Shopos": [],
]

// What those share that drive the whole platform from outside.
let drivers: [Target] = [
    .target(name: "PlatformKit", dependencies: log("TestKit", "Outbound", "Postgres"), path: "Tests/Platform"),
    .target(name: "BenchKit", dependencies: ["PlatformKit", "TestKit"], path: "Tests/Benchmarks/Kit"),
]

let executables: [Target] =
    services.map { name in
        .executableTarget(
            name: name, dependencies: kit + (more[name] ?? []), path: "Services/\(name)", exclude: ["README.md"],
            resources: resources[name] ?? [.copy("Migrations")])
    } + [
        .executableTarget(
            name: "W1", dependencies: log("Messaging", "Postgres", "AMQP", "Contracts", lifecycle, signals),
            path: "Tests/Benchmarks/W1"),
        .executableTarget(
            name: "W1Driver",
            dependencies: log("BenchKit", "PlatformKit", "TestKit", "Messaging", "Postgres", "AMQP", "Contracts"),
            path: "Tests/Benchmarks/Driver"),
        .executableTarget(
            name: "ProductDriver",
            dependencies: log(
                "BenchKit", "PlatformKit", "TestKit", "Outbound", "Postgres", "AMQP", "Contracts", crypto, hummingbird),
            path: "Tests/Benchmarks/Product",
            exclude: ["Load/webhooks.lua", "Load/reads.lua", "Load/fill.sql", "Load/first-come.sql"]),
        .executableTarget(
            name: "Chaos", dependencies: log("PlatformKit", "TestKit", "Outbound", "Postgres", "AMQP", "Contracts"),
            path: "Tests/Chaos"),
        .executableTarget(name: "Probe", dependencies: log("ServiceKit", lifecycle), path: "Tests/Probe"),
    ]

func test(_ name: String, _ more: [Target.Dependency] = [], exclude: [String] = []) -> Target {
    .testTarget(
        name: name + "Tests", dependencies: [.byName(name: name), "TestKit"] + more, path: "Tests/\(name)Tests",
        exclude: exclude)
}

let tests: [Target] =
    [
        test("AMQP", log()), test("Postgres"), test("Outbound", [hummingbird, "Traces", tracing]),
        test("Traces", log("Outbound", hummingbird, lifecycle, metrics, coreMetrics, tracing)),
        test("Contracts", ["Schemas", "Messaging", "AMQP"], exclude: ["Released"]),
        test("Messaging", log("AMQP", "Postgres", "Contracts", "Traces", lifecycle, signals, tracing)),
        test("Commerce"),
        test("ServiceKit", ["Probe", "Messaging", lifecycle, metrics, coreMetrics]),
        test("TikTokShop", ["Outbound", "Contracts", hummingbird]),
        test("Shippo", ["Partners", "Outbound", "Contracts", hummingbird]),
        test("W1Driver", ["AMQP", "Postgres", "BenchKit"]),
        test("ProductDriver", ["BenchKit", "PlatformKit", "Contracts"]),
        .testTarget(name: "TestKitTests", dependencies: ["TestKit"], path: "Tests/TestKitTests"),
        .testTarget(name: "StyleTests", dependencies: ["Contracts", "TestKit"], path: "Tests/StyleTests"),
        // The tables of all services, in one database.
        .testTarget(
            name: "IsolationTests", dependencies: log("Messaging", "Postgres", "TestKit"),
            path: "Tests/IsolationTests"),
        // Every service as a process of its own.
        .testTarget(
            name: "JourneyTests",
            dependencies: services.map { .byName(name: $0) } + [
                "TestKit", "AMQP", "Messaging", "Outbound", "Postgres", "Contracts", "Shippo", "Chaos", "PlatformKit",
            ],
            path: "Tests/JourneyTests"),
    ]
    + services.map { name in
        // Files that tests compare with, and the compiler does not know.
        test(
            name, kit + (more[name] ?? []) + (testsAgainst[name] ?? []), exclude: name == "Credit" ? ["Golden"] : [])
    }

let package = Package(
    name: "shop-os",
    platforms: [.macOS(.v15)],
    products: services.map { .executable(name: $0.lowercased(), targets: [$0]) },
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-distributed-tracing", from: "1.7.3"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl.git", from: "2.37.6"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: clibraries + shared + drivers + executables + tests
)

for target in package.targets where target.type != .system {
    target.swiftSettings =
        (target.swiftSettings ?? []) + [
            .enableUpcomingFeature("ExistentialAny"),
            .enableUpcomingFeature("InternalImportsByDefault"),
            .enableUpcomingFeature("MemberImportVisibility"),
            .treatAllWarnings(as: .error),
        ]
}
