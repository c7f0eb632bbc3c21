import Ledger

/// The balances that value may reach, with every transfer of theirs.
struct AccountDiscovery<Reader: AccountReader>: Sendable {
    let ledger: Reader
    let question: AccountQuestion
    let tags: any StopTags
    let control: TraceControl

    /// By transfer, the numbers of the starts that stand for it, ascending.
    var starts: [TransferPlace: [Int]] = [:]
    /// By start, how many transfers it stands for.
    var startCounts: [Int] = []
    var hops: [AddressRef: UInt32] = [:]
    /// What ends value on arrival.
    var ends: [AddressRef: (reason: StopReason, tag: StopTag?)] = [:]
    var hubs: [AddressRef: UInt64] = [:]
    var names: [AddressRef: Address] = [:]
    var times: [TxRef: UInt32] = [:]
    /// Everything that happened to the balances that are followed, each transfer once.
    var transfers: [TransferPlace: TransferRow] = [:]
    /// When value leaves each balance on its way (forward what it pays, backward what it received), ascending.
    var payments: [AddressRef: [TransferPlace]] = [:]
    private var arrival: [AddressRef: TransferPlace] = [:]
    private var decided: Set<AddressRef> = []
    private var histories: [AddressRef: [TransferRow]] = [:]
    /// What hubs held before the ledger begins, and hold in the end: of them nothing else is kept.
    private(set) var hubBounds: [AddressRef: BalanceBounds] = [:]

    private var direction: TraceDirection { question.direction }

    init(_ ledger: Reader, _ question: AccountQuestion, _ tags: any StopTags, _ control: TraceControl) {
        self.ledger = ledger
        self.question = question
        self.tags = tags
        self.control = control
    }

    mutating func run() async throws(TraceError) {
        let first: [TransferRow]
        do throws(LedgerError) { first = try await findStarts() } catch { throw .ledger(error) }
        if let empty = startCounts.firstIndex(of: 0) {
            throw .question(
                "\(question.starts[empty].text(on: ledger.info.chain)) is not in this ledger, or moves nothing of the asset.")
        }
        do throws(LedgerError) { try await spread(first) } catch { throw .ledger(error) }
        if control.isCancelled() { throw .cancelled }
    }

    /// The transfers of all starts.
    private mutating func findStarts() async throws(LedgerError) -> [TransferRow] {
        var rows: [TransferRow] = []
        for (number, start) in question.starts.enumerated() {
            var mine: [TransferRow] = []
            switch start {
            case .transfer(let txid, _), .transaction(let txid):
                guard let ref = try await ledger.find([txid])[0].last else { break }
                var batch = Batch<TransferRow>()
                try await ledger.transfers(in: [ref], into: &batch)
                mine = batch.rows
                if case .transfer(_, let ordinal) = start { mine.removeAll { $0.ordinal != ordinal } }
            case .address(let address, let span):
                guard let ref = try await ledger.find([address])[0] else { break }
                var batch = Batch<TransferRow>()
                try await ledger.history(of: [ref], asset: question.asset, Cursor(), into: &batch)
                mine = batch.rows.filter { $0.to == ref }
                if let span {
                    try await loadTimes(mine)
                    mine.removeAll { !span.contains(Self.row($0.at, time: times[$0.at] ?? 0)) }
                }
            }
            mine.removeAll { $0.asset != question.asset || $0.kind == .gas || $0.from == $0.to || $0.value == .zero }
            startCounts.append(mine.count)
            for row in mine where starts[TransferPlace(row)]?.last != number {
                starts[TransferPlace(row), default: []].append(number)
            }
            rows += mine
        }
        return rows
    }

    private static func row(_ at: TxRef, time: UInt32) -> TxRow {
        TxRow(at: at, txid: .zero, time: time, inputCount: 0, outputCount: 0, isCoinbase: false)
    }

