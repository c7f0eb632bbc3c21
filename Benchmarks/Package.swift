// swift-tools-version: 6.1
import PackageDescription

let settings: [SwiftSetting] = [.enableUpcomingFeature("NonisolatedNonsendingByDefault")]

let package = Package(
    name: "clew-benchmarks",
    dependencies: [.package(name: "clew", path: "..")],
    targets: [
        .executableTarget(
            name: "LedgerBenchmarks",
            dependencies: [
                .product(name: "LedgerIndex", package: "clew"), "CKernels", "CSQLite", "Measuring",
            ],
            swiftSettings: settings),
        .executableTarget(
            name: "TagBenchmarks",
            dependencies: [.product(name: "Attribution", package: "clew"), "CSQLite", "Measuring"],
            swiftSettings: settings),
        .target(name: "Measuring", swiftSettings: settings),
        .target(name: "CKernels", cSettings: [.unsafeFlags(["-O3"], .when(configuration: .release))]),
        .systemLibrary(name: "CSQLite", providers: [.apt(["libsqlite3-dev"])]),
    ],
    swiftLanguageModes: [.v6]
)
