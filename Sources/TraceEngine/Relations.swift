import Ledger

extension UTXOReader {
    /// Who paid the address and whom it paid, from at most `limit` of its transactions, in ledger order from the first.
    ///
    /// Incoming, the outputs to the address are divided among the owners of the inputs; outgoing, the address's inputs
    /// are divided among outputs and fee; both in proportion and by the largest remainder, so that they sum exactly to
    /// what the address received and to what it put in. The two ends' views of one payment may so differ by one unit an
    /// output. Where all inputs have one owner nothing is divided, and the relation is fact.
    public func relationView(of address: Address, limit: Int) async throws(LedgerError) -> RelationView {
        guard let owner = try await find([address])[0] else {
            return RelationView(address: address, relations: [], transactions: 0, isComplete: true, isKnown: false)
        }
        let total = try await counts(of: [owner])[0]
        var page = Batch<TxRef>()
        try await appearances(of: [owner], Cursor(limit: max(0, limit)), into: &page)
        let facts = try await TransactionFacts(of: page.rows, in: self)

        var sums = RelationSums(owner: owner)
        for ref in page.rows {
            guard let row = facts.row(ref) else { continue }
            sums.add(row, inputs: facts.inputs(ref), outputs: facts.outputs(ref))
        }
        let names = try await names(of: sums.owners)
        return RelationView(
            address: address, relations: sums.relations(names), transactions: UInt64(page.rows.count),
            isComplete: UInt64(page.rows.count) == total, isKnown: true)
    }

    /// The rows of `relationView`.
    public func relations(of address: Address, limit: Int) async throws(LedgerError) -> [Relation] {
        try await relationView(of: address, limit: limit).relations
    }
}

/// Adds up relations transaction by transaction.
private struct RelationSums {
    private enum End: Hashable {
        case owner(AddressRef)
        case issued
        case notKnown
    }

    private struct Key: Hashable {
        var direction: Relation.Direction
        var end: End
        var basis: Relation.Basis
    }

    private struct Sum {
        var value: UInt64 = 0
        var transactions: UInt64 = 0
        var first: TxRow
        var last: TxRow
    }

    private let owner: AddressRef
    private var sums: [Key: Sum] = [:]

    init(owner: AddressRef) { self.owner = owner }

    /// Every owner that needs a name.
    var owners: [AddressRef] {
        sums.keys.compactMap { if case .owner(let ref) = $0.end { ref } else { nil } }
    }

    mutating func add(_ row: TxRow, inputs: ArraySlice<InputRow>, outputs: ArraySlice<OutputRow>) {
        let received = outputs.reduce(0 as UInt64) { $1.owner == owner ? $0 &+ $1.value : $0 }
        if row.isCoinbase {
            return record([.issued: received], .incoming, .fact, row)
        }
        let isKnown = inputs.allSatisfy { $0.known != .unknown }
        let senders = Set(inputs.map(\.owner))
        if isKnown, senders.count == 1 {
            if senders.contains(owner) {
                record(paid(outputs), .outgoing, .fact, row)
            } else {
                record([.owner(senders.first ?? .none): received], .incoming, .fact, row)
            }
            return
        }
        let sent = inputs.reduce(0 as UInt64) { $1.owner == owner ? $0 &+ $1.value : $0 }
        let shares = isKnown ? Shares(inputs, outputs) : nil
        if received > 0 {
            record(shares.map { incoming(received, $0) } ?? [.notKnown: received], .incoming, .inference, row)
        }
        if sent > 0 {
            record(shares.map { outgoing(sent, $0, outputs) } ?? [.notKnown: sent], .outgoing, .inference, row)
        }
    }

    /// Named and in their order.
    func relations(_ names: [AddressRef: Address]) -> [Relation] {
        func party(_ end: End) -> Relation.Party {
            switch end {
            case .issued: .issued
            case .notKnown: .notKnown
            case .owner(let ref): names[ref].map { .address($0) } ?? .noAddress
            }
        }
        return sums.map { key, sum in
            Relation(
                direction: key.direction, party: party(key.end), value: sum.value, transactions: sum.transactions,
                first: sum.first.at, last: sum.last.at, firstTime: sum.first.time, lastTime: sum.last.time,
                basis: key.basis)
        }.sorted(by: Self.isBefore)
    }

    // MARK: Shares

    /// What a transaction takes in and gives out, where that adds up.
    private struct Shares {
        /// Owners in the order of their first input, with what they put in.
        var owners: [AddressRef] = []
        var values: [UInt64] = []
        var fee: UInt64

        /// Nil when the outputs exceed the inputs or a sum exceeds 64 bits: no valid transaction, so no shares.
        init?(_ inputs: ArraySlice<InputRow>, _ outputs: ArraySlice<OutputRow>) {
            let put = inputs.reduce(0 as UInt128) { $0 + UInt128($1.value) }
            let got = outputs.reduce(0 as UInt128) { $0 + UInt128($1.value) }
            guard put <= UInt128(UInt64.max), got <= put else { return nil }
            fee = UInt64(put - got)
            var place: [AddressRef: Int] = [:]
            for input in inputs {
                if let k = place[input.owner] {
                    values[k] += input.value
                } else {
                    place[input.owner] = owners.count
                    owners.append(input.owner)
                    values.append(input.value)
                }
            }
        }
    }

    private func incoming(_ received: UInt64, _ shares: Shares) -> [End: UInt64] {
        let parts = ProRata.divide(received, by: shares.values)
        var result: [End: UInt64] = [:]
        for (from, part) in zip(shares.owners, parts) where from != owner && part > 0 {
            result[.owner(from), default: 0] += part
        }
        return result
    }

    private func outgoing(_ sent: UInt64, _ shares: Shares, _ outputs: ArraySlice<OutputRow>) -> [End: UInt64] {
        let parts = ProRata.divide(sent, by: outputs.map(\.value) + [shares.fee])
        var result: [End: UInt64] = [:]
        for (output, part) in zip(outputs, parts) where output.owner != owner && part > 0 {
            result[.owner(output.owner), default: 0] += part
        }
        return result
    }

    /// All the outputs that are not the address's own. One of 0 that pays nobody is no relation.
    private func paid(_ outputs: ArraySlice<OutputRow>) -> [End: UInt64] {
        var result: [End: UInt64] = [:]
        for output in outputs where output.owner != owner && (output.value > 0 || output.owner != .none) {
            result[.owner(output.owner), default: 0] &+= output.value
        }
        return result
    }

    private mutating func record(
        _ values: [End: UInt64], _ direction: Relation.Direction, _ basis: Relation.Basis, _ row: TxRow
    ) {
        for (end, value) in values {
            let key = Key(direction: direction, end: end, basis: basis)
            var sum = sums[key] ?? Sum(first: row, last: row)
            sum.value &+= value
            sum.transactions += 1
            sum.last = row
            sums[key] = sum
        }
    }

    // MARK: Order

    private static func isBefore(_ a: Relation, _ b: Relation) -> Bool {
        if a.direction != b.direction { return a.direction == .incoming }
        if a.value != b.value { return a.value > b.value }
        let (x, y) = (rank(a.party), rank(b.party))
        if x.0 != y.0 { return x.0 < y.0 }
        if x.1 != y.1 { return x.1.lexicographicallyPrecedes(y.1) }
        return a.basis == .fact && b.basis == .inference
    }

    private static func rank(_ party: Relation.Party) -> (Int, [UInt8]) {
        switch party {
        case .address(let address): (0, address.script)
        case .issued: (1, [])
        case .noAddress: (2, [])
        case .notKnown: (3, [])
        }
    }
}