    /// Breadth-first and never against the direction; a transfer in the transaction that brought the value is no further
    /// hop. Backward the balance that a start came from is one transaction away.
    private mutating func spread(_ first: [TransferRow]) async throws(LedgerError) {
        var level = first
        for row in first { transfers[TransferPlace(row)] = row }
        try await lookUp(Array(Set(first.flatMap { [$0.from, $0.to] })).filter { $0 != .none })
        if question.limits.until != nil { try await loadTimes(first) }
        var hop: UInt32 = 0
        if direction == .backward {
            for row in first where row.to != .none { hops[row.to] = 0 }
            if question.limits.hops == 0 { return }
            hop = 1
        }
        while !level.isEmpty, !control.isCancelled() {
            control.report(TraceProgress(phase: .discover, hop: hop, done: UInt64(transfers.count), total: nil))
            level = try await step(level, hop)
            if let until = question.limits.until { level.removeAll { direction.isBeyond(times[$0.at] ?? 0, until) } }
            hop &+= 1
        }
    }

    /// One hop: where `rows` arrive, and on within their transactions. Answers the moves of the next hop.
    private mutating func step(_ rows: [TransferRow], _ hop: UInt32) async throws(LedgerError) -> [TransferRow] {
        var earliest: [AddressRef: TransferPlace] = [:]
        var done: Set<TransferPlace> = []
        var queue = rows
        while !queue.isEmpty {
            queue.removeAll { direction.target($0) == .none || !done.insert(TransferPlace($0)).inserted }
            let targets = Set(queue.map(direction.target))
            for target in targets where hops[target] == nil { hops[target] = hop }
            try await decide(Array(targets))
            var further: [TransferRow] = []
            for row in queue {
                let (target, place) = (direction.target(row), TransferPlace(row))
                // What follows an arrival of an earlier hop was looked at then.
                if let known = arrival[target], !direction.isBefore(place, known) { continue }
                if earliest[target].map({ direction.isBefore(place, $0) }) ?? true { earliest[target] = place }
                guard mayFollow(target), let all = histories[target],
                    !direction.isBeyond(times[row.at] ?? 0, question.limits.until)
                else { continue }
                for k in firstIndex(all, at: row.at)..<all.count {
                    guard all[k].at == row.at else { break }
                    if moves(all[k], target), direction.isBefore(place, TransferPlace(all[k])) { further.append(all[k]) }
                }
            }
            queue = further
        }
        var next: [TransferRow] = []
        for (target, since) in earliest {
            let known = arrival.updateValue(since, forKey: target)
            guard mayFollow(target) else { continue }
            for row in histories[target] ?? [] where moves(row, target) && row.at != since.at {
                let place = TransferPlace(row)
                if direction.isBefore(since, place), known.map({ !direction.isBefore($0, place) }) ?? true { next.append(row) }
            }
        }
        return next
    }

    /// True for a transfer, gas not counted, by which value leaves `address` on its way.
    private func moves(_ row: TransferRow, _ address: AddressRef) -> Bool {
        row.kind != .gas && row.to != row.from && row.value > .zero && direction.source(row) == address
    }

