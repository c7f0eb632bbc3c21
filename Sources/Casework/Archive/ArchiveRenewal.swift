import Encoding
import Sealing

/// Archives made, and brought up to date, by whoever has the right to write the case.
extension CaseStore {
    /// Writes the case to the file `path`, encrypted to every recipient, and reads it back. Nobody else can write meanwhile.
    ///
    /// With `removing` the folder is taken away afterwards, and the store is closed. Throws what `CaseArchive.write` throws;
    /// the folder then stays.
    public func archive(
        to path: String, for recipients: [AgeFile.Recipient], removing: Bool = false
    ) throws(CaseError) -> CaseArchive.Summary {
        try state.withLock { state throws(CaseError) in
            try state.checkWritable()
            let summary = try CaseArchive.write(state.folder, to: path, for: recipients, files: state.files)
            if removing {
                try CaseArchive.removeCase(state.folder, files: state.files)
                state.readOnlyReason = "The case was archived and its folder removed."
                state.close()
            }
            return summary
        }
    }

    /// Makes an archive of this case hold the case as it is now, for the same recipients, and reads it back.
    ///
    /// So what was ordered erased here goes from the archive too. `identities` must open it. Throws `refused` when it is of
    /// another case, or holds events that this copy lacks: then nothing was changed.
    public func renew(archive path: String, with identities: [AgeFile.Identity]) throws(CaseError) -> CaseArchive.Summary {
        try state.withLock { state throws(CaseError) in try state.renew(path, identities) }
    }
}

extension CaseStoreState {
    fileprivate mutating func renew(
        _ path: String, _ identities: [AgeFile.Identity]
    ) throws(CaseError) -> CaseArchive.Summary {
        try checkWritable()
        try readWhole()
        let shown = VisibleText.escape(path)
        let check = try CaseCheck.run(at: folder, files: files)
        if let failure = check.failures.first { throw failure.error("The archive was left as it is.") }
        do {
            let old = try files.read(path, limit: CaseArchive.limit)
            let before = try TarFile.entries(of: try AgeFile.open(old, with: identities))
            let root = try checkSame(before, shown)
            var entries = try CaseArchive.entries(of: folder, root, files)
            // What was signed when it was made stays with it.
            let known = Set(entries.map(\.path))
            entries += before.filter { $0.path.hasPrefix("\(root)/\(CaseCheckpoint.folder)/") && !known.contains($0.path) }
            let tar = try TarFile.bytes(of: entries)
            let (parent, name) = CaseArchive.split(path)
            try files.replace(name, in: parent, with: try AgeFile.resealed(tar, as: old, with: identities))
            let written = try files.read(path, limit: CaseArchive.limit)
            try CaseArchive.compare(try AgeFile.open(written, with: identities), tar, entries)
            return CaseArchive.Summary(
                events: check.events, exhibits: check.exhibits, bytes: written.count, headHash: check.headHash)
        } catch let error as CaseError {
            throw error
        } catch let error as FileError {
            throw CaseError(error, "The archive was left as it is")
        } catch let error as SealingError {
            throw .refused("\(shown) was left as it is. \(error.sentence)")
        } catch { throw .refused("\(shown) was left as it is.") }
    }

    /// The folder in an archive, which must be of this case and know no more than it.
    private func checkSame(_ entries: [TarFile.Entry], _ shown: String) throws(CaseError) -> String {
        guard let journal = entries.first(where: { $0.path.hasSuffix("/\(Self.journalName)") }) else {
            throw .refused("\(shown) holds no journal.")
        }
        let reading = try JournalReading(journal.bytes, path: shown)
        guard reading.events.first?.hash == events.first?.hash else {
            throw .refused("\(shown) is an archive of another case.")
        }
        let known = Set(events.map(\.hash))
        let foreign = reading.events.count { !known.contains($0.hash) }
        guard foreign == 0, reading.flaw == nil else {
            throw .refused(
                reading.flaw != nil ? "The journal in \(shown) does not hold."
                    : "\(shown) holds \(foreign == 1 ? "1 event" : "\(foreign) events") that this copy lacks. Open it with clew case "
                        + "restore, and merge what it gives.")
        }
        return String(journal.path.dropLast(Self.journalName.utf8.count + 1))
    }
}
