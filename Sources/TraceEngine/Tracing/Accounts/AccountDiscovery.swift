import Ledger

/// The place of a transfer in the ledger: its order is ledger order.
struct TransferPlace: Hashable, Comparable, Sendable {
    var at: TxRef
    var ordinal: UInt32

    init(_ row: TransferRow) { (at, ordinal) = (row.at, row.ordinal) }

    static func < (a: Self, b: Self) -> Bool { (a.at, a.ordinal) < (b.at, b.ordinal) }
}

/// The balances that value may reach, with every transfer of theirs.
struct AccountDiscovery<Reader: AccountReader>: Sendable {
    let ledger: Reader
    let question: AccountQuestion
    let tags: any StopTags
    let control: TraceControl

    /// By start, the transfers it stands for.
    var starts: [[TransferPlace]] = []
    var hops: [AddressRef: UInt32] = [:]
    /// What ends value on arrival.
    var ends: [AddressRef: StopReason] = [:]
    var hubs: Set<AddressRef> = []
    var names: [AddressRef: Address] = [:]
    var times: [TxRef: UInt32] = [:]
    /// Everything that happened to the balances that are followed, each transfer once.
    var transfers: [TransferPlace: TransferRow] = [:]
    /// When each followed balance pays, ascending.
    var payments: [AddressRef: [TransferPlace]] = [:]
    private var arrival: [AddressRef: TransferPlace] = [:]
    private var histories: [AddressRef: [TransferRow]] = [:]

    init(_ ledger: Reader, _ question: AccountQuestion, _ tags: any StopTags, _ control: TraceControl) {
        self.ledger = ledger
        self.question = question
        self.tags = tags
        self.control = control
    }

    mutating func run() async throws(TraceError) {
        do throws(LedgerError) {
            guard let first = try await findStarts() else { throw LedgerError("") }
            try await spread(first)
        } catch {
            if error.sentence.isEmpty {
                throw .question("A start is not in this ledger, or moves nothing of the asset.")
            }
            throw .ledger(error)
        }
        if control.isCancelled() { throw .cancelled }
    }

    /// The transfers of all starts; nil when one has none.
    private mutating func findStarts() async throws(LedgerError) -> [TransferRow]? {
        var rows: [TransferRow] = []
        for start in question.starts {
            var mine: [TransferRow] = []
            switch start {
            case .transfer(let txid, _), .transaction(let txid):
                guard let ref = try await ledger.find([txid])[0].last else { return nil }
                var batch = Batch<TransferRow>()
                try await ledger.transfers(in: [ref], into: &batch)
                mine = batch.rows
                if case .transfer(_, let ordinal) = start { mine.removeAll { $0.ordinal != ordinal } }
            case .address(let address, let span):
                guard let ref = try await ledger.find([address])[0] else { return nil }
                try await load([ref])
                mine = (histories[ref] ?? []).filter { $0.to == ref }
                try await loadTimes(mine)
                mine.removeAll { row in
                    !(span.map { $0.contains(Self.row(row.at, time: times[row.at] ?? 0)) } ?? true)
                }
            }
            mine.removeAll { $0.asset != question.asset || $0.kind == .gas || $0.from == $0.to || $0.value == .zero }
            if mine.isEmpty { return nil }
            starts.append(mine.map(TransferPlace.init))
            rows += mine
        }
        try await loadTimes(rows)
        return rows
    }

    private static func row(_ at: TxRef, time: UInt32) -> TxRow {
        TxRow(at: at, txid: .zero, time: time, inputCount: 0, outputCount: 0, isCoinbase: false)
    }

    /// Breadth-first and never against time; a transfer in the transaction that brought the value is no further hop.
    private mutating func spread(_ first: [TransferRow]) async throws(LedgerError) {
        var level: [TransferRow] = first
        for row in first { transfers[TransferPlace(row)] = row }
        var hop: UInt32 = 0
        while !level.isEmpty, !control.isCancelled() {
            control.report(TraceProgress(phase: .discover, hop: hop, done: UInt64(transfers.count), total: nil))
            var further: [TransferRow] = []
            var same = level
            while !same.isEmpty {
                let reached = reach(same, hop)
                try await decide(reached.map(\.address))
                let going = reached.filter { mayFollow($0.address) }
                try await load(going.map(\.address))
                same = []
                for one in going {
                    for row in histories[one.address] ?? [] where row.from == one.address && row.to != row.from {
                        let place = TransferPlace(row)
                        if place <= one.since || one.until.map({ place > $0 }) ?? false || row.kind == .gas { continue }
                        if row.at == one.since.at { same.append(row) } else { further.append(row) }
                    }
                }
            }
            try await loadTimes(further)
            if let until = question.limits.until { further.removeAll { times[$0.at] ?? 0 > until } }
            level = further
            hop &+= 1
        }
    }

