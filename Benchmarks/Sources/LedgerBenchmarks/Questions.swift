import Foundation
import Ledger
import LedgerIndex
import Measuring

/// The questions both stores are asked.
enum Questions {
    static func run(folder: String, transactions: Int, rounds: Int) async throws {
        if !FileManager.default.fileExists(atPath: folder + "/index/MANIFEST") { try spawn("import-index", folder, transactions) }
        if !FileManager.default.fileExists(atPath: folder + "/peer.sqlite") { try spawn("import-sqlite", folder, transactions) }
        print("\(transactions) transactions, \(rounds) rounds, medians\n")
        print("| work | index | peer | ratio |\n| --- | --- | --- | --- |")
        try cold(folder, transactions, rounds)
        let ledger = try IndexLedger.open(at: folder + "/index")
        let view = ledger.view
        let peer = try SQLitePeer(folder + "/peer.sqlite")
        try peer.begin()
        var chain = SyntheticChain(transactions: transactions)
        while chain.next() != nil {}
        let known = Int(chain.addresses)
        var numbers = SystemFree(seed: 42)
        // Opening.
        let opening = try Contest(rounds: rounds, operations: 200, [
            ("open", {
                for _ in 0..<200 { _ = try IndexLedger.open(at: folder + "/index") }
                return 0
            })
        ])
        print("| open, warm | \(duration(opening.rows[0].sample.median)) | | |")

        // Address lookup.
        let wanted = (0..<100_000).map { _ in Address(canonicalScript: SyntheticChain.script(UInt32(numbers.below(known)))) }
        var found: [UInt64] = []
        show("address lookup, one at a time", try Contest(rounds: rounds, operations: wanted.count, [
            ("index", {
                var found: UInt64 = 0
                for address in wanted where try view.find(address) != IndexView.none { found += 1 }
                return found
            }),
            ("sqlite", {
                var found: UInt64 = 0
                for address in wanted where peer.find(address.script) >= 0 { found += 1 }
                return found
            }),
        ]))
        show("address lookup, many at once", try Contest(rounds: rounds, operations: wanted.count, [
            ("index", {
                try view.find(wanted, into: &found)
                return UInt64(found.count { $0 != IndexView.none })
            }),
            ("sqlite", {
                var found: UInt64 = 0
                for address in wanted where peer.find(address.script) >= 0 { found += 1 }
                return found
            }),
        ]))

        // Histories, hot: by the number of the address, and from the address itself.
        let owners = (0..<20_000).map { _ in UInt32(numbers.below(known)) }
        let addresses = owners.map { Address(canonicalScript: SyntheticChain.script($0)) }
        let handles = try addresses.map { try view.find($0) }
        let ids = owners.map { Int64($0) }
        let one: () throws -> UInt64 = {
            var sum: UInt64 = 0
            for handle in handles { sum &+= try view.historySum(handle) }
            return sum
        }
        let many: () throws -> UInt64 = { try view.historySum(handles) }
        let clustered: () throws -> UInt64 = { ids.reduce(0) { $0 &+ peer.history($1) } }
        let covered: () throws -> UInt64 = { ids.reduce(0) { $0 &+ peer.coveredHistory($1) } }
        let history = try Contest(
            rounds: rounds, operations: owners.count,
            [("one", one), ("many", many), ("clustered", clustered), ("covered", covered)])
        show("address history, hot, one at a time / rows clustered for it", history, 0, 2)
        show("address history, hot, many at once / rows clustered for it", history, 1, 2)
        show("address history, hot, one at a time / covering indexes", history, 0, 3)
        show("address history, hot, many at once / covering indexes", history, 1, 3)
        var looked: [UInt64] = []
        let whole = try Contest(rounds: rounds, operations: owners.count, [
            ("index", {
                try view.find(addresses, into: &looked)
                return try view.historySum(looked)
            }),
            ("clustered", { addresses.reduce(0) { $0 &+ peer.history(peer.find($1.script)) } }),
            ("covered", { addresses.reduce(0) { $0 &+ peer.coveredHistory(peer.find($1.script)) } }),
        ])
        show("lookup and history, hot, many at once / rows clustered for it", whole, 0, 1)
        show("lookup and history, hot, many at once / covering indexes", whole, 0, 2)

        // Expansion.
        for hops in [1, 3, 6] {
            let starts = (0..<5_000).map { _ in UInt64(numbers.below(transactions)) }
            let walk = WalkBox()
            var peers = PeerWalk()
            show("expansion, \(hops) hops", try Contest(rounds: rounds, operations: starts.count, [
                ("index", {
                    var reached = 0
                    for start in starts { reached += try walk.walk.walk(view, from: start, hops: hops) }
                    return UInt64(reached)
                }),
                ("sqlite", {
                    var reached: UInt64 = 0
                    for start in starts { reached += peers.reach(peer, from: start, hops: hops) }
                    return reached
                }),
            ]))
        }
        try PassQuestions.haircut(view, peer, transactions, rounds)
        try await frontier(ledger, transactions, rounds, &numbers)
        try scan(view, rounds)
        try await PassQuestions.graphs(ledger, folder, rounds)
        try PassQuestions.kernels(ledger, folder, rounds)
    }

