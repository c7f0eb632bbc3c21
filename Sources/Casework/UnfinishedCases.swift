import Encoding

/// Case folders in the making: each stands beside its place under a name of its process until it is whole.
///
/// A process that was killed meanwhile leaves one behind. It is no case: nothing in it was ever acknowledged.
public enum UnfinishedCases {
    /// Where this process makes the case `name` of the folder `parent`.
    static func path(of name: String, in parent: String) -> String {
        "\(parent)/\(PosixFiles.temporaryPrefix)\(name)-\(Machine.process)"
    }

    /// Removes what processes that no longer run on this machine left in a folder of cases, and answers the names of what is
    /// gone. Only files of a case are removed; what stands behind a symbolic link is not touched. What cannot be removed
    /// stays for the next time.
    @discardableResult
    public static func sweep(_ folder: String, files: any FileIO = PosixFiles()) -> [String] {
        var removed: [String] = []
        for name in (try? files.list(folder)) ?? [] where isOrphan(name) {
            let path = "\(folder)/\(name)"
            guard isFolderItself(path, files) else { continue }
            CaseArchive.remove(path, files)
            if let isGone = try? files.status(path) == nil, isGone { removed.append(name) }
        }
        return removed
    }

    /// `.unfinished-NAME-PROCESS` of a process that does not run.
    private static func isOrphan(_ name: String) -> Bool {
        guard name.hasPrefix(PosixFiles.temporaryPrefix), let dash = name.lastIndex(of: "-"),
            let process = Int32(name[name.index(after: dash)...]), process > 0
        else { return false }
        return !Machine.isRunning(process)
    }

    private static func isFolderItself(_ path: String, _ files: some FileIO) -> Bool {
        guard let folder = try? files.open(path, .folder) else { return false }
        defer { try? files.close(folder) }
        return (try? files.isInPlace(folder)) == true
    }
}
