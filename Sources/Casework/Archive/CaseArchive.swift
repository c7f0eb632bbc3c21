import Encoding
import Sealing

/// A whole case as one age file, for what travels or rests.
public enum CaseArchive {
    /// Bytes of an archive that are read.
    static let limit = 4 << 30

    /// What an archive holds.
    public struct Summary: Hashable, Sendable {
        public var events: Int
        public var exhibits: Int
        /// Bytes of the age file.
        public var bytes: Int
        /// What stands for the journal in it.
        public var headHash: String
    }

    /// Writes the case in `folder` to the file `path`, encrypted to every recipient, and reads it back before it returns.
    ///
    /// A case that does not hold is not archived: `damaged`. A file that is there is not replaced: `exists`.
    public static func write(
        _ folder: String, to path: String, for recipients: [AgeFile.Recipient], files: any FileIO = PosixFiles()
    ) throws(CaseError) -> Summary {
        let check = try CaseCheck.run(at: folder, files: files)
        if let failure = check.failures.first { throw failure.error("The case was not archived.") }
        let (parent, name) = split(path)
        var root = split(folder).name
        if root.hasPrefix(".") { root = "case" }
        do {
            guard try files.status(path) == nil else {
                throw CaseError(.exists, "Something is already at \(VisibleText.escape(path)). Choose another name.")
            }
            let entries = try entries(of: folder, root, files)
            let tar = try TarFile.bytes(of: entries)
            let sealed = try AgeFile.sealed(tar, to: recipients)
            try files.replace(name, in: parent, with: sealed.bytes)
            // What is on the disk counts, not what was in memory.
            let written = try files.read(path, limit: limit)
            try compare(try AgeFile.open(written, with: sealed), tar, entries)
            return Summary(
                events: check.events, exhibits: check.exhibits, bytes: written.count, headHash: check.headHash)
        } catch let error as CaseError {
            throw error
        } catch let error as FileError {
            throw CaseError(error, "The case was not archived")
        } catch let error as SealingError {
            throw .refused("The case was not archived. \(error.sentence)")
        } catch { throw .refused("The case was not archived.") }
    }

    static func compare(_ opened: [UInt8], _ tar: [UInt8], _ entries: [TarFile.Entry]) throws {
        guard opened == tar, try TarFile.entries(of: opened) == entries else {
            throw CaseError(.refused, "The archive does not give back what was put into it. Do not rely on it.")
        }
    }

    /// Opens an archive into the new folder `path`. The case appears whole and checked, or not at all.
    public static func open(
        _ archive: String, to path: String, with identities: [AgeFile.Identity], files: any FileIO = PosixFiles()
    ) throws(CaseError) -> Summary {
        let (parent, name) = split(path)
        let temporary = UnfinishedCases.path(of: name, in: parent)
        UnfinishedCases.sweep(parent, files: files)
        do {
            guard try files.status(path) == nil else {
                throw CaseError(.exists, "Something is already at \(VisibleText.escape(path)). Choose another name.")
            }
            let sealed = try files.read(archive, limit: limit)
            let entries = try TarFile.entries(of: try AgeFile.open(sealed, with: identities))
            let check: CaseCheck
            do {
                try unpack(entries, into: temporary, files)
                check = try CaseCheck.run(at: temporary, files: files)
                if let failure = check.failures.first {
                    throw failure.error(failure.cause == nil ? "The archive does not hold." : "The archive was not opened.")
                }
                try files.rename(temporary, to: path)
            } catch {
                remove(temporary, files)
                throw error
            }
            try files.syncFolder(parent)
            return Summary(
                events: check.events, exhibits: check.exhibits, bytes: sealed.count, headHash: check.headHash)
        } catch let error as CaseError {
            throw error
        } catch let error as FileError {
            throw CaseError(error, "The archive was not opened")
        } catch let error as SealingError {
            throw .refused("The archive was not opened. \(error.sentence)")
        } catch { throw .refused("The archive was not opened.") }
    }

    /// Takes a case folder away, file by file; only what belongs to a case.
    public static func removeCase(_ folder: String, files: any FileIO = PosixFiles()) throws(CaseError) {
        if let failure = try CaseCheck.run(at: folder, files: files).failures.first {
            throw failure.error("\(VisibleText.escape(folder)) was left where it is.")
        }
        remove(folder, files)
        do {
            guard try files.status(folder) == nil else {
                throw CaseError(.refused, "\(VisibleText.escape(folder)) holds files that are no part of a case; those were left.")
            }
            try files.syncFolder(split(folder).parent)
        } catch let error as CaseError { throw error } catch let error as FileError {
            throw CaseError(error, "The case could not be removed")
        } catch { throw .refused("The case could not be removed.") }
    }

    static func entries(of folder: String, _ root: String, _ files: some FileIO) throws -> [TarFile.Entry] {
        var entries: [TarFile.Entry] = []
        for name in try files.list(folder) where name != CaseLock.name && !name.hasPrefix(".") {
            if try files.status("\(folder)/\(name)")?.isFolder == true {
                guard [CaseStoreState.exhibitsName, CaseCheckpoint.folder].contains(name) else { continue }
                for inner in try files.list("\(folder)/\(name)") where !inner.hasPrefix(".") {
                    let bytes = try files.read("\(folder)/\(name)/\(inner)", limit: CaseOpening.journalLimit)
                    entries.append(TarFile.Entry(path: "\(root)/\(name)/\(inner)", bytes: bytes))
                }
            } else {
                let bytes = try files.read("\(folder)/\(name)", limit: CaseOpening.journalLimit)
                entries.append(TarFile.Entry(path: "\(root)/\(name)", bytes: bytes))
            }
        }
        return entries
    }

    static func unpack(_ entries: [TarFile.Entry], into folder: String, _ files: some FileIO) throws {
        remove(folder, files)
        try files.makeFolder(folder)
        try files.makeFolder("\(folder)/\(CaseStoreState.exhibitsName)")
        for entry in entries {
            let parts = entry.path.split(separator: "/").dropFirst().map(String.init)
            let place = parts.count == 2 ? "\(folder)/\(parts[0])" : folder
            guard parts.count == 1 || parts.count == 2 && [CaseStoreState.exhibitsName, CaseCheckpoint.folder].contains(parts[0])
            else { throw CaseError(.refused, "The archive holds \(VisibleText.escape(entry.path)), which is no part of a case.") }
            if try files.status(place) == nil { try files.makeFolder(place) }
            try files.replace(
                parts[parts.count - 1], in: place, with: entry.bytes,
                readOnly: parts.count == 2 && parts[0] == CaseStoreState.exhibitsName)
        }
    }

    static func remove(_ folder: String, _ files: some FileIO) {
        for name in [CaseStoreState.exhibitsName, CaseCheckpoint.folder] {
            for inner in (try? files.list("\(folder)/\(name)")) ?? [] { try? files.remove("\(folder)/\(name)/\(inner)") }
            try? files.remove("\(folder)/\(name)")
        }
        for name in (try? files.list(folder)) ?? [] {
            guard [CaseStoreState.journalName, CaseDocument.name, CaseLock.name].contains(name)
                || name.hasPrefix(CaseRecovery.tornPrefix) || name.hasPrefix(PosixFiles.temporaryPrefix)
            else { continue }
            try? files.remove("\(folder)/\(name)")
        }
        try? files.remove(folder)
    }

    static func split(_ path: String) -> (parent: String, name: String) {
        var path = path
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        guard let slash = path.lastIndex(of: "/") else { return (".", path) }
        return (slash == path.startIndex ? "/" : String(path[..<slash]), String(path[path.index(after: slash)...]))
    }
}