    /// Notes arrivals that are earlier than those known; answers the balances to look at, and between which moments.
    private mutating func reach(
        _ rows: [TransferRow], _ hop: UInt32
    ) -> [(address: AddressRef, since: TransferPlace, until: TransferPlace?)] {
        var result: [AddressRef: (since: TransferPlace, until: TransferPlace?)] = [:]
        for row in rows where row.to != .none {
            let place = TransferPlace(row)
            if hops[row.to] == nil { hops[row.to] = hop }
            if let known = arrival[row.to], known <= place { continue }
            // What follows the arrival known before this step was looked at then.
            result[row.to] = (place, result[row.to].map(\.until) ?? arrival[row.to])
            arrival[row.to] = place
        }
        return result.map { ($0.key, $0.value.since, $0.value.until) }.sorted { $0.since < $1.since }
    }

    private func mayFollow(_ address: AddressRef) -> Bool {
        ends[address] == nil && !hubs.contains(address) && (hops[address] ?? 0) < question.limits.hops ?? .max
    }

    private mutating func decide(_ addresses: [AddressRef]) async throws(LedgerError) {
        let new = addresses.filter { names[$0] == nil }
        if new.isEmpty { return }
        let counts = question.limits.hub == nil ? [] : try await ledger.counts(of: new)
        for (k, (ref, address)) in zip(new, try await ledger.addresses(of: new)).enumerated() {
            names[ref] = address
            if question.cuts[address] != nil {
                ends[ref] = .chosen
            } else if let tag = question.stops.deciding(tags.tags(of: address)) {
                ends[ref] = tag.reason
            }
            if let limit = question.limits.hub, counts[k] > limit { hubs.insert(ref) }
        }
        // Whether a balance ever pays decides between `unspent` and a limit, so those that are not followed are read too.
        try await load(new.filter { ends[$0] == nil })
    }

    private mutating func load(_ addresses: [AddressRef]) async throws(LedgerError) {
        let new = addresses.filter { histories[$0] == nil }
        if new.isEmpty { return }
        var batch = Batch<TransferRow>()
        try await ledger.history(of: new, asset: question.asset, Cursor(), into: &batch)
        for (k, address) in new.enumerated() {
            let rows = Array(batch[key: k])
            histories[address] = rows
            payments[address] = rows.filter { $0.from == address && $0.to != address }.map(TransferPlace.init)
            for row in rows { transfers[TransferPlace(row)] = row }
        }
        try await loadTimes(batch.rows)
    }

    private mutating func loadTimes(_ rows: [TransferRow]) async throws(LedgerError) {
        let new = Set(rows.map(\.at)).filter { times[$0] == nil }.sorted()
        if new.isEmpty { return }
        for row in try await ledger.transactions(of: new) { times[row.at] = row.time }
    }

    /// What a balance must have held before the ledger begins, so that it never pays more than it has.
    func opening(of address: AddressRef) throws(TaintError) -> UInt256 {
        var (arrived, paid, most) = (UInt256.zero, UInt256.zero, UInt256.zero)
        for row in histories[address] ?? [] where row.from != row.to {
            let isPayment = row.from == address
            let (sum, isTooLarge) = (isPayment ? paid : arrived).addingReportingOverflow(row.value)
            if isTooLarge { throw .sumTooLarge }
            if isPayment { paid = sum } else { arrived = sum }
            if paid > arrived { most = max(most, paid.subtractingReportingOverflow(arrived).partialValue) }
        }
        return most
    }

    /// The balances whose every transfer is known.
    var followed: [AddressRef] { histories.keys.filter { ends[$0] == nil } }
}
