import Crypto
import Encoding

/// Puts a case folder right after a crash, before anything new is written to it. Needs the lock.
struct CaseRecovery {
    static let tornPrefix = "journal.torn-"

    /// The journal.
    let path: String

    /// Opens the journal for appending, with its torn end set aside, and everything in it durable.
    func run(
        _ state: inout CaseStoreState, _ reading: JournalReading, snapshotIsMissing: Bool
    ) throws(FileError) {
        let files = state.files
        for path in try Self.unfinished(in: state.folder, files) { try files.remove(path) }
        if !reading.tail.isEmpty, !reading.tailIsWhole {
            // A crash during an earlier recovery may have left the same bytes set aside already.
            let kept = try files.list(state.folder).contains { name in
                Self.isUnreported(name, state)
                    && (try? files.read("\(state.folder)/\(name)", limit: CaseOpening.journalLimit)) == reading.tail
            }
            if !kept { try files.replace(try freeName(in: state), in: state.folder, with: reading.tail) }
        }
        let journal = try files.open(path, .append)
        state.journal = journal
        if reading.tailIsWhole {
            try files.writeAll([UInt8(ascii: "\n")], to: journal)
            state.journalBytes += 1
            state.seal?.update(data: [UInt8(ascii: "\n")])
            state.note(
                "The journal's last line lacked its end and was completed: event \(state.history.current.head) is whole.")
        } else if !reading.tail.isEmpty {
            try files.truncate(journal, to: reading.goodBytes)
        }
        // A writer that was killed may have left events that are read here but are not durable yet.
        try files.sync(journal)
        if snapshotIsMissing { state.note("case.json was missing and was rebuilt from the journal.") }
        if state.snapshotHead < state.history.current.head { state.writeSnapshot() }
    }

    /// Files that a killed writer had not finished: in the case folder, among the exhibits and among the checkpoints.
    static func unfinished(in folder: String, _ files: some FileIO) throws(FileError) -> [String] {
        var paths: [String] = []
        for place in [folder, "\(folder)/\(CaseStoreState.exhibitsName)", "\(folder)/\(CaseCheckpoint.folder)"] {
            guard try files.status(place)?.isFolder == true else { continue }
            for name in try files.list(place) where name.hasPrefix(PosixFiles.temporaryPrefix) { paths.append("\(place)/\(name)") }
        }
        return paths
    }

    /// Records the torn lines that lie in the folder and that no event names yet.
    static func report(_ state: inout CaseStoreState) throws(CaseError) {
        let names: [String]
        do { names = try state.files.list(state.folder) } catch {
            throw CaseError(error, "The case folder could not be listed")
        }
        if names.contains(where: { $0.hasPrefix(tornPrefix) }) { try state.readWhole() }
        for name in names where isUnreported(name, state) {
            let bytes: [UInt8]
            do { bytes = try state.files.read("\(state.folder)/\(name)", limit: CaseOpening.journalLimit) } catch {
                throw CaseError(error, "The line set aside after a crash could not be read")
            }
            let event = CaseEvent.recovered(
                file: name, sha256: JournalEvent.hex(SHA256.hash(data: bytes)), bytes: UInt64(bytes.count))
            try state.record(event, "The recovery was not recorded")
            state.note(
                "The journal ended in a line torn by a crash, which was never acknowledged. Its \(bytes.count) bytes are "
                    + "set aside as \(VisibleText.escape(name)); everything before it is here.")
        }
    }

    private static func isUnreported(_ name: String, _ state: CaseStoreState) -> Bool {
        name.hasPrefix(tornPrefix)
            && !state.events.contains { $0.kind == "recovered" && $0.body?["file"]?.stringValue == name }
    }

    /// `journal.torn-20240405T162041Z`, with a number where two crashes share a second.
    private func freeName(in state: CaseStoreState) throws(FileError) -> String {
        let time = state.context.now()
        let stem = tornStem(time)
        var name = stem
        var number = 2
        while try state.files.status("\(state.folder)/\(name)") != nil {
            name = "\(stem)-\(number)"
            number += 1
        }
        return name
    }

    private func tornStem(_ time: UTCTime) -> String {
        Self.tornPrefix + "\(time.date)T\(time.clock)Z".filter { $0 != "-" && $0 != ":" }
    }
}
