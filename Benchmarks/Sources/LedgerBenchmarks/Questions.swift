import Foundation
import Ledger
import LedgerIndex
import Measuring

/// The questions both stores are asked.
enum Questions {
    static func run(folder: String, transactions: Int, rounds: Int, only part: String? = nil) async throws {
        func wants(_ name: String) -> Bool { part == nil || part == name }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        if !FileManager.default.fileExists(atPath: folder + "/index/MANIFEST") { try spawn("import-index", folder, transactions) }
        if !FileManager.default.fileExists(atPath: folder + "/peer.sqlite") { try spawn("import-sqlite", folder, transactions) }
        let results = Results(folder: folder)
        print("\n\(transactions) transactions, \(rounds) rounds, medians\n\n\(Results.head)")
        let imports = try [ImportBenchmark.Taken.load(folder, "index"), ImportBenchmark.Taken.load(folder, "sqlite")]
        results.add("import, elapsed", imports[0].elapsed, imports[1].elapsed)
        results.add("import, processor", imports[0].processor, imports[1].processor)
        results.add(
            Results.Row(
                name: "import: peak resident, disk a transaction", own: 0,
                text: "\(imports[0].resident >> 20) MiB, \(imports[0].disk / transactions) bytes"))
        if wants("cold") { try cold(folder, transactions, rounds, results) }
        let ledger = try IndexLedger.open(at: folder + "/index")
        let view = ledger.view
        let peer = try SQLitePeer(folder + "/peer.sqlite")
        try peer.begin()
        var chain = SyntheticChain(transactions: transactions)
        while chain.next() != nil {}
        let known = Int(chain.addresses)
        var numbers = SystemFree(seed: 42)
        let opening = try Contest(rounds: rounds, operations: 200, [
            ("open", {
                for _ in 0..<200 { _ = try IndexLedger.open(at: folder + "/index") }
                return 0
            })
        ])
        results.add("open, warm", opening.rows[0].sample.median, nil)
        if wants("lookups") { try lookups(view, peer, known, rounds, &numbers, results) }
        if wants("histories") { try histories(view, peer, known, rounds, &numbers, results) }
        if wants("expansions") { try expansions(view, peer, transactions, rounds, &numbers, results) }
        if wants("haircut") { try PassQuestions.haircut(view, peer, transactions, rounds, results) }
        if wants("frontier") { try await frontier(ledger, transactions, rounds, &numbers, results) }
        if wants("scan") { try scan(view, rounds, results) }
        if wants("graphs") { try await PassQuestions.graphs(ledger, folder, rounds, results) }
        if wants("kernels") { try PassQuestions.kernels(ledger, folder, rounds, results) }
        if part == nil { try results.save() }
    }

    private static func lookups(
        _ view: IndexView, _ peer: SQLitePeer, _ known: Int, _ rounds: Int, _ numbers: inout SystemFree, _ results: Results
    ) throws {
        let wanted = (0..<100_000).map { _ in Address(canonicalScript: SyntheticChain.script(UInt32(numbers.below(known)))) }
        var found: [UInt64] = []
        let contest = try Contest(rounds: rounds, operations: wanted.count, [
            ("one", {
                var found: UInt64 = 0
                for address in wanted where try view.find(address) != IndexView.none { found += 1 }
                return found
            }),
            ("many", {
                try view.find(wanted, into: &found)
                return UInt64(found.count { $0 != IndexView.none })
            }),
            ("sqlite", {
                var found: UInt64 = 0
                for address in wanted where peer.find(address.script) >= 0 { found += 1 }
                return found
            }),
        ])
        show("address lookup, one at a time", contest, 0, 2, results)
        show("address lookup, many at once", contest, 1, 2, results)
    }

    /// From the address as it is written, and from the number it has in the store.
    private static func histories(
        _ view: IndexView, _ peer: SQLitePeer, _ known: Int, _ rounds: Int, _ numbers: inout SystemFree, _ results: Results
    ) throws {
        let owners = (0..<20_000).map { _ in UInt32(numbers.below(known)) }
        let addresses = owners.map { Address(canonicalScript: SyntheticChain.script($0)) }
        let handles = try addresses.map { try view.find($0) }
        let ids = owners.map { Int64($0) }
        let written = try Contest(rounds: rounds, operations: owners.count, [
            ("one", { try addresses.reduce(0) { $0 &+ (try view.historySum(view.find($1))) } }),
            ("many", { try view.historySum(addresses) }),
            ("covered", { addresses.reduce(0) { $0 &+ peer.history($1.script) } }),
            ("copied", { addresses.reduce(0) { $0 &+ peer.copiedHistory($1.script) } }),
        ])
        show("address history, hot, one at a time", written, 0, 2, results)
        show("address history, hot, many at once", written, 1, 2, results)
        show("address history, hot, many at once / a copy of the rows for it", written, 1, 3, results)
        let numbered = try Contest(rounds: rounds, operations: owners.count, [
            ("one", { try handles.reduce(0) { $0 &+ (try view.historySum($1)) } }),
            ("many", { try view.historySum(handles) }),
            ("covered", { ids.reduce(0) { $0 &+ peer.history($1) } }),
            ("copied", { ids.reduce(0) { $0 &+ peer.copiedHistory($1) } }),
        ])
        show("history of an address's number, hot, one at a time", numbered, 0, 2, results)
        show("history of an address's number, hot, many at once", numbered, 1, 2, results)
        show("history of an address's number, hot, many at once / a copy of the rows for it", numbered, 1, 3, results)
    }

