import ArgumentParser
import Casework
import Encoding

/// Opens cases for commands, and says what is to be said about it.
enum OpenCase {
    /// What a healthy case says that was opened for reading.
    static let readerReason = "The case was opened for reading only."

    /// Opens for reading. What is wrong with the case goes to standard error and does not stop the command.
    static func forReading(_ folder: String) throws -> CaseStore {
        do {
            let store = try CaseStore.open(at: folder, context: .system(author: Author.name), readOnly: true)
            for notice in store.notices { say("clew: \(notice)") }
            if let reason = store.readOnlyReason, reason != readerReason { say("clew: \(reason)") }
            return store
        } catch { throw failure(error) }
    }

    /// Opens for writing; a case that cannot be written ends the command.
    static func forWriting(_ folder: String) throws -> CaseStore {
        do {
            let store = try CaseStore.open(at: folder, context: .system(author: Author.name), readOnly: false)
            for notice in store.notices { say("clew: \(notice)") }
            if let reason = store.readOnlyReason { throw failure(reason) }
            return store
        } catch let error as CaseError { throw failure(error) }
    }

    /// Makes one change after the other, each saved before the next, and says what was done.
    static func change(_ folder: String, _ changes: (CaseStore) throws(CaseError) -> [CaseChange]) throws {
        let store = try forWriting(folder)
        defer { store.close() }
        let known = store.notices
        let before = store.current
        do {
            for change in try changes(store) {
                let before = store.current.head
                let value = try store.apply(change)
                if value.head == before {
                    say("Nothing to do: the case is so already.")
                } else if let event = store.lastEvent {
                    say("Saved event \(event.number): \(event.title).")
                }
            }
            let new = store.current.subjects.subtracting(before.subjects)
            for (subject, names) in CaseLibrary.others(naming: new, than: folder) {
                say("\(subject.text) is also in \(names.map { VisibleText.escape($0) }.joined(separator: ", ")).")
            }
            for notice in store.notices where !known.contains(notice) { say("clew: \(notice)") }
        } catch { throw failure(error) }
    }

    /// Reads a subject as a person types it: an address, a transaction id, an output as `id:n`, the number of a note or
    /// record, or `case` for the case itself.
    static func subject(_ text: String, _ store: CaseStore) throws(CaseError) -> CaseSubject {
        if text == "case" { return .wholeCase }
        if let number = UInt64(text), text.utf8.count < 20 { return .record(number) }
        if let edge = CaseSubject(edge: text) { return edge }
        return try CaseSubject(text, on: store.current.chain)
    }

    /// The same for what becomes an item of the case: an address, a transaction or an output.
    static func item(_ text: String, _ store: CaseStore) throws(CaseError) -> CaseSubject {
        let subject = try subject(text, store)
        if case .record(let id) = subject {
            throw CaseError(.refused, "\(id) is the number of a note or record; addresses and transactions are marked. Write a note on it.")
        }
        return subject
    }
}
