import Casework
import Foundation
import Synchronization
import Workbench

/// The case that the workbench works on. Everything that reads or writes it runs here, one after the other.
final class CaseDesk: Sendable {
    /// What is to be done with the case.
    enum Act: Sendable {
        case apply(CaseChange)
        case saveElsewhere(String, [CaseChange])
        case takeOver
        /// Somebody else may have written.
        case refresh
        /// Whoever writes may have let go.
        case askForWriter
    }

    private let held: Mutex<CaseStore>
    private let post: @Sendable (Message) -> Void
    private let acts: AsyncStream<Act>.Continuation

    init(_ store: CaseStore, post: @escaping @Sendable (Message) -> Void) {
        held = Mutex(store)
        self.post = post
        let (stream, continuation) = AsyncStream<Act>.makeStream()
        acts = continuation
        WorkerPool.start { [weak self] in
            for await act in stream { self?.carryOut(act) }
        }
    }

    /// The case as it is open now; another one after it was saved elsewhere or taken over.
    var store: CaseStore { held.withLock { $0 } }

    func start(_ act: Act) { acts.yield(act) }

    /// No more will come.
    func finish() { acts.finish() }

    private func carryOut(_ act: Act) {
        switch act {
        case .apply(let change): apply(change)
        case .saveElsewhere(let path, let changes): saveElsewhere(path, changes)
        case .takeOver: takeOver()
        case .refresh:
            let store = store
            if (try? store.refresh()) == true { post(.changedElsewhere(store.current)) }
        case .askForWriter:
            if !CaseStore.isBeingWritten(at: store.folder) { post(.writerLeft) }
        }
    }

    private func apply(_ change: CaseChange) {
        do throws(CaseError) {
            let store = try writer()
            let before = store.current.subjects
            let value = try store.apply(change)
            post(.saved(value))
            pointOut(value.subjects.subtracting(before))
        } catch {
            post(error.kind == .refused ? .refused(error.sentence) : .notSaved(error.sentence))
        }
    }

    /// The open case; opened again where an earlier failure of the disk ended its writing.
    private func writer() throws(CaseError) -> CaseStore {
        let store = store
        guard store.readOnlyReason != nil else { return store }
        store.close()
        let again = try CaseStore.open(at: store.folder, context: Self.context, readOnly: false)
        if let reason = again.readOnlyReason { throw CaseError(.readOnly, reason) }
        held.withLock { $0 = again }
        return again
    }

    private func saveElsewhere(_ path: String, _ changes: [CaseChange]) {
        let old = store
        do throws(CaseError) {
            let copy = try old.copy(to: CaseOptions.resolve(path), context: Self.context)
            var refused: [String] = []
            for change in changes {
                do throws(CaseError) { try copy.apply(change) } catch {
                    guard error.kind == .refused else { throw error }
                    refused.append(error.sentence)
                }
            }
            held.withLock { $0 = copy }
            old.close()
            post(.savedElsewhere(copy.current, path: copy.folder))
            for sentence in refused { post(.failed(sentence)) }
        } catch { post(.notSavedElsewhere(error.sentence)) }
    }

    private func takeOver() {
        let folder = store.folder
        do throws(CaseError) {
            let writer = try CaseStore.open(at: folder, context: Self.context, readOnly: false)
            if let reason = writer.readOnlyReason { return post(.failed(reason)) }
            held.withLock { $0 = writer }
            post(.tookOver(writer.current))
            for notice in writer.notices { post(.failed(notice)) }
        } catch { post(.failed(error.sentence)) }
    }

    /// Tells which other cases of the user name what was just added. Looking takes longer than saving, so it does not
    /// hold up what comes next.
    private func pointOut(_ subjects: Set<CaseSubject>) {
        guard !subjects.isEmpty else { return }
        let folder = store.folder
        WorkerPool.start { [post] in
            let others = CaseLibrary.others(naming: subjects, than: folder)
            guard !others.isEmpty else { return }
            post(.alsoIn(others.map { OtherCases(subject: $0.subject, cases: $0.cases) }))
        }
    }

    private static var context: CaseContext { .system(author: Author.name) }
}
