import Casework
import Encoding
import Foundation
import Ledger
import Support
import Testing

@testable import Simulation

@Suite("The sample case Saltmarsh")
struct SaltmarshSampleTests {
    /// `SampleCases/saltmarsh` of this checkout.
    static let committed = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("SampleCases/saltmarsh").path

    private func files(in folder: String) throws -> [String: Data] {
        var found: [String: Data] = [:]
        for name in try FileManager.default.subpathsOfDirectory(atPath: folder) {
            var isFolder: ObjCBool = false
            let path = folder + "/" + name
            _ = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
            guard !isFolder.boolValue else { continue }
            found[name] = try Data(contentsOf: URL(fileURLWithPath: path))
        }
        return found
    }

    @Test("Generating it again gives the committed bytes; SampleCases/README.md says what to do when it does not")
    func regenerates() throws {
        let scratch = try ScratchFolder()
        try SaltmarshSample(path: scratch.path).write()
        let fresh = try files(in: scratch.path)
        let committed = try files(in: Self.committed)
        #expect(Set(fresh.keys) == Set(committed.keys))
        for (name, bytes) in fresh { #expect(bytes == committed[name], "\(name)") }
        #expect(committed.values.reduce(0) { $0 + $1.count } < 400_000)
    }

    @Test("It replaces nothing unless told to, and never a folder that is no case")
    func replacing() throws {
        let scratch = try ScratchFolder()
        try SaltmarshSample(path: scratch.path).write()
        #expect(throws: SimulationError.self) { try SaltmarshSample(path: scratch.path).write() }
        #expect(throws: SimulationError.self) { try SimulationFolder(path: scratch.path).write(SimulationSeed("x")) }
        try SaltmarshSample(path: scratch.path, replaces: true).write()
        let journal = scratch.path + "/\(SaltmarshSample.caseFolder)/journal.jsonl"
        try FileManager.default.removeItem(atPath: journal)
        #expect(throws: SimulationError.self) { try SaltmarshSample(path: scratch.path, replaces: true).write() }
    }

    @Test("The case opens whole, with both authors, every role and nothing amiss")
    func opens() throws {
        let scratch = try ScratchFolder()
        try SaltmarshSample(path: scratch.path).write()
        let store = try CaseStore.open(
            at: scratch.path + "/" + SaltmarshSample.caseFolder, context: .system(author: "test"), readOnly: true)
        let opened = store.current
        #expect(store.notices.isEmpty)
        #expect(opened.name == "Saltmarsh")
        #expect(opened.chain == .bitcoinRegtest)
        #expect(opened.items.count { $0.role == .victim } == 8)
        #expect(opened.items.count { $0.role == .suspect } == 4)
        #expect(opened.items.count { $0.role == .service } == 3)
        #expect(opened.items.first?.label == "Collector")
        #expect(opened.items.count { $0.isFlagged } == 2)
        #expect(opened.notes.count == 8)
        #expect(Set(opened.notes.map(\.author)) == ["MK", "AB"])
        #expect(opened.exhibits.map(\.name) == ["complaints.csv", "harrow-reply.txt"])
        #expect(zip(opened.notes, opened.notes.dropFirst()).allSatisfy { $0.written < $1.written })
    }

    @Test("Every address and transaction that the case and the briefing name is on the ledger")
    func namesExist() throws {
        let generated = try Shared.saltmarsh()
        let facts = FraudFacts(truth: generated.truth)
        let script = try SaltmarshScript(facts)
        var texts = [try SaltmarshBriefing(facts).text]
        let addresses = Set(
            generated.outputs.values.compactMap { LockingScript($0.script).address?.text(on: .bitcoinRegtest) })
        for event in script.events {
            switch event.act {
            case .exhibit(_, let text): texts.append(text)
            case .change(.note(let subject, let text)): texts += [text, subject.text]
            case .change(.label(let subject, _)): texts.append(subject.text)
            default: break
            }
        }
        var named = (transactions: 0, addresses: 0)
        for word in texts.joined(separator: " ").split(whereSeparator: { !$0.isLetter && !$0.isNumber }) {
            if word.utf8.count == 64, let id = TxID(String(word)) {
                named.transactions += 1
                #expect(generated.heights[id] != nil, "\(word)")
            } else if (try? Address(String(word), on: .bitcoinRegtest)) != nil {
                named.addresses += 1
                #expect(addresses.contains(String(word)), "\(word)")
            }
        }
        #expect(named.transactions >= 8)
        #expect(named.addresses >= 20)
    }

    @Test("The case does not give the solution away: neither the imitation, nor the cold branch, nor the second account")
    func spoilsNothing() throws {
        let facts = FraudFacts(truth: try Shared.saltmarsh().truth)
        let script = try SaltmarshScript(facts)
        let hidden = [
            try facts.address("imitator"), try facts.address("cold branch"), try facts.address("courier"),
            try #require(facts.truth.actor(FraudCast.accountName)).addresses[1],
        ]
        let everything = try SaltmarshBriefing(facts).text + "\(script.events)"
        for address in hidden { #expect(!everything.contains(address)) }
    }

    @Test("The sweep that the notes name spends the first deposit")
    func firstSweep() throws {
        let generated = try Shared.saltmarsh()
        let facts = FraudFacts(truth: generated.truth)
        let deposit = try facts.movement(.deposit, from: "peel chain")
        #expect(generated.spender(of: deposit.output)?.txid == (try facts.transaction("exchange-sweep")))
    }
}
