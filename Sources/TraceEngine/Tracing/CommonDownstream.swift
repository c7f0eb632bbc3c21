import Ledger

/// What many starts lead to: finds the collector behind sixty victims.
///
/// Which starts reach a position is a matter of reach alone (`poison`); how much arrives there is told by a method that
/// conserves. Positions that tags make a service, a mixer or a bridge are left out: everything meets there.
public struct CommonDownstream: Sendable {
    /// A position that several starts reach.
    public struct Position: Hashable, Sendable {
        public var place: TracePlace
        /// The numbers of the starts that reach it, from 0, ascending.
        public var starts: [Int]
        /// Fewest transactions from a start.
        public var hops: UInt32
        /// What of the starts' value arrives there, by `method`, in base units.
        public var value: UInt64
    }

    /// All positions of one address together.
    public struct Party: Hashable, Sendable {
        public var address: Address
        /// The starts that reach any of its positions.
        public var starts: [Int]
        /// Positions of it that the starts reach.
        public var positions: Int
        public var hops: UInt32
        /// What arrives at these positions. Value that passes the address twice counts twice: it is throughput.
        public var value: UInt64
    }

    /// By most starts, then fewest hops, most value, ledger order; those that at least two starts reach, or all of one
    /// start. At most as many as asked for.
    public var positions: [Position]
    /// In the same order.
    public var parties: [Party]
    /// How many there are in all.
    public var positionsFound: Int
    public var partiesFound: Int
    public var method: TraceMethod
    /// The trace it was read from, by `poison` and by `method`.
    public var trace: TraceAnswer
}

extension TraceRun {
    /// What the question's starts have in common downstream, with amounts by the question's first method that conserves
    /// (`haircut` where it names none). Backward: what they have in common upstream.
    ///
    /// - Parameter limit: rows to name, of positions and of addresses each.
    public func common(
        limit: Int, _ control: TraceControl = TraceControl()
    ) async throws(TraceError) -> CommonDownstream {
        let method = question.methods.first(where: \.conserves) ?? .haircut
        var asked = question
        asked.methods = [.poison, method]
        let answer = try await TraceRun(asked, of: ledger, tags: tags, detectors: detectors).answer(control)
        return try await common(answer, method, limit)
    }

    private func common(
        _ answer: TraceAnswer, _ method: TraceMethod, _ limit: Int
    ) async throws(TraceError) -> CommonDownstream {
        let (reach, amounts) = (answer.methods[0], answer.methods[1])
        let services: Set<Int> = Set(
            reach.assignment.ends.compactMap { end in
                guard case .slot(let slot) = end.position else { return nil }
                return answer.discoveries[reach.discovery].fates[slot].tag == end.reason ? slot : nil
            })
        let least = min(2, question.starts.count)
        var found: [Reached] = []
        var parties: [AddressRef: PartySum] = [:]
        for slot in answer.rows.outputs.indices where reach.assignment.isTainted(slot) && !services.contains(slot) {
            let starts = Set(reach.assignment.runs(slot).map { Int($0.label) - 1 })
            let row = Reached(
                slot: slot, output: answer.rows.output(at: slot), starts: starts.count,
                hops: answer.discoveries[reach.discovery].hops[slot], value: amounts.assignment.taint(slot, answer.rows))
            if row.starts >= least { found.append(row) }
            let owner = answer.rows.outputs[slot].owner
            if owner != .none { parties[owner, default: PartySum()].add(row, starts) }
        }
        found.sort(by: Reached.isBefore)
        let shared = parties.filter { $0.value.starts.count >= least }
        do throws(LedgerError) {
            var facts = TraceFacts(
                ledger, answer.question, tags: tags, detectors: nil, control: TraceControl())
            facts.rows = answer.rows
            let rows = found.prefix(limit)
            let names: PlaceNames
            do throws(TraceError) { names = try await facts.names(of: rows.map { .slot($0.slot) }) } catch {
                if case .ledger(let error) = error { throw error }
                throw LedgerError(error.description)
            }
            let addresses = try await ledger.names(of: Array(shared.keys))
            let named = shared.compactMap { ref, sum in addresses[ref].map { sum.party($0) } }
            return CommonDownstream(
                positions: rows.compactMap { row in
                    names.places[.slot(row.slot)].map { place in
                        CommonDownstream.Position(
                            place: place,
                            starts: reach.assignment.runs(row.slot).map { Int($0.label) - 1 }.sorted(), hops: row.hops,
                            value: row.value)
                    }
                },
                parties: Array(named.sorted(by: CommonDownstream.Party.isBefore).prefix(limit)),
                positionsFound: found.count, partiesFound: named.count, method: method, trace: answer)
        } catch {
            throw .ledger(error)
        }
    }
}

private struct Reached {
    var slot: Int
    var output: OutputRef
    var starts: Int
    var hops: UInt32
    var value: UInt64

    static func isBefore(_ a: Reached, _ b: Reached) -> Bool {
        if a.starts != b.starts { return a.starts > b.starts }
        if a.hops != b.hops { return a.hops < b.hops }
        return a.value != b.value ? a.value > b.value : a.output < b.output
    }
}

private struct PartySum {
    var starts: Set<Int> = []
    var positions = 0
    var hops = UInt32.max
    var value: UInt64 = 0

    mutating func add(_ row: Reached, _ some: Set<Int>) {
        starts.formUnion(some)
        positions += 1
        hops = min(hops, row.hops)
        // Throughput of a hub might not fit; it then stays at the greatest number there is.
        let (sum, isTooLarge) = value.addingReportingOverflow(row.value)
        value = isTooLarge ? .max : sum
    }

    func party(_ address: Address) -> CommonDownstream.Party {
        .init(address: address, starts: starts.sorted(), positions: positions, hops: hops, value: value)
    }
}

extension CommonDownstream.Party {
    fileprivate static func isBefore(_ a: Self, _ b: Self) -> Bool {
        if a.starts.count != b.starts.count { return a.starts.count > b.starts.count }
        if a.hops != b.hops { return a.hops < b.hops }
        if a.value != b.value { return a.value > b.value }
        return a.address.script.lexicographicallyPrecedes(b.address.script)
    }
}
