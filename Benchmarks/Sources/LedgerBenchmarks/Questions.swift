import Foundation
import Ledger
import LedgerIndex

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

        // Histories, hot.
        let owners = (0..<20_000).map { _ in UInt32(numbers.below(known)) }
        let handles = try owners.map { try view.find(Address(canonicalScript: SyntheticChain.script($0))) }
        let ids = owners.map { Int64($0) }
        show("address history, hot", try Contest(rounds: rounds, operations: owners.count, [
            ("index", {
                var sum: UInt64 = 0
                try handles.withUnsafeBufferPointer {
                    try view.eachReceipt(of: $0) { sum &+= $1.value &+ $1.transaction &+ UInt64($1.time) }
                }
                return sum
            }),
            ("sqlite", {
                var sum: UInt64 = 0
                for id in ids { sum &+= peer.history(id) }
                return sum
            }),
        ]))

        // Expansion.
        for hops in [1, 3, 6] {
            let starts = (0..<5_000).map { _ in UInt64(numbers.below(transactions)) }
            var mine = Expansion(), its = Expansion()
            show("expansion, \(hops) hops", try Contest(rounds: rounds, operations: starts.count, [
                ("index", {
                    var reached: UInt64 = 0
                    for start in starts { reached += try mine.reach(view, from: start, hops: hops) }
                    return reached
                }),
                ("sqlite", {
                    var reached: UInt64 = 0
                    for start in starts { reached += its.reach(peer, from: start, hops: hops) }
                    return reached
                }),
            ]))
        }
        try reach(view, transactions, rounds)
        try await frontier(ledger, transactions, rounds, &numbers)
        try scan(view, rounds)
    }

    private static func show(_ name: String, _ contest: Contest) {
        let mine = contest.rows[0].sample.median, its = contest.rows[1].sample.median
        print("| \(name) | \(duration(mine)) | \(duration(its)) | \(String(format: "%.1f", its / mine)) |")
    }

    /// Reads come from the disk: caches are dropped and both ledgers opened anew before each round.
    private static func cold(_ folder: String, _ transactions: Int, _ rounds: Int) throws {
        var numbers = SystemFree(seed: 7)
        let owners = (0..<300).map { _ in UInt32(numbers.below(transactions)) }
        let scripts = owners.map { Address(canonicalScript: SyntheticChain.script($0)) }
        var mine = Sample(), its = Sample()
        for _ in 0..<rounds {
            for name in try FileManager.default.contentsOfDirectory(atPath: folder + "/index") {
                SQLitePeer.dropCaches(folder + "/index/" + name)
            }
            do {
                let ledger = try IndexLedger.open(at: folder + "/index")
                ledger.view.adviseRandom()
                let handles = try scripts.map { try ledger.view.find($0) }
                ledger.view.release()
                for name in try FileManager.default.contentsOfDirectory(atPath: folder + "/index") {
                    SQLitePeer.dropCaches(folder + "/index/" + name)
                }
                let start = seconds()
                var sum: UInt64 = 0
                for handle in handles { sum &+= try ledger.view.historySum(handle) }
                mine.values.append((seconds() - start) / Double(owners.count))
            }
            do {
                SQLitePeer.dropCaches(folder + "/peer.sqlite")
                let peer = try SQLitePeer(folder + "/peer.sqlite")
                try peer.run("PRAGMA mmap_size = 0")
                try peer.begin()
                let start = seconds()
                var sum: UInt64 = 0
                for owner in owners { sum &+= peer.history(Int64(owner)) }
                its.values.append((seconds() - start) / Double(owners.count))
            }
        }
        print(
            "| address history, cold | \(duration(mine.median)) | \(duration(its.median)) | "
                + "\(String(format: "%.1f", its.median / mine.median)) |")
    }

    /// Everything that can be reached forward from the first coinbase.
    private static func reach(_ view: IndexView, _ transactions: Int, _ rounds: Int) throws {
        var sample = Sample()
        var count = 0
        for _ in 0..<rounds {
            let start = processorSeconds()
            count = try FullReach.count(view, from: 0)
            sample.values.append((processorSeconds() - start) / Double(max(1, count)))
        }
        print("| full forward reach, a transaction (\(count) reached) | \(duration(sample.median)) | | |")
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

/// Breadth first over the whole ledger with a bit a transaction.
enum FullReach {
    static func count(_ view: IndexView, from start: UInt64) throws -> Int {
        let words = Int((view.end - view.start) / 64) + 1
        let seen = UnsafeMutablePointer<UInt64>.allocate(capacity: words)
        seen.initialize(repeating: 0, count: words)
        defer { seen.deallocate() }
        var frontier = [start], next: [UInt64] = []
        seen[Int(start - view.start) / 64] |= 1 << ((start - view.start) % 64)
        var count = 1
        while !frontier.isEmpty {
            next.removeAll(keepingCapacity: true)
            try frontier.withUnsafeBufferPointer { try view.spenders(of: $0, into: &next) }
            frontier.removeAll(keepingCapacity: true)
            for transaction in next {
                let bit = transaction - view.start
                let word = seen + Int(bit / 64)
                let mask: UInt64 = 1 << (bit % 64)
                if word.pointee & mask == 0 {
                    word.pointee |= mask
                    frontier.append(transaction)
                }
            }
            count += frontier.count
        }
        return count
    }
}
