import Foundation

/// A file system in memory that is soon full; for root only.
final class SmallDisk {
    let path: String

    init(kilobytes: Int, at path: String) throws {
        self.path = path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        guard mount("tmpfs", path, "tmpfs", 0, "size=\(kilobytes)k") == 0 else { throw CocoaError(.fileWriteUnknown) }
    }

    deinit { umount(path) }

    /// Takes all the room that is left.
    func fill() {
        let file = open(path + "/ballast", O_WRONLY | O_CREAT, 0o600)
        let block = [UInt8](repeating: 0, count: 1024)
        while write(file, block, block.count) > 0 {}
        close(file)
    }

    /// Gives the room back.
    func empty() { unlink(path + "/ballast") }

    func grow(kilobytes: Int) throws {
        let remount: UInt = 32
        guard mount("tmpfs", path, "tmpfs", remount, "size=\(kilobytes)k") == 0 else {
            throw CocoaError(.fileWriteUnknown)
        }
    }
}

/// Doing something as a user who owns nothing.
enum Privilege {
    static let canDrop = FileManager.default.isExecutableFile(atPath: "/usr/bin/setpriv")

    static func runAsNobody(_ command: [String], in workspace: Workspace) throws -> Spawn.Outcome {
        try Spawn.run(
            ["/usr/bin/setpriv", "--reuid", "65534", "--clear-groups"] + command, environment: workspace.environment,
            folder: workspace.root.path)
    }
}
