import Casework
import Encoding
import Foundation
import Ledger
import Synchronization

/// The sample case Saltmarsh as a folder: blocks, truth, case and briefing. The same bytes every time.
public struct SaltmarshSample: Sendable {
    /// Paths inside the folder, beside those of `SimulationFolder`.
    public static let caseFolder = "saltmarsh.clew"
    public static let briefingFile = "BRIEFING.md"
    /// The text of the seed that the sample is made from, at the default length.
    public static let seedText = "saltmarsh"

    public let path: String
    /// True when what an earlier run wrote may be replaced.
    public let replaces: Bool

    public init(path: String, replaces: Bool = false) {
        self.path = path
        self.replaces = replaces
    }

    /// Writes the whole folder. Throws as `SimulationFolder.write` does, and when the case cannot be made.
    @discardableResult
    public func write() throws(SimulationError) -> SimulationFolder.Summary {
        let folder = path + "/" + Self.caseFolder
        let seed = try SimulationSeed(Self.seedText)
        let ledger = SimulationFolder(path: path, replaces: replaces)
        try ledger.check([SimulationFolder.blockFile, SimulationFolder.truthFile, Self.caseFolder, Self.briefingFile])
        try clear(folder)
        let summary = try ledger.write(seed)
        let facts = FraudFacts(truth: summary.truth)
        let script = try SaltmarshScript(facts)
        do throws(CaseError) { try writeCase(script, seed, to: folder) } catch {
            throw SimulationError("The case was not written. \(error)")
        }
        // Who held the lock, and on which machine, is no part of the sample.
        try remove(folder + "/case.lock")
        var briefing = try StagedFile(path + "/" + Self.briefingFile)
        try briefing.append(Array(try SaltmarshBriefing(facts).text.utf8))
        try briefing.finish()
        return summary
    }

    /// Removes the case of an earlier run: only a folder that is one.
    private func clear(_ folder: String) throws(SimulationError) {
        guard FileManager.default.fileExists(atPath: folder) else { return }
        guard FileManager.default.fileExists(atPath: folder + "/journal.jsonl") else {
            throw SimulationError(
                "\(VisibleText.escape(folder)) is no case folder and is not replaced. Move it away first.")
        }
        try remove(folder)
    }

    private func remove(_ path: String) throws(SimulationError) {
        do { try FileManager.default.removeItem(atPath: path) } catch {
            let reason = VisibleText.escape(error.localizedDescription)
            throw SimulationError("\(VisibleText.escape(path)) could not be removed: \(reason).")
        }
    }

    private func writeCase(
        _ script: SaltmarshScript, _ seed: SimulationSeed, to folder: String
    ) throws(CaseError) {
        let desk = ScriptedDesk(salts: seed.stream("case salts"))
        var author = script.events.first?.author ?? ""
        var store = try CaseStore.create(
            at: folder, name: SaltmarshScript.name, question: SaltmarshScript.question, chain: World.chain,
            context: desk.context(author))
        for event in script.events {
            if event.author != author {
                author = event.author
                store.close()
                store = try CaseStore.open(at: folder, context: desk.context(author), readOnly: false)
            }
            desk.set(event.at)
            switch event.act {
            case .change(let change): try store.apply(change)
            case .exhibit(let name, let text): try store.addExhibit(name: name, bytes: Array(text.utf8))
            }
        }
        store.close()
    }
}

/// A clock that shows what the script says, and salts that follow from the seed.
///
/// Salts of a real case are secret and random; those of the sample hide nothing and must repeat.
private final class ScriptedDesk: Sendable {
    private let state: Mutex<(time: UTCTime, salts: RandomStream)>

    init(salts: RandomStream) { state = Mutex((SaltmarshScript.opened, salts)) }

    func set(_ time: UTCTime) { state.withLock { $0.time = time } }

    func context(_ author: String) -> CaseContext {
        CaseContext(
            author: author, now: { [self] in state.withLock { $0.time } },
            salt: { [self] in state.withLock { $0.salts.bytes(32) } })
    }
}
