// swift-tools-version: 6.1
import PackageDescription

let settings: [SwiftSetting] = [.enableUpcomingFeature("NonisolatedNonsendingByDefault")]

/// A library target of the project, named after its folder under `Sources`.
func library(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

/// The tests of one target; `Support` finds the shared data and holds the plain in-memory ledger.
func tests(of name: String, _ more: [Target.Dependency] = [], exclude: [String] = []) -> Target {
    .testTarget(
        name: name + "Tests",
        dependencies: [.target(name: name), "Support"] + more,
        exclude: exclude,
        swiftSettings: settings)
}

let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")

let package = Package(
    name: "clew",
    products: [
        .executable(name: "clew", targets: ["clew"]),
        // For the package in Benchmarks.
        .library(name: "LedgerIndex", targets: ["LedgerIndex", "Ledger", "TraceEngine"]),
        .library(name: "Attribution", targets: ["Attribution", "Encoding"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    ],
    targets: [
        // Downwards only: each target names what it stands on, nothing above it.
        .executableTarget(
            name: "clew",
            dependencies: [
                "Terminal", "Attribution", "Evidence", "Casework", "Sealing", "Simulation", "LedgerIndex",
                "LedgerSources", "LedgerStore", "Pricing", "TraceEngine",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: settings),

        library("Terminal", ["Screen", "CNcurses", "CTerminal"]),
        library("Screen", ["Workbench", .product(name: "Yams", package: "Yams")]),
        library("Workbench", ["Attribution", "Casework", "Pricing", "TraceEngine"]),
        library("Evidence", ["Casework", "TraceEngine", crypto]),
        library("Casework", ["Ledger", "Sealing", crypto]),
        library("Sealing", [crypto, .product(name: "CryptoExtras", package: "swift-crypto")]),
        library("TraceEngine", ["Ledger", "LedgerIndex", "CLedgerKernel"]),
        library(
            "Attribution",
            [
                "Ledger", "CExpat", "CBzip2", crypto, .product(name: "Yams", package: "Yams"),
                .product(name: "GRDB", package: "GRDB.swift"), .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ]),
        library("Pricing", ["Ledger", crypto]),
        library("Simulation", ["Casework", crypto]),
        library("LedgerSources", ["Ledger"]),
        library(
            "LedgerStore",
            [
                "Ledger", .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ]),
        library("LedgerIndex", ["Ledger", "CLedgerKernel", crypto]),
        library("Ledger", ["Encoding", crypto]),
        library("Encoding", []),

        .systemLibrary(name: "CNcurses", providers: [.apt(["libncursesw5-dev"])]),
        .systemLibrary(name: "CExpat", providers: [.apt(["libexpat1-dev"])]),
        .systemLibrary(name: "CBzip2", providers: [.apt(["libbz2-dev"])]),
        .target(name: "CTerminal"),
        .target(name: "CLedgerKernel"),

        .target(name: "Support", dependencies: ["Ledger", "TraceEngine"], path: "Tests/Support", swiftSettings: settings),
        // What the tests of the embedded ledger kill.
        .executableTarget(
            name: "LedgerWriterProbe", dependencies: ["LedgerIndex", "Support"], path: "Tests/LedgerWriterProbe",
            swiftSettings: settings),
        tests(of: "Encoding"),
        tests(of: "Ledger"),
        tests(of: "LedgerStore", ["LedgerSources"]),
        tests(of: "LedgerIndex", ["LedgerSources", "LedgerStore", "LedgerWriterProbe", "TraceEngine"]),
        tests(of: "LedgerSources", ["LedgerStore"]),
        tests(of: "TraceEngine"),
        tests(of: "Attribution", exclude: ["count_sources.py"]),
        tests(of: "Pricing"),
        tests(of: "Simulation", ["Casework", "LedgerSources", "LedgerStore", "TraceEngine"]),
        tests(of: "Casework"),
        tests(of: "Sealing"),
        tests(of: "Evidence"),
        tests(of: "Workbench"),
        tests(of: "Screen"),
        tests(of: "Terminal"),
        .testTarget(
            name: "EndToEndTests",
            dependencies: ["Support", "Casework", "Sealing", "Simulation", "LedgerIndex", "LedgerStore", "clew"],
            swiftSettings: settings),
    ],
    swiftLanguageModes: [.v6]
)
