import CKernels
import Foundation
import Ledger
import LedgerIndex
import Measuring
import TraceEngine

/// Passes over the whole ledger, against graph libraries, SQLite's rows, and the same loops in C.
enum PassQuestions {
    /// Reach and clusters, the libraries taking turns.
    static func graphs(_ ledger: IndexLedger, _ folder: String, _ rounds: Int) async throws {
        try await GraphPeer.write(ledger, to: folder + "/graph")
        guard let peer = GraphPeer(folder: folder + "/graph") else {
            return print("| graph libraries: Python was not found | | | |")
        }
        try await compete("full forward reach", "reach", ["rustworkx", "scipy", "igraph"], peer, rounds) {
            UInt64(try ForwardReach(from: [0], in: ledger.view).count)
        } found: { $0 }
        var clusters = try await AddressClusters(of: ledger)
        try await compete("clustering, detectors asked", "clusters", ["scipy", "igraph"], peer, rounds) {
            clusters = try await AddressClusters(of: ledger)
            return 0
        } found: { _ in (0..<ledger.view.addressEnd).reduce(0) { $0 + UInt64(clusters.size(of: AddressRef(raw: $1))) } }
    }

    private static func compete(
        _ name: String, _ question: String, _ libraries: [String], _ peer: GraphPeer, _ rounds: Int,
        _ own: () async throws -> UInt64, found: (UInt64) -> UInt64
    ) async throws {
        var mine = Sample()
        var theirs = [Sample](repeating: Sample(), count: libraries.count)
        for round in 0..<rounds {
            for turn in 0...libraries.count {
                let place = (turn + round) % (libraries.count + 1)
                if place < libraries.count {
                    guard let answer = try peer.ask(question, libraries[place]) else { continue }
                    theirs[place].values.append(answer.seconds)
                    let expected = round > 0 ? found(try await own()) : answer.found
                    guard answer.found == expected else {
                        throw BenchmarkError("\(libraries[place]) finds \(answer.found) for \(question), not \(expected).")
                    }
                } else {
                    let start = processorSeconds()
                    _ = try await own()
                    mine.values.append(processorSeconds() - start)
                }
            }
        }
        for (library, sample) in zip(libraries, theirs) {
            let ratio = sample.values.isEmpty ? "missing" : String(format: "%.1f", sample.median / mine.median)
            print("| \(name) / \(library) | \(duration(mine.median)) | \(duration(sample.median)) | \(ratio) |")
        }
    }

    /// Haircut of some hundred starts, SQLite streaming rows into the same arithmetic.
    static func haircut(_ view: IndexView, _ peer: SQLitePeer, _ transactions: Int, _ rounds: Int) throws {
        let starts = starts(transactions)
        let contest = try Contest(rounds: rounds, operations: transactions, [
            ("index", { UInt64(try LedgerHaircut(from: starts, in: view).transactions) }),
            ("sqlite", { try HaircutPeer.run(peer, outputs: view.outputCount, from: starts) }),
        ])
        Questions.show("haircut over the whole ledger, a transaction", contest)
    }

    /// Every hundredth transaction of the first tenth.
    private static func starts(_ transactions: Int) -> [UInt64] {
        Array(stride(from: 0, to: UInt64(transactions / 10), by: 100))
    }

    /// The same loops in Swift and in C, over the ledger's first segment.
    static func kernels(_ ledger: IndexLedger, _ folder: String, _ rounds: Int) throws {
        let whole = try ledger.view.columns([.links, .values])
        guard let tip = ledger.info.tip, let oldest = whole.first, tip > 100 else { return }
        let view = try ledger.snapshot(at: whole.count > 1 ? tip - 100 : tip).view
        var columns = c_columns(
            transactions: oldest.transactionCount, inputs: oldest.inputCount, outputs: oldest.outputCount,
            transaction_inputs: oldest.transactionInputs, transaction_outputs: oldest.transactionOutputs,
            input_transaction: oldest.inputTransaction, input_output: oldest.inputOutput,
            input_value: oldest.inputValue, output_value: oldest.outputValue)
        guard try view.columns(.links).count == 1 else { return }
        try show("reach", rounds, [
            ("swift", { UInt64(try ForwardReach(from: [0], in: view).count) }),
            ("c", { UInt64(bitPattern: c_reach(&columns, 0)) }),
        ])
        let starts = starts(oldest.transactionCount)
        try show("haircut", rounds, [
            ("swift", { UInt64(try LedgerHaircut(from: starts, in: view).transactions) }),
            ("c", { UInt64(bitPattern: c_haircut(&columns, starts, starts.count)) }),
        ])
        if let joins = try? Data(contentsOf: URL(filePath: folder + "/graph/joins")) {
            let members = Int(ledger.view.addressEnd)
            try joins.withUnsafeBytes { raw in
                let words = raw.bindMemory(to: UInt32.self)
                let pairs = UnsafeRawBufferPointer(raw).bindMemory(to: (UInt32, UInt32).self)
                try show("union-find", rounds, [
                    ("swift", {
                        var sets = UnionFind(count: members)
                        return UInt64(members - sets.join(pairs: pairs))
                    }),
                    ("c", { UInt64(bitPattern: c_unite(UInt32(members), words.baseAddress, words.count / 2)) }),
                ])
            }
        }
        try show("column scan", rounds, [
            ("swift", { ScanKernel.count(oldest.outputValue, Int(oldest.outputCount), above: 100_000_000) }),
            ("c", { UInt64(bitPattern: c_scan(oldest.outputValue, Int(oldest.outputCount), 100_000_000)) }),
        ])
    }

    private static func show(_ name: String, _ rounds: Int, _ contestants: [(String, () throws -> UInt64)]) throws {
        let contest = try Contest(rounds: rounds, operations: 1, contestants)
        let mine = contest.rows[0].sample.median, its = contest.rows[1].sample.median
        print("| \(name): Swift / C | \(duration(mine)) | \(duration(its)) | \(String(format: "%.2f", mine / its)) of C's time |")
    }
}
