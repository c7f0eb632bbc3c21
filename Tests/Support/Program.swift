import Foundation

/// Another program on this machine, run as a test's witness.
public enum Program {
    public struct Outcome: Sendable {
        public let status: Int32
        public let output: String
        public let errors: String
    }

    /// True when a program of that name is in PATH.
    public static func isPresent(_ name: String) -> Bool {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
        return (folders.map(String.init) + ["/usr/sbin", "/sbin"]).contains {
            FileManager.default.isExecutableFile(atPath: "\($0)/\(name)")
        }
    }

    /// What a skipped test says.
    public static func absent(_ name: String) -> String { "the program \(name) is not installed; make setup-test installs it" }

    /// True when Python has the module.
    public static func hasModule(_ name: String) -> Bool {
        (try? run(["python3", "-c", "import \(name)"]))?.status == 0
    }

    /// Runs a program found in PATH, with `input` on its standard input.
    @discardableResult
    public static func run(
        _ arguments: [String], input: [UInt8] = [], environment: [String: String] = [:], in folder: String? = nil
    ) throws -> Outcome {
        let place = FileManager.default.temporaryDirectory.path + "/clew-run-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: place) }
        for name in ["in", "out", "err"] {
            _ = FileManager.default.createFile(atPath: "\(place)/\(name)", contents: name == "in" ? Data(input) : Data())
        }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        if let folder { process.currentDirectoryURL = URL(fileURLWithPath: folder) }
        process.standardInput = FileHandle(forReadingAtPath: "\(place)/in")
        process.standardOutput = FileHandle(forWritingAtPath: "\(place)/out")
        process.standardError = FileHandle(forWritingAtPath: "\(place)/err")
        try process.run()
        process.waitUntilExit()
        return Outcome(
            status: process.terminationReason == .exit ? process.terminationStatus : 128 + process.terminationStatus,
            output: try String(contentsOfFile: "\(place)/out", encoding: .utf8),
            errors: try String(contentsOfFile: "\(place)/err", encoding: .utf8))
    }
}
