import Encoding

extension CaseStore {
    /// Copies the case as it stands on disk into a new folder and opens the copy for writing: somewhere to go on when the
    /// disk of this one is full or failing. The two can be merged later.
    ///
    /// The copy appears under `path` whole or not at all. Throws `exists` when something is there, `storage` when this case
    /// cannot be read or the new place takes nothing.
    public func copy(
        to path: String, context: CaseContext, files: any FileIO = PosixFiles()
    ) throws(CaseError) -> CaseStore {
        let (parent, name) = CaseArchive.split(path)
        let temporary = UnfinishedCases.path(of: name, in: parent)
        UnfinishedCases.sweep(parent, files: files)
        do {
            guard try files.status(path) == nil else {
                throw CaseError(.exists, "Something is already at \(VisibleText.escape(path)). Choose another name.")
            }
            let entries = try CaseArchive.entries(of: folder, "copy", files)
            do {
                try CaseArchive.unpack(entries, into: temporary, files)
                try files.rename(temporary, to: path)
            } catch {
                CaseArchive.remove(temporary, files)
                throw error
            }
            try files.syncFolder(parent)
        } catch let error as CaseError {
            throw error
        } catch let error as FileError {
            throw CaseError(error, "The case was not copied")
        } catch { throw .refused("The case was not copied.") }
        return try CaseStore.open(at: path, context: context, readOnly: false, files: files)
    }

    /// True while somebody holds the right to write the case in `folder`. Nothing there is created or written by asking,
    /// which would wake everybody who waits for a change of it.
    public static func isBeingWritten(at folder: String, files: any FileIO = PosixFiles()) -> Bool {
        guard let file = try? files.open("\(folder)/\(CaseLock.name)", .read) else { return false }
        defer { try? files.close(file) }
        return (try? files.lock(file)) == false
    }

    /// Who holds the right to write the case in `folder`; nil when nobody does. Somebody who left no name is an empty one.
    public static func writer(of folder: String, files: any FileIO = PosixFiles()) -> LockHolder? {
        guard isBeingWritten(at: folder, files: files) else { return nil }
        return CaseLock.holder(in: folder, files: files)
            ?? LockHolder(author: "", host: "", process: 0, since: UTCTime(milliseconds: 0))
    }
}