    static func show(_ name: String, _ contest: Contest, _ own: Int = 0, _ other: Int = 1) {
        let mine = contest.rows[own].sample.median, its = contest.rows[other].sample.median
        print("| \(name) | \(duration(mine)) | \(duration(its)) | \(String(format: "%.1f", its / mine)) |")
    }

    /// Reads come from the disk: caches are dropped and both ledgers opened anew before each round.
    private static func cold(_ folder: String, _ transactions: Int, _ rounds: Int) throws {
        var numbers = SystemFree(seed: 7)
        let owners = (0..<300).map { _ in UInt32(numbers.below(transactions)) }
        var handles: [UInt64] = []
        try IndexLedger.open(at: folder + "/index").view.find(
            owners.map { Address(canonicalScript: SyntheticChain.script($0)) }, into: &handles)
        var one = Sample(), many = Sample(), its = Sample()
        for _ in 0..<rounds {
            try dropCaches(folder)
            do {
                let view = try IndexLedger.open(at: folder + "/index").view
                view.adviseRandom()
                let start = seconds()
                for handle in handles { _ = try view.historySum(handle) }
                one.values.append((seconds() - start) / Double(owners.count))
            }
            try dropCaches(folder)
            do {
                let view = try IndexLedger.open(at: folder + "/index").view
                view.adviseRandom()
                let start = seconds()
                _ = try view.historySum(handles)
                many.values.append((seconds() - start) / Double(owners.count))
            }
            do {
                SQLitePeer.dropCaches(folder + "/peer.sqlite")
                let peer = try SQLitePeer(folder + "/peer.sqlite")
                try peer.run("PRAGMA mmap_size = 0")
                try peer.begin()
                let start = seconds()
                for owner in owners { _ = peer.history(Int64(owner)) }
                its.values.append((seconds() - start) / Double(owners.count))
            }
        }
        for (name, sample) in [("one at a time", one), ("many at once", many)] {
            print(
                "| address history, cold, \(name) | \(duration(sample.median)) | \(duration(its.median)) | "
                    + "\(String(format: "%.1f", its.median / sample.median)) |")
        }
    }

    private static func dropCaches(_ folder: String) throws {
        for name in try FileManager.default.contentsOfDirectory(atPath: folder + "/index") {
            SQLitePeer.dropCaches(folder + "/index/" + name)
        }
    }

