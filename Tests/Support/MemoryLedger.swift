import Ledger

/// The plain, obvious ledger in dictionaries: what every other store is compared with. Slow, and simple to check.
public struct MemoryLedger: UTXOReader, SearchableLedger {
    /// A spend: the transaction and which of its inputs.
    struct Spend: Hashable, Sendable {
        var tx: TxRef
        var input: UInt32
    }

    struct Entry: Sendable {
        var rows: TransactionRows
        var time: UInt32
        var inputs: [InputRow]
        var owners: [AddressRef]
    }

    public let info: LedgerInfo
    public let blocks: [BlockRows]
    let entries: [TxRef: Entry]
    /// Every transaction, in ledger order.
    public let order: [TxRef]
    /// The transactions of each id, in ledger order.
    public let carriers: [TxID: [TxRef]]
    let spends: [OutputRef: Spend]
    /// Every address; its handle is its place here.
    public let known: [Address]
    let handles: [Address: AddressRef]
    /// The transactions each address is in, in ledger order.
    let places: [[TxRef]]

    /// The ledger of these blocks, given in any order.
    public init(chain: Chain, blocks given: [BlockRows], heightsKnown: Bool = true) throws(LedgerError) {
        let blocks = given.sorted { $0.height < $1.height }
        var entries: [TxRef: Entry] = [:]
        var order: [TxRef] = []
        var carriers: [TxID: [TxRef]] = [:]
        for block in blocks {
            for rows in block.transactions {
                let at = TxRef(height: block.height, position: rows.position)
                order.append(at)
                carriers[rows.txid, default: []].append(at)
                entries[at] = Entry(rows: rows, time: block.time, inputs: [], owners: [])
            }
        }

        var known: [Address] = []
        var handles: [Address: AddressRef] = [:]
        func handle(_ script: [UInt8]) -> AddressRef {
            guard let address = LockingScript(script).address else { return .none }
            if let old = handles[address] { return old }
            let new = AddressRef(raw: UInt64(known.count))
            handles[address] = new
            known.append(address)
            return new
        }

        var spends: [OutputRef: Spend] = [:]
        for at in order {
            guard var entry = entries[at] else { continue }
            for (n, input) in entry.rows.inputs.enumerated() {
                // BIP 30: the spender means the latest transaction of that id before it.
                if let source = carriers[input.previous.txid]?.last(where: { $0 < at }),
                    let outputs = entries[source]?.rows.outputs, Int(input.previous.index) < outputs.count {
                    let output = OutputRef(tx: source, index: input.previous.index)
                    guard spends.updateValue(Spend(tx: at, input: UInt32(n)), forKey: output) == nil else {
                        throw LedgerError("\(input.previous) is spent twice.")
                    }
                    let made = outputs[Int(input.previous.index)]
                    entry.inputs.append(
                        InputRow(previous: output, value: made.value, owner: handle(made.script), known: .resolved))
                } else {
                    let nowhere = OutputRef(tx: .none, index: input.previous.index)
                    if let stated = input.stated {
                        entry.inputs.append(
                            InputRow(
                                previous: nowhere, value: stated.value, owner: handle(stated.script), known: .stated))
                    } else {
                        entry.inputs.append(InputRow(previous: nowhere, value: 0, owner: .none, known: .unknown))
                    }
                }
            }
            entry.owners = entry.rows.outputs.map { handle($0.script) }
            entries[at] = entry
        }

        var places = [[TxRef]](repeating: [], count: known.count)
        for at in order {
            guard let entry = entries[at] else { continue }
            for owner in Set(entry.owners + entry.inputs.map(\.owner)) where owner != .none {
                places[Int(owner.raw)].append(at)
            }
        }

        self.blocks = blocks
        self.entries = entries
        self.order = order
        self.carriers = carriers
        self.spends = spends
        self.known = known
        self.handles = handles
        self.places = places
        info = Self.info(of: blocks, chain: chain, heightsKnown: heightsKnown)
    }

    private static func info(of blocks: [BlockRows], chain: Chain, heightsKnown: Bool) -> LedgerInfo {
        func ranges(_ heights: [UInt32]) -> [ClosedRange<UInt32>] {
            heights.reduce(into: []) { ranges, height in
                if let last = ranges.last, last.upperBound + 1 == height {
                    ranges[ranges.count - 1] = last.lowerBound...height
                } else {
                    ranges.append(height...height)
                }
            }
        }
        var digest = LedgerDigest(chain: chain)
        for block in blocks { digest.append(block) }
        return LedgerInfo(
            chain: chain,
            coverage: Coverage(
                ranges: ranges(blocks.map(\.height)), heightsKnown: heightsKnown,
                assumed: ranges(blocks.filter(\.heightAssumed).map(\.height)),
                wholeBlocks: blocks.allSatisfy(\.isWhole)),
            tipHash: blocks.last.flatMap { $0.hash == .zero ? nil : $0.hash }, tipTime: blocks.last?.time ?? 0,
            digest: digest.bytes)
    }

    /// Nothing but the blocks up to there ever existed.
    public func snapshot(at height: UInt32) throws(LedgerError) -> MemoryLedger {
        guard let first = blocks.first, height >= first.height else {
            throw LedgerError("No block at or below height \(height).")
        }
        return try MemoryLedger(
            chain: info.chain, blocks: blocks.filter { $0.height <= height },
            heightsKnown: info.coverage.heightsKnown)
    }

    func fate(of output: OutputRef) throws(LedgerError) -> Fate {
        if spends[output] != nil { return .spent }
        let entry = try entry(output.tx)
        let isOverwritten = carriers[entry.rows.txid]?.last != output.tx
        let isGenesis = blocks.contains { $0.height == output.tx.height && $0.hash == info.chain.genesis }
        if isOverwritten || isGenesis || LockingScript(entry.rows.outputs[Int(output.index)].script).isUnspendable {
            return .unspendable
        }
        guard info.coverage.heightsKnown, let tip = info.tip else { return .notCovered }
        let later = blocks.filter { $0.height >= output.tx.height }
        let isEveryBlockThere = later.count == Int(tip - output.tx.height) + 1
        return isEveryBlockThere && later.allSatisfy(\.isWhole) ? .unspent : .notCovered
    }

    func entry(_ ref: TxRef) throws(LedgerError) -> Entry {
        guard let entry = entries[ref] else { throw LedgerError("No transaction at \(ref).") }
        return entry
    }

    func places(of ref: AddressRef) throws(LedgerError) -> [TxRef] {
        guard ref.raw < UInt64(known.count) else { throw LedgerError("No address \(ref).") }
        return places[Int(ref.raw)]
    }
}
