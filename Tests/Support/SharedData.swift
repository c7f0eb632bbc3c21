import Foundation

/// The real data that tests read in place, at `../shared/data` from the project's root.
///
/// Use it as `.enabled(if: SharedData.isPresent, SharedData.absent)`, so that a clone without the folder skips.
public enum SharedData {
    /// What a skipped test says.
    public static let absent = "the shared data is not there: expected at ../shared/data from the project's root"

    /// The project's root: the nearest folder above this file that holds `Package.swift`.
    public static let projectRoot: URL? = {
        var folder = URL(filePath: #filePath).deletingLastPathComponent()
        while folder.path != "/" {
            if FileManager.default.fileExists(atPath: folder.appending(path: "Package.swift").path) { return folder }
            folder = folder.deletingLastPathComponent()
        }
        return nil
    }()

    /// The folder of the data; nil when it is absent.
    public static let folder: URL? = {
        guard let root = projectRoot else { return nil }
        let folder = root.deletingLastPathComponent().appending(path: "shared/data")
        var isFolder: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder)
        return exists && isFolder.boolValue ? folder : nil
    }()

    public static var isPresent: Bool { folder != nil }

    /// The absolute path of `name`, such as `bitcoin-blocks/hcl-multinet.blk`.
    public static func path(_ name: String) throws -> String {
        guard let folder else { throw Missing(name: name) }
        let file = folder.appending(path: name)
        guard FileManager.default.fileExists(atPath: file.path) else { throw Missing(name: name) }
        return file.path
    }

    /// The bytes of the file `name`.
    public static func bytes(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(filePath: try path(name))))
    }

    /// The file `name` as UTF-8 text.
    public static func text(_ name: String) throws -> String {
        try String(contentsOf: URL(filePath: try path(name)), encoding: .utf8)
    }

    /// The names in the folder `name`, sorted.
    public static func names(in name: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: try path(name)).sorted()
    }

    /// A file that a test wants and that is not in the shared data.
    public struct Missing: Error, CustomStringConvertible {
        public let name: String
        public var description: String { "\(name) is not in ../shared/data" }
    }
}
