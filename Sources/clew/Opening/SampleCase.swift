import Foundation

/// The sample case that comes with Clew; it is opened as a copy.
struct SampleCase {
    /// Folder with `NAME.clew` and `blocks`.
    let source: String
    let folders: UserFolders

    static let name = "saltmarsh"

    var casePath: String { Self.casePath(folders) }
    var ledgerPath: String { Self.ledgerPath(folders) }
    var blocksPath: String { source + "/blocks" }

    private static func casePath(_ folders: UserFolders) -> String { folders.cases + "/\(name).clew" }
    private static func ledgerPath(_ folders: UserFolders) -> String { folders.data + "/ledgers/\(name)" }

    /// The ledger of the copy of the sample case, imported or not, when `path` is that copy.
    static func ledger(ofCopy path: String, folders: UserFolders) -> String? {
        path == casePath(folders) ? ledgerPath(folders) : nil
    }

    /// Looks in `$CLEW_DATA`, the user's data, `../share/clew` beside the binary, then upwards to `Package.swift`.
    static func find(folders: UserFolders = UserFolders()) -> SampleCase? {
        let environment = ProcessInfo.processInfo.environment
        var places: [String] = []
        if let named = environment["CLEW_DATA"], !named.isEmpty { places.append(named) }
        places.append(folders.data)
        let binary = URL(fileURLWithPath: executablePath).resolvingSymlinksInPath()
        places.append(binary.deletingLastPathComponent().deletingLastPathComponent().path + "/share/clew")
        var above = binary.deletingLastPathComponent()
        while above.path != "/" {
            if FileManager.default.fileExists(atPath: above.path + "/Package.swift") { places.append(above.path) }
            above = above.deletingLastPathComponent()
        }
        for place in places {
            for sub in ["SampleCases", "samples"] {
                let folder = "\(place)/\(sub)/\(name)"
                if FileManager.default.fileExists(atPath: "\(folder)/\(name).clew/case.json") {
                    return SampleCase(source: folder, folders: folders)
                }
            }
        }
        return nil
    }

    /// The running program's own file.
    private static var executablePath: String {
        (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
    }

    /// Copies the case into the user's data unless a copy is there already. Nothing half copied is left under its name.
    func copyCase() throws {
        let files = FileManager.default
        guard !files.fileExists(atPath: casePath) else { return }
        try files.createDirectory(
            atPath: folders.cases, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let partial = casePath + ".copying"
        try? files.removeItem(atPath: partial)
        try files.copyItem(atPath: "\(source)/\(Self.name).clew", toPath: partial)
        try restrict(partial)
        try files.moveItem(atPath: partial, toPath: casePath)
    }

    /// A checkout or package has its own permissions; a case has 0700 and 0600.
    private func restrict(_ folder: String) throws {
        let files = FileManager.default
        try files.setAttributes([.posixPermissions: 0o700], ofItemAtPath: folder)
        for name in try files.subpathsOfDirectory(atPath: folder) {
            var isFolder: ObjCBool = false
            let path = folder + "/" + name
            guard files.fileExists(atPath: path, isDirectory: &isFolder) else { continue }
            try files.setAttributes([.posixPermissions: isFolder.boolValue ? 0o700 : 0o600], ofItemAtPath: path)
        }
    }
}