    /// The same frontier by the ledger's own calls and through the readers of every store.
    private static func frontier(
        _ ledger: IndexLedger, _ transactions: Int, _ rounds: Int, _ numbers: inout SystemFree
    ) async throws {
        let wanted = (0..<20_000).map { _ in UInt64(numbers.below(transactions)) }
        let refs = try wanted.map { try ledger.view.reference(of: $0) }
        var batch = Batch<OutputRow>()
        var rows: [IndexView.Output] = []
        var own = Sample(), reader = Sample()
        for _ in 0..<rounds {
            var start = processorSeconds()
            rows.removeAll(keepingCapacity: true)
            for transaction in wanted {
                for output in try ledger.view.outputs(of: transaction) { rows.append(try ledger.view.output(output)) }
            }
            own.values.append((processorSeconds() - start) / Double(wanted.count))
            start = processorSeconds()
            try await ask(ledger, refs, &batch)
            reader.values.append((processorSeconds() - start) / Double(wanted.count))
        }
        guard rows.count == batch.rows.count else { throw BenchmarkError("The reader answers other rows.") }
        print(
            "| outputs of 20,000 transactions: own calls / through `UTXOReader` | \(duration(own.median)) | "
                + "\(duration(reader.median)) | \(String(format: "%.2f", reader.median / own.median)) |")
    }

    private static func ask(
        _ ledger: some UTXOReader, _ refs: [TxRef], _ batch: inout Batch<OutputRow>
    ) async throws { try await ledger.outputs(of: refs, into: &batch) }

    /// One column against plain memory of the same size.
    private static func scan(_ view: IndexView, _ rounds: Int) throws {
        let column = try view.outputValues()
        let total = column.reduce(0) { $0 + $1.count }
        let memory = UnsafeMutablePointer<UInt64>.allocate(capacity: total)
        memory.initialize(repeating: 3, count: total)
        defer { memory.deallocate() }
        let contest = try Contest(rounds: rounds, operations: 1, [
            ("column", {
                var count: UInt64 = 0
                for part in column { count += ScanKernel.count(part.baseAddress, part.count, above: 100_000_000) }
                return count == .max ? 1 : 0
            }),
            ("memory", {
                ScanKernel.count(UnsafePointer(memory), total, above: 100_000_000) == .max ? 1 : 0
            }),
        ])
        let mine = contest.rows[0].sample.median, its = contest.rows[1].sample.median
        let bytes = Double(total * 8) / 1e9
        print(
            "| column scan / reading memory | \(String(format: "%.1f", bytes / mine)) GB/s | "
                + "\(String(format: "%.1f", bytes / its)) GB/s | \(String(format: "%.2f", its / mine)) |")
    }

    private static func spawn(_ what: String, _ folder: String, _ transactions: Int) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments = [what, folder, String(transactions)]
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw BenchmarkError("\(what) failed") }
    }
}

/// Numbers from a seed.
struct SystemFree {
    private var state: UInt64
    init(seed: UInt64) { state = seed }
    mutating func below(_ bound: Int) -> Int {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ z >> 30) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ z >> 27) &* 0x94d0_49bb_1331_11eb
        return Int((z ^ z >> 31).multipliedFullWidth(by: UInt64(bound)).high)
    }
}

/// Loops over plain pointers, which the compiler turns into vector instructions.
enum ScanKernel {
    static func count(_ values: UnsafePointer<UInt64>?, _ count: Int, above bound: UInt64) -> UInt64 {
        guard let values else { return 0 }
        var found: UInt64 = 0
        var place = 0
        while place < count {
            found &+= values[place] > bound ? 1 : 0
            place &+= 1
        }
        return found
    }
}

/// A walk that closures can share.
private final class WalkBox {
    var walk = HopWalk()
}

extension IndexView {
    /// Reads every row of an address's history.
    @inline(__always)
    func historySum(_ address: UInt64) throws -> UInt64 {
        var sum: UInt64 = 0
        try eachReceipt(of: address) { sum &+= $0.value &+ $0.transaction &+ UInt64($0.time) }
        return sum
    }

    /// The same of many.
    @inline(__always)
    func historySum(_ addresses: [UInt64]) throws -> UInt64 {
        var sum: UInt64 = 0
        try addresses.withUnsafeBufferPointer {
            try eachReceipt(of: $0) { sum &+= $1.value &+ $1.transaction &+ UInt64($1.time) }
        }
        return sum
    }
}
