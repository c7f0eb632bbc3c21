import Casework
import Encoding
import Ledger
import Support
import TraceEngine

@testable import Workbench

/// A workbench over a real small ledger, driven by keys; what it asks is answered at once and counted.
struct GraphDriver {
    private let reader: CountingLedger.Counted
    let counter = CountingLedger()
    private(set) var state: WorkbenchState
    /// Effects that were not answered, such as copies and exports.
    private(set) var unanswered: [Effect] = []
    /// Pages of histories that are answered; nil for all.
    var pages: Int?

    init(
        _ ledger: MemoryLedger, items: [(String, String, CaseRole?)], notes: [String: String] = [:], columns: Int = 80,
        rows: Int = 24, pages: Int? = nil
    ) async throws {
        self.pages = pages
        reader = counter.reading(ledger)
        let time = UTCTime(seconds: 1_400_000_000)
        let chain = ledger.info.chain
        let cased = items.map { name, label, role in
            CaseItem(subject: .address(TinyLedger.address(name).text(on: chain)), label: label, role: role, added: time)
        }
        let written = notes.keys.sorted().enumerated().map { k, name in
            CaseNote(
                id: UInt64(k + 1), subject: .address(TinyLedger.address(name).text(on: chain)), text: notes[name] ?? "",
                author: "MK", written: time)
        }
        let theCase = Case(
            name: "Lantern", question: "", chain: chain, created: time, items: cased, notes: written, head: 412)
        state = WorkbenchState(openCase: theCase, ledger: .open(ledger.info), columns: columns, rows: rows)
        try await answer(begin(&state))
    }

    mutating func press(_ keys: KeyStroke...) async throws { try await press(keys) }

    mutating func press(_ keys: [KeyStroke]) async throws {
        for key in keys { try await answer(update(&state, .terminal(.key(key)))) }
    }

    /// Letters, one after the other.
    mutating func type(_ text: String) async throws { try await press(text.map { .character($0) }) }

    mutating func resize(_ columns: Int, _ rows: Int) async throws {
        try await answer(update(&state, .terminal(.resize(columns: columns, rows: rows))))
    }

    mutating func answer(_ effects: [Effect]) async throws {
        var pending = effects
        while !pending.isEmpty {
            let effect = pending.removeFirst()
            let message: Message
            switch effect {
            case .loadFigures(let addresses): message = .figures(try await reader.addressViews(of: addresses, limit: 0))
            case .loadAddress(let address):
                message = .address(try await reader.addressView(of: address, limit: GraphState.eventPage))
            case .loadTransactions(let refs): message = .transactions(try await reader.transactionViews(of: refs))
            case .loadInferences(let refs): message = .inferred(try await reader.inferences(of: refs))
            case .locate(let id): message = .located(id, try await reader.find([id]).first ?? [])
            case .loadEvents(let address, let after, let limit):
                if let left = pages {
                    guard left > 0 else {
                        unanswered.append(effect)
                        continue
                    }
                    pages = left - 1
                }
                message = .events(address, after: after, try await reader.addressEvents(of: address, after: after, limit: limit))
            case .trace(let number, let question, let tags):
                message = .traced(number, try await TraceRun(question, of: reader, tags: tags, detectors: CoinJoinStops()).answer())
            case .path(let number, let question, let tags):
                message = .pathFound(number, try await PathRun(question, in: reader, tags: tags, detectors: CoinJoinStops()).answer())
            default:
                unanswered.append(effect)
                continue
            }
            pending += update(&state, message)
        }
    }
}

