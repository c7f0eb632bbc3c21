import CKernels
import Foundation
import Ledger
import LedgerIndex
import Measuring
import TraceEngine

/// Passes over the whole ledger, against graph libraries, SQLite's rows, and the same loops in C.
enum PassQuestions {
    /// Reach and clusters, the libraries taking turns.
    static func graphs(_ ledger: IndexLedger, _ folder: String, _ rounds: Int, _ results: Results) async throws {
        try await GraphPeer.write(ledger, to: folder + "/graph")
        guard let peer = GraphPeer(folder: folder + "/graph") else {
            return print("| graph libraries: Python was not found | | | |")
        }
        try await compete("full forward reach", "reach", ["rustworkx", "scipy", "igraph"], peer, rounds, results) {
            UInt64(try ForwardReach(from: [0], in: ledger.view).count)
        }
        let joins = try Data(contentsOf: URL(filePath: folder + "/graph/joins"))
        let members = Int(ledger.view.addressEnd)
        func squares(_ size: (UInt32) -> UInt64) -> UInt64 { (0..<UInt32(members)).reduce(0) { $0 &+ size($1) } }
        // The libraries are handed the joins that the pass finds, as an array in memory, and make of it what they need.
        var sets = UnionFind()
        try await compete("clustering, from joins", "joined", ["scipy", "igraph"], peer, rounds, results) {
            sets = UnionFind(count: members)
            joins.withUnsafeBytes { _ = sets.join(pairs: $0.bindMemory(to: (UInt32, UInt32).self)) }
            return nil
        } found: {
            squares { UInt64(sets.size(ofRoot: sets.settledRoot(of: $0))) }
        }
        var clusters = try await AddressClusters(of: ledger)
        try await compete("clustering, from the ledger", "clusters", ["scipy", "igraph"], peer, rounds, results) {
            clusters = try await AddressClusters(of: ledger)
            return nil
        } found: {
            squares { UInt64(clusters.size(of: AddressRef(raw: UInt64($0)))) }
        }
    }

    /// - Parameters:
    ///   - own: what is measured, in elapsed time, since it may use several processors; answers what it found.
    ///   - found: what `own` found, where finding that out is not to be measured.
    private static func compete(
        _ name: String, _ question: String, _ libraries: [String], _ peer: GraphPeer, _ rounds: Int, _ results: Results,
        _ own: () async throws -> UInt64?, found: () -> UInt64 = { 0 }
    ) async throws {
        var mine = Sample()
        var theirs = [Sample](repeating: Sample(), count: libraries.count)
        var answers: Set<UInt64> = []
        for round in 0..<rounds {
            for turn in 0...libraries.count {
                let place = (turn + round) % (libraries.count + 1)
                if place < libraries.count {
                    guard let answer = try peer.ask(question, libraries[place]) else { continue }
                    theirs[place].values.append(answer.seconds)
                    answers.insert(answer.found)
                } else {
                    let start = seconds()
                    let answer = try await own()
                    mine.values.append(seconds() - start)
                    if round == 0 { answers.insert(answer ?? found()) }
                }
            }
        }
        guard answers.count == 1 else { throw BenchmarkError("\(name): found are \(answers)") }
        for (library, sample) in zip(libraries, theirs) {
            results.add("\(name) / \(library)", mine.median, sample.values.isEmpty ? nil : sample.median)
        }
    }

    /// Haircut of some hundred starts, SQLite streaming rows into the same arithmetic.
    static func haircut(
        _ view: IndexView, _ peer: SQLitePeer, _ transactions: Int, _ rounds: Int, _ results: Results
    ) throws {
        let starts = starts(transactions)
        let contest = try Contest(rounds: rounds, operations: transactions, [
            ("index", { UInt64(try LedgerHaircut(from: starts, in: view).transactions) }),
            ("joined", { try HaircutPeer.run(peer, outputs: view.outputCount, from: starts, joining: true) }),
            ("streamed", { try HaircutPeer.run(peer, outputs: view.outputCount, from: starts, joining: false) }),
        ])
        Questions.show("haircut / rows joined by SQLite", contest, 0, 1, results)
        Questions.show("haircut / rows streamed, values kept by the program", contest, 0, 2, results)
    }

    /// Every hundredth transaction of the first tenth.
    private static func starts(_ transactions: Int) -> [UInt64] {
        Array(stride(from: 0, to: UInt64(transactions / 10), by: 100))
    }

    /// The same loops in Swift and in C, over the ledger's first segment.
    static func kernels(_ ledger: IndexLedger, _ folder: String, _ rounds: Int, _ results: Results) throws {
        let whole = try ledger.view.columns([.links, .values])
        guard let tip = ledger.info.tip, let oldest = whole.first, tip > 100 else { return }
        let view = try ledger.snapshot(at: whole.count > 1 ? tip - 100 : tip).view
        var columns = c_columns(
            transactions: oldest.transactionCount, inputs: oldest.inputCount, outputs: oldest.outputCount,
            transaction_inputs: oldest.transactionInputs, transaction_outputs: oldest.transactionOutputs,
            input_transaction: oldest.inputTransaction, input_output: oldest.inputOutput,
            input_value: oldest.inputValue, output_value: oldest.outputValue)
        guard try view.columns(.links).count == 1 else { return }
        try show("reach", rounds, results, [
            ("swift", { UInt64(try ForwardReach(from: [0], in: view).count) }),
            ("c", { UInt64(bitPattern: c_reach(&columns, 0)) }),
        ])
        let starts = starts(oldest.transactionCount)
        try show("haircut", rounds, results, [
            ("swift", { UInt64(try LedgerHaircut(from: starts, in: view).transactions) }),
            ("c", { UInt64(bitPattern: c_haircut(&columns, starts, starts.count)) }),
        ])
        if let joins = try? Data(contentsOf: URL(filePath: folder + "/graph/joins")) {
            let members = Int(ledger.view.addressEnd)
            try joins.withUnsafeBytes { raw in
                let words = raw.bindMemory(to: UInt32.self)
                let pairs = UnsafeRawBufferPointer(raw).bindMemory(to: (UInt32, UInt32).self)
                try show("union-find", rounds, results, [
                    ("swift", {
                        var sets = UnionFind(count: members)
                        return UInt64(members - sets.join(pairs: pairs))
                    }),
                    ("c", { UInt64(bitPattern: c_unite(UInt32(members), words.baseAddress, words.count / 2)) }),
                ])
            }
        }
        try show("column scan", rounds, results, [
            ("swift", { ScanKernel.count(oldest.outputValue, Int(oldest.outputCount), above: 100_000_000) }),
            ("c", { UInt64(bitPattern: c_scan(oldest.outputValue, Int(oldest.outputCount), 100_000_000)) }),
        ])
    }

    private static func show(
        _ name: String, _ rounds: Int, _ results: Results, _ contestants: [(String, () throws -> UInt64)]
    ) throws {
        let contest = try Contest(rounds: rounds, operations: 1, contestants)
        results.addShare("Swift / C: \(name)", contest.rows[0].sample.median, contest.rows[1].sample.median)
    }
}
