import Ledger

/// Everything that value may reach from the starts under the stops that need no amounts.
struct Discovery: Sendable {
    static let notReached = UInt32.max

    let direction: TraceDirection
    /// Fewest transactions from a start, by slot.
    var hops: [UInt32] = []
    /// By slot; only where reached.
    var fates: [PositionFate] = []
    /// Hops of coins outside the ledger, by seat, and their fates.
    var outside: [Int: (hops: UInt32, fate: PositionFate)] = [:]
    /// Places of the transactions that value may pass, by place.
    var passes: [Bool] = []
    /// Slots of the starts with the numbers of the starts there, ascending from 0.
    var starts: [Int: [UInt32]] = [:]
    /// True when it met a transaction whose amounts do not add up or are not known.
    var metUnknown = false

    init(_ direction: TraceDirection) { self.direction = direction }

    mutating func grow(_ rows: TraceRows) {
        hops.append(contentsOf: repeatElement(Self.notReached, count: rows.outputs.count - hops.count))
        fates.append(contentsOf: repeatElement(PositionFate(), count: rows.outputs.count - fates.count))
        passes.append(contentsOf: repeatElement(false, count: rows.count - passes.count))
    }

    func isReached(_ slot: Int) -> Bool { slot < hops.count && hops[slot] != Self.notReached }

    func ignoresTag(_ slot: Int) -> Bool { direction == .backward && starts[slot] != nil }
}

/// What the passes ask of the ledger, tags and detectors, each answer kept.
struct TraceFacts<Reader: UTXOReader>: Sendable {
    let ledger: Reader
    let question: TraceQuestion
    let tags: any StopTags
    let detectors: (any MixerDetector)?
    let control: TraceControl

    var rows: TraceRows
    var owners: [AddressRef: OwnerFacts] = [:]
    /// By place; missing where no detector was asked.
    var claims: [Int: MixerClaim?] = [:]
    private let cutAddresses: Set<Address>
    let cutOutputs: Set<Outpoint>

    struct OwnerFacts: Sendable {
        var address: Address
        var tag: StopReason?
        var isCut: Bool
        var transactions: UInt64?
    }

    init(
        _ ledger: Reader, _ question: TraceQuestion, tags: any StopTags, detectors: (any MixerDetector)?,
        control: TraceControl
    ) {
        self.ledger = ledger
        self.question = question
        self.tags = tags
        self.detectors = question.stops.usesDetectors ? detectors : nil
        self.control = control
        rows = TraceRows(control)
        var addresses: Set<Address> = []
        var outputs: Set<Outpoint> = []
        for cut in question.cuts {
            switch cut.place {
            case .address(let address): addresses.insert(address)
            case .output(let output): outputs.insert(output)
            }
        }
        cutAddresses = addresses
        cutOutputs = outputs
    }

    private var needsAddresses: Bool {
        !cutAddresses.isEmpty || (!tags.isEmpty && !question.stops.categories.isEmpty)
    }

    /// Looks up what tags and cuts say of owners, one question for all that are new.
    mutating func lookUp(owners refs: some Sequence<AddressRef>) async throws(LedgerError) {
        guard needsAddresses else { return }
        let new = Self.distinct(refs) { owners[$0] == nil }
        if new.isEmpty { return }
        for part in new.parts {
            try control.checkReading()
            for (ref, address) in zip(part, try await ledger.addresses(of: Array(part))) {
                owners[ref] = OwnerFacts(
                    address: address, tag: question.stops.deciding(tags.tags(of: address))?.reason,
                    isCut: cutAddresses.contains(address))
            }
        }
    }

    /// Counts the transactions of owners, one question for all that are new; none when no limit is set.
    mutating func count(owners refs: some Sequence<AddressRef>) async throws(LedgerError) {
        guard question.limits.hub != nil else { return }
        let new = Self.distinct(refs) { counts[$0] == nil }
        if new.isEmpty { return }
        for part in new.parts {
            try control.checkReading()
            for (ref, count) in zip(part, try await ledger.counts(of: Array(part))) { counts[ref] = count }
        }
    }

    private(set) var counts: [AddressRef: UInt64] = [:]

    /// Looks up what the inputs at some seats spend, by txid, one question for all that are new.
    mutating func lookUp(outpointsAt seats: some Sequence<Int>) async throws(LedgerError) {
        let places = Set(seats.filter { outpoints[$0] == nil }.map { rows.placeOfSeat($0) }).sorted()
        if places.isEmpty { return }
        var batch = Batch<Outpoint>()
        try await ledger.outpoints(of: places.map { rows.rows[$0].at }, into: &batch)
        for (k, place) in places.enumerated() {
            for (seat, outpoint) in zip(rows.seats(place), batch[key: k]) { outpoints[seat] = outpoint }
        }
    }

    /// By seat; only where looked up.
    private(set) var outpoints: [Int: Outpoint] = [:]

    func isHub(_ owner: AddressRef) -> Bool {
        guard let limit = question.limits.hub, let count = counts[owner] else { return false }
        return count > limit
    }

    /// Asks the detectors about transactions, one question for all that are new.
    mutating func detect(_ places: some Sequence<Int>) async throws(LedgerError) {
        guard let detectors else { return }
        var new: [Int] = []
        for place in places where claims[place] == nil {
            claims[place] = .some(nil)
            new.append(place)
        }
        if new.isEmpty { return }
        for part in new.parts {
            try control.checkReading()
            for (place, claim) in zip(part, try await detectors.claims(of: part.map { rows.rows[$0].at }, in: ledger)) {
                claims[place] = .some(claim)
            }
        }
    }

    /// What ends every branch that would enter the transaction.
    func gate(_ place: Int, passesUnknown: Bool) -> StopReason? {
        let row = rows.rows[place]
        if rows.fees[place] == nil, !passesUnknown { return .coverage }
        if claims[place]?.map({ _ in true }) ?? false { return .mixer }
        if let tag = question.stops.deciding(tags.tags(of: row.txid)) { return tag.reason }
        if let until = question.limits.until {
            let isBeyond = question.direction == .forward ? row.time > until : row.time < until
            if isBeyond { return .timeLimit }
        }
        return nil
    }

    func isCut(_ owner: AddressRef, _ output: @autoclosure () -> Outpoint) -> Bool {
        owners[owner]?.isCut ?? false || (!cutOutputs.isEmpty && cutOutputs.contains(output()))
    }

    private static func distinct(
        _ refs: some Sequence<AddressRef>, _ isNew: (AddressRef) -> Bool
    ) -> [AddressRef] {
        var seen: Set<AddressRef> = []
        return refs.filter { $0 != .none && isNew($0) && seen.insert($0).inserted }
    }
}