    private static func expansions(
        _ view: IndexView, _ peer: SQLitePeer, _ transactions: Int, _ rounds: Int, _ numbers: inout SystemFree,
        _ results: Results
    ) throws {
        for hops in [1, 3, 6] {
            let starts = (0..<5_000).map { _ in UInt64(numbers.below(transactions)) }
            let walk = WalkBox()
            var peers = PeerWalk()
            let contest = try Contest(rounds: rounds, operations: starts.count, [
                ("one", {
                    var reached = 0
                    for start in starts { reached += try walk.walk.walk(view, from: start, hops: hops) }
                    return UInt64(reached)
                }),
                ("many", {
                    var reached = 0
                    try walk.walk.walk(view, from: starts, hops: hops) { reached += $1 }
                    return UInt64(reached)
                }),
                ("sqlite", {
                    var reached: UInt64 = 0
                    for start in starts { reached += peers.reach(peer, from: start, hops: hops) }
                    return reached
                }),
            ])
            let name = "expansion, \(hops) \(hops == 1 ? "hop" : "hops")"
            show(name + ", one at a time", contest, 0, 2, results)
            show(name + ", many at once", contest, 1, 2, results)
        }
    }

    static func show(_ name: String, _ contest: Contest, _ own: Int, _ other: Int, _ results: Results) {
        results.add(name, contest.rows[own].sample.median, contest.rows[other].sample.median)
    }

    /// Reads come from the disk: caches are dropped and the ledger opened anew before each contestant's turn.
    private static func cold(_ folder: String, _ transactions: Int, _ rounds: Int, _ results: Results) throws {
        var numbers = SystemFree(seed: 7)
        let addresses = (0..<300).map { _ in
            Address(canonicalScript: SyntheticChain.script(UInt32(numbers.below(transactions))))
        }
        var samples = [Sample](repeating: Sample(), count: 4)
        var sums = [UInt64](repeating: 0, count: 4)
        for round in 0..<rounds {
            for turn in 0..<4 {
                let place = (turn + round) % 4
                try dropCaches(folder)
                let start: Double
                if place < 2 {
                    let view = try IndexLedger.open(at: folder + "/index").view
                    start = seconds()
                    sums[place] = try place == 0
                        ? addresses.reduce(0) { $0 &+ (try view.historySum(view.find($1))) } : view.historySum(addresses)
                } else {
                    let peer = try SQLitePeer(folder + "/peer.sqlite")
                    try peer.run("PRAGMA mmap_size = 0")
                    try peer.begin()
                    start = seconds()
                    sums[place] = addresses.reduce(0) {
                        $0 &+ (place == 2 ? peer.history($1.script) : peer.copiedHistory($1.script))
                    }
                }
                samples[place].values.append((seconds() - start) / Double(addresses.count))
            }
        }
        guard Set(sums).count == 1 else { throw BenchmarkError("Cold, the contestants disagree: \(sums)") }
        let medians = samples.map(\.median)
        results.add("address history, cold, one at a time", medians[0], medians[2])
        results.add("address history, cold, many at once", medians[1], medians[2])
        results.add("address history, cold, one at a time / a copy of the rows for it", medians[0], medians[3])
        results.add("address history, cold, many at once / a copy of the rows for it", medians[1], medians[3])
    }

    private static func dropCaches(_ folder: String) throws {
        for name in try FileManager.default.contentsOfDirectory(atPath: folder + "/index") {
            SQLitePeer.dropCaches(folder + "/index/" + name)
        }
        SQLitePeer.dropCaches(folder + "/peer.sqlite")
    }

    /// The same frontier by the ledger's own calls and through the readers of every store.
    private static func frontier(
        _ ledger: IndexLedger, _ transactions: Int, _ rounds: Int, _ numbers: inout SystemFree, _ results: Results
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
        results.addShare("outputs of 20,000 transactions, a transaction: `UTXOReader` / own calls", reader.median, own.median)
    }

    private static func ask(
        _ ledger: some UTXOReader, _ refs: [TxRef], _ batch: inout Batch<OutputRow>
    ) async throws { try await ledger.outputs(of: refs, into: &batch) }

    /// One column against plain memory of the same size.
    private static func scan(_ view: IndexView, _ rounds: Int, _ results: Results) throws {
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
        show("column scan / reading memory", contest, 0, 1, results)
        let bytes = Double(total * 8) / 1e9
        results.add(
            Results.Row(
                name: "column scan", own: 0, text: String(format: "%.1f GB/s", bytes / contest.rows[0].sample.median)))
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
    @inline(never)
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

    /// The same of addresses as they are written.
    @inline(__always)
    func historySum(_ addresses: [Address]) throws -> UInt64 {
        var sum: UInt64 = 0
        try eachReceipt(of: addresses) { sum &+= $1.value &+ $1.transaction &+ UInt64($1.time) }
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
