import Ledger
import LedgerSources
import LedgerStore
import Support
import Testing

@testable import Simulation

@Suite("A generated ledger, imported as any other")
struct ImportedLedgerTests {
    /// Generates `text`, imports the block file and opens the ledger.
    private func imported(
        _ text: String, in scratch: ScratchFolder
    ) throws -> (GroundTruth, SQLiteLedger, ImportReport) {
        let truth = try SimulationFolder(path: scratch.path).write(SimulationSeed(text)).truth
        let plan = try #require(try LedgerImport(paths: [scratch.path + "/blocks"]).plan())
        let folder = scratch.file("ledger")
        let writer = try SQLiteLedgerWriter.open(folder: folder, chain: plan.chain, fingerprint: plan.fingerprint)
        let report = try plan.run(into: writer)
        return (truth, try SQLiteLedger.open(at: folder), report)
    }

    @Test("The importer takes every block without a word, and no input is unresolved", arguments: ["saltmarsh", "fen"])
    func nothingUnresolved(text: String) async throws {
        let scratch = try ScratchFolder()
        let (truth, ledger, report) = try imported(text, in: scratch)
        #expect(report.chain == .bitcoinRegtest)
        #expect(report.chainBasis == .stated)
        #expect(report.warnings.isEmpty)
        #expect(report.orphans.isEmpty && report.unplaced.isEmpty && report.assumedHeights.isEmpty)
        #expect(report.heights == 0...truth.seed.blocks)
        let totals = try ledger.totals()
        #expect(totals.unresolvedInputs == 0)
        #expect(totals.blocks == UInt64(truth.seed.blocks) + 1)
        #expect(totals.transactions == truth.transactions)
        #expect(ledger.info.coverage.isComplete)
        #expect(ledger.info.tipHash == truth.tipHash)
        // What was ever mined and not claimed by nobody: subsidies of every block, genesis included.
        let mined = (0...truth.seed.blocks).reduce(0) { $0 + World.subsidy(at: $1) }
        #expect(totals.unspentValue == mined)
    }

    @Test("The sums of the truth are the sums of the ledger", arguments: ["saltmarsh", "estuary"])
    func sumsAgree(text: String) async throws {
        let scratch = try ScratchFolder()
        let (truth, ledger, _) = try imported(text, in: scratch)
        func summary(_ actor: String) async throws -> AddressSummary {
            let text = try #require(truth.actor(actor)?.addresses.first)
            let handle = try #require(try await ledger.find([Address(text, on: truth.chain)]).first ?? nil)
            return try #require(try await ledger.summaries(of: [handle]).first)
        }
        // The second collector changes nothing back and catches no dust: it received its victims' payments alone.
        let second = truth.movements.filter { $0.kind == .payment && $0.to == "second collector" }
        #expect(try await summary("second collector").received == second.reduce(0) { $0 + $1.value })
        #expect(try await summary("second collector").balance == 0)
        #expect(try await summary("collector").balance == 546)
        #expect(try await summary("consolidation").received == truth.sum(.consolidation))
        #expect(try await summary("consolidation").balance == 0)
        #expect(try await summary("cold branch").balance == truth.unspentValue)

        var outputs = Batch<OutputRow>()
        for movement in truth.movements {
            let at = try #require(try await ledger.find([movement.output.txid]).first?.first)
            try ledger.outputs(of: [at], into: &outputs)
            let row = outputs[key: 0][outputs[key: 0].startIndex + Int(movement.output.index)]
            #expect(row.value == movement.value)
            #expect(at.height == movement.height)
            // What left the gang for others may rest with them; what the gang held is spent or listed as unspent.
            if ![.giveBack, .diverted, .spending].contains(movement.kind) {
                #expect((row.fate == .unspent) == truth.unspent.contains(movement))
            }
            outputs.removeAll()
        }
    }

    @Test("The plain ledger in memory counts the same")
    func memoryLedgerAgrees() async throws {
        let scratch = try ScratchFolder()
        let (_, ledger, _) = try imported("saltmarsh", in: scratch)
        let blocks = try Shared.saltmarsh().blocks.enumerated().map { $1.rows(height: UInt32($0)) }
        let plain = try MemoryLedger(chain: .bitcoinRegtest, blocks: blocks)
        #expect(try await plain.totals() == ledger.totals())
        #expect(plain.info.digest == ledger.info.digest)
    }
}