/// Small ledgers for the graph.
enum GraphStory {
    /// Six victims pay a collector; one gets a part back; what is left is joined by other coins and peels off to two
    /// exchanges, over a gap in the coverage. One transaction pays 2,000 at once.
    static let peel = """
        block 0
        v1 = coinbase -> victim1 60000000, victim1 10
        v2 = coinbase -> victim2 50000000
        v3 = coinbase -> victim3 40000000
        o = coinbase -> other 31540000
        x = coinbase -> stranger 4000000
        block 1
        p1 = v1:0 -> collector 59990000
        p2 = v2:0 -> collector 30000000, victim2 19990000
        block 2
        p3 = v3:0 -> collector 39990000
        back = p2:0 -> victim3 1200000, collector 28797740
        block 3
        split = p1:0, back:1, p3:0, o:0 -> branch 50000000, peel1 110311520
        block 4
        s1 = split:1 -> kraken 15000000, peel2 95306668
        sold = split:0 -> shop4 49990000
        block 7
        s2 = s1:1 -> kraken 20000000, peel3 75300117
        s3 = s2:1 -> shop1 1200000, shop2 3400000, shop3 560000, peel4 70130000
        block 8
        s4 = s3:3, x:0 -> bitstamp 25000000, peel5 49120000
        s5 = s4:1 -> end 49110000
        """

    static let items: [(String, String, CaseRole?)] = [
        ("collector", "Collector", .suspect), ("victim1", "Victim 1", .victim), ("victim2", "Victim 2", .victim),
        ("victim3", "Victim 3", .victim), ("branch", "Branch B", nil), ("kraken", "Exchange K", .service),
        ("bitstamp", "Exchange Q", .service), ("end", "Peel end", nil),
    ]

    static func ledger(_ text: String) throws -> MemoryLedger {
        let tiny = try TinyLedger(text)
        return try MemoryLedger(chain: tiny.chain, blocks: tiny.blocks)
    }

    /// A payout to 2,000: equal amounts, dust, three that matter, and 40 that one later transaction spends.
    static func payout() throws -> MemoryLedger {
        var outputs = ["victim1 950000", "victim2 620000", "change 31540017"]
        outputs += (0..<1204).map { "half\($0) 50000" }
        outputs += (0..<520).map { "one\($0) 100000" }
        outputs += (0..<40).map { "kept\($0) \(310_000 + 17 * $0)" }
        outputs += (0..<170).map { "rest\($0) \(60_000 + 713 * $0)" }
        outputs += (0..<63).map { "dust\($0) 546" }
        let sweep = (0..<40).map { "pay:\(3 + 1204 + 520 + $0)" }.joined(separator: ", ")
        return try ledger(
            """
            block 0
            a = coinbase -> payer 200000000
            block 1
            pay = a:0 -> \(outputs.joined(separator: ", "))
            block 2
            sweep = \(sweep) -> shop 12400000
            on = pay:2 -> shop 30000000, change2 1540000
            """)
    }

    /// A hub: an address in 100,000 transactions, half of them payments to it.
    static func hub(_ transfers: Int = 100_000) throws -> MemoryLedger {
        let perBlock = 500
        var blocks: [BlockRows] = []
        let hub = TinyLedger.script("hub")
        var previous: [Outpoint] = []
        func value(_ height: UInt32, _ n: Int) -> UInt64 { UInt64(10_000 + (Int(height) * 7919 + n * 104_729) % 9_000_000) }
        for height in 0..<UInt32(transfers / perBlock) {
            var rows: [TransactionRows] = []
            var made: [Outpoint] = []
            for n in 0..<perBlock {
                let txid = TinyLedger.txid("h\(height) \(n)")
                let source = height % 2 == 1 ? previous[n] : nil
                rows.append(
                    TransactionRows(
                        txid: txid, position: UInt32(n), isCoinbase: source == nil,
                        inputs: source.map { [TransactionRows.Input(previous: $0, stated: nil)] } ?? [],
                        outputs: [
                            TransactionRows.Output(
                                value: source == nil ? value(height, n) : value(height - 1, n) - 1_000,
                                script: source == nil ? hub : TinyLedger.script("p\(n % 50)"))
                        ]))
                made.append(Outpoint(txid: txid, index: 0))
            }
            previous = made
            blocks.append(
                BlockRows(
                    height: height, hash: TinyLedger.blockHash(height), previous: height == 0 ? .zero : TinyLedger.blockHash(height - 1),
                    time: 1_300_000_000 + height * 600, heightAssumed: false, isWhole: true, transactions: rows))
        }
        return try MemoryLedger(chain: .bitcoinRegtest, blocks: blocks)
    }
}
