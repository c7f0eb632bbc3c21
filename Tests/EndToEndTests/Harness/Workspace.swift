import Foundation
import Support

/// A home of its own for one test: nothing of the user is read, nothing is left behind.
final class Workspace {
    let root: URL

    init() throws {
        // Short, because the path of a socket has at most 107 bytes.
        root = FileManager.default.temporaryDirectory.appendingPathComponent("clew-\(UUID().uuidString.prefix(8))")
        for name in ["home", "data", "config", "state", "run"] {
            try FileManager.default.createDirectory(
                at: root.appendingPathComponent(name), withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
        }
    }

    deinit { try? FileManager.default.removeItem(at: root) }

    /// The absolute path of `name` in the workspace.
    func path(_ name: String) -> String { root.appendingPathComponent(name).path }

    /// The whole environment of the programs under test.
    var environment: [String: String] {
        [
            "HOME": path("home"), "XDG_DATA_HOME": path("data"), "XDG_CONFIG_HOME": path("config"),
            "XDG_STATE_HOME": path("state"), "XDG_RUNTIME_DIR": path("run"), "TMPDIR": path("run"),
            "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC",
            "USER": "examiner", "LOGNAME": "examiner",
        ]
    }
}

/// The program under test.
enum Clew {
    /// The debug build that belongs to these tests.
    static var path: String {
        Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }
            .map { URL(fileURLWithPath: $0.bundlePath).deletingLastPathComponent().appendingPathComponent("clew").path }
            .flatMap { FileManager.default.isExecutableFile(atPath: $0) ? $0 : nil }
            ?? (SharedData.projectRoot?.path ?? ".") + "/.build/debug/clew"
    }

    /// Runs `clew` without a terminal and waits for it.
    static func run(
        _ arguments: [String], in workspace: Workspace, environment more: [String: String] = [:]
    ) throws -> Spawn.Outcome {
        try Spawn.run(
            [path] + arguments, environment: workspace.environment.merging(more) { $1 }, folder: workspace.root.path)
    }
}
