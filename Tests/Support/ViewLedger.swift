import Ledger
import TraceEngine

/// A small ledger written down transaction by transaction, answering with the views of the trace engine.
public struct ViewLedger: Sendable {
    /// Where the value of an input comes from.
    public enum Source: Sendable {
        /// Output `index` of an earlier transaction.
        case coin(TxRef, UInt32)
        /// A coin that is not in the ledger, with value and owner stated.
        case stated(Address?, UInt64)
        /// A coin that is not in the ledger, of which nothing is known.
        case unknown
    }

    private var order: [TxRef] = []
    private var views: [TxRef: TransactionView] = [:]

    public init() {}

    /// An address (P2WPKH) that depends on `name` alone.
    public static func address(_ name: String) -> Address {
        Address(canonicalScript: [0x00, 0x14] + scramble(name).wire.prefix(20))
    }

    /// Adds a transaction at `height`, at the 10 minutes per block after 2024-02-01 00:00 UTC that fit it.
    ///
    /// An output without an address carries the start of an OP_RETURN script. No inputs make a coinbase.
    @discardableResult
    public mutating func add(
        height: UInt32, position: UInt32 = 1, from inputs: [Source], to outputs: [(Address?, UInt64)],
        unseen: Set<Int> = []
    ) -> TxRef {
        let at = TxRef(height: height, position: position)
        let txid = Self.scramble("tx \(at.raw)")
        var rows: [TransactionView.Input] = []
        for (n, input) in inputs.enumerated() {
            switch input {
            case .coin(let tx, let index):
                guard var source = views[tx], source.outputs.indices.contains(Int(index)) else { continue }
                let coin = source.outputs[Int(index)]
                rows.append(.init(
                    previous: Outpoint(txid: source.row.txid, index: index), source: tx, owner: coin.owner,
                    value: coin.value, known: .resolved))
                source.outputs[Int(index)].fate = .spent
                source.outputs[Int(index)].spender = at
                source.outputs[Int(index)].spenderID = txid
                views[tx] = source
            case .stated(let owner, let value):
                rows.append(.init(
                    previous: Outpoint(txid: Self.scramble("outside \(at.raw) \(n)"), index: 0), source: .none,
                    owner: owner, value: value, known: .stated))
            case .unknown:
                rows.append(.init(
                    previous: Outpoint(txid: Self.scramble("outside \(at.raw) \(n)"), index: 0), source: .none,
                    owner: nil, value: 0, known: .unknown))
            }
        }
        let row = TxRow(
            at: at, txid: txid, time: 1_706_745_600 + height * 600, inputCount: UInt32(max(1, rows.count)),
            outputCount: UInt32(outputs.count), isCoinbase: inputs.isEmpty)
        views[at] = TransactionView(
            row: row, inputs: rows,
            outputs: outputs.enumerated().map { n, output in
                .init(
                    value: output.1, owner: output.0, script: output.0?.script ?? [0x6a, 0x01, 0x41],
                    fate: output.0 == nil ? .unspendable : unseen.contains(n) ? .notCovered : .unspent, spender: .none,
                    spenderID: nil)
            })
        order.append(at)
        return at
    }

    /// Every transaction, in ledger order.
    public var transactions: [TransactionView] { order.sorted().compactMap { views[$0] } }

    public func transactions(_ refs: [TxRef]) -> [TransactionView] { refs.compactMap { views[$0] } }

    /// The history of an address, at most `limit` transactions of it.
    public func address(_ address: Address, limit: Int = .max) -> AddressView {
        var summary = AddressSummary()
        var events: [AddressView.Event] = []
        for view in transactions {
            let paid = view.outputs.filter { $0.owner == address }
            let spent = view.inputs.filter { $0.owner == address && $0.known != .unknown }
            guard !paid.isEmpty || !spent.isEmpty else { continue }
            let unspent = paid.filter { $0.fate == .unspent || $0.fate == .notCovered }.count
            let event = AddressView.Event(
                tx: view.row, received: paid.reduce(0) { $0 + $1.value }, sent: spent.reduce(0) { $0 + $1.value },
                unspentOutputs: UInt32(unspent))
            summary.received += event.received
            summary.sent += event.sent
            summary.transactions += 1
            summary.outputs += UInt64(paid.count)
            summary.unspentOutputs += UInt64(unspent)
            if summary.first == .none { summary.first = view.row.at }
            summary.last = view.row.at
            if spent.contains(where: { $0.known == .stated }) { summary.complete = false }
            if events.count < limit { events.append(event) }
        }
        return AddressView(
            address: address, summary: summary, events: events, isComplete: UInt64(events.count) == summary.transactions,
            isKnown: summary.transactions > 0, firstTime: events.first?.tx.time, lastTime: events.last?.tx.time)
    }

    /// 32 bytes that depend on `text` alone (FNV-1a, then splitmix64).
    private static func scramble(_ text: String) -> Hash256 {
        var seed: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in text.utf8 { seed = (seed ^ UInt64(byte)) &* 0x100_0000_01b3 }
        func next() -> UInt64 {
            seed &+= 0x9e37_79b9_7f4a_7c15
            var z = seed
            z = (z ^ z >> 30) &* 0xbf58_476d_1ce4_e5b9
            z = (z ^ z >> 27) &* 0x94d0_49bb_1331_11eb
            return z ^ z >> 31
        }
        return Hash256(words: (next(), next(), next(), next()))
    }
}