    /// The first of ascending rows that is in the transaction or after it.
    private func firstIndex(_ rows: [TransferRow], at: TxRef) -> Int {
        var (low, high) = (0, rows.count)
        while low < high {
            let middle = (low + high) / 2
            if rows[middle].at < at { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private func mayFollow(_ address: AddressRef) -> Bool {
        ends[address] == nil && hubs[address] == nil && (hops[address] ?? 0) < question.limits.hops ?? .max
    }

    /// What is known of balances before any amounts are: names, ends and hubs, and when they pay.
    private mutating func decide(_ addresses: [AddressRef]) async throws(LedgerError) {
        let addresses = addresses.filter { !decided.contains($0) }
        try await lookUp(addresses)
        for ref in addresses {
            decided.insert(ref)
            guard let address = names[ref] else { continue }
            if question.cuts[address] != nil {
                ends[ref] = (.chosen, nil)
            } else if let tag = question.stops.deciding(tags.tags(of: address)) {
                ends[ref] = (tag.reason, tag.tag)
            }
        }
        // Whether a balance ever pays decides between `unspent` and a limit, so those that are not followed are read too.
        try await load(addresses.filter { ends[$0] == nil })
    }

    private mutating func lookUp(_ addresses: [AddressRef]) async throws(LedgerError) {
        let new = Array(Set(addresses.filter { names[$0] == nil }))
        if new.isEmpty { return }
        for (ref, address) in zip(new, try await ledger.addresses(of: new)) { names[ref] = address }
        guard let limit = question.limits.hub else { return }
        for (ref, count) in zip(new, try await ledger.counts(of: new)) where count > limit { hubs[ref] = count }
    }

    private mutating func load(_ addresses: [AddressRef]) async throws(LedgerError) {
        for hub in addresses where hubs[hub] != nil && payments[hub] == nil { try await loadPayments(of: hub) }
        let new = addresses.filter { histories[$0] == nil && hubs[$0] == nil }
        if new.isEmpty { return }
        var batch = Batch<TransferRow>()
        try await ledger.history(of: new, asset: question.asset, Cursor(), into: &batch)
        for (k, address) in new.enumerated() {
            let rows = Array(batch[key: k])
            histories[address] = rows
            payments[address] = rows.filter { leaves($0, address) }.map(TransferPlace.init)
            for row in rows { transfers[TransferPlace(row)] = row }
        }
        if question.limits.until != nil { try await loadTimes(batch.rows) }
    }

    /// Of a hub only when it pays, a page at a time: nothing of it is followed.
    private mutating func loadPayments(of hub: AddressRef) async throws(LedgerError) {
        var found: [TransferPlace] = []
        var bounds = BalanceBounds()
        var after: TxRef?
        var batch = Batch<TransferRow>()
        repeat {
            try await ledger.history(of: [hub], asset: question.asset, Cursor(after: after, limit: 4096), into: &batch)
            if question.limits.until != nil { try await loadTimes(batch.rows) }
            for row in batch.rows {
                bounds.add(row, of: hub, isBeyond: direction.isBeyond(times[row.at] ?? 0, question.limits.until))
            }
            found += batch.rows.filter { leaves($0, hub) }.map(TransferPlace.init)
            after = batch.rows.last?.at
        } while !batch.rows.isEmpty && !control.isCancelled()
        payments[hub] = found
        hubBounds[hub] = bounds
    }

    private func leaves(_ row: TransferRow, _ address: AddressRef) -> Bool {
        direction.source(row) == address && row.to != row.from && row.value > .zero && (row.kind != .gas || direction == .forward)
    }

    /// Reads the block times of rows.
    mutating func loadTimes(_ rows: [TransferRow]) async throws(LedgerError) {
        let new = Set(rows.map(\.at)).filter { times[$0] == nil }.sorted()
        if new.isEmpty { return }
        for row in try await ledger.transactions(of: new) { times[row.at] = row.time }
    }

    /// The move after `place` by which value would leave a balance; nil when there is none.
    func next(of address: AddressRef, after place: TransferPlace) -> TransferPlace? {
        guard let all = payments[address] else { return nil }
        var (low, high) = (0, all.count)
        while low < high {
            let middle = (low + high) / 2
            if direction == .forward ? place < all[middle] : place <= all[middle] { high = middle } else { low = middle + 1 }
        }
        return direction == .forward ? (low < all.count ? all[low] : nil) : (low > 0 ? all[low - 1] : nil)
    }

    /// What a followed balance held before the ledger begins, and holds in the end.
    func bounds(of address: AddressRef) throws(TaintError) -> BalanceBounds {
        var bounds = BalanceBounds()
        for row in histories[address] ?? [] { bounds.add(row, of: address) }
        if bounds.isTooLarge { throw .sumTooLarge }
        return bounds
    }

    /// The balances whose every transfer is known.
    var followed: [AddressRef] { histories.keys.filter { ends[$0] == nil } }
}
