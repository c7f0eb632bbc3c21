import Ledger

/// A trace over a ledger: give it a question, get the answer. Run it off the main actor; it tells where it is and can be
/// cancelled at any time.
///
/// Value is followed in two passes. Discover goes breadth-first from the starts under the stops that need no amounts;
/// assign passes taint through what was found, transaction by transaction in ledger order, once for each method and for
/// all starts together.
public struct TraceRun<Reader: UTXOReader>: Sendable {
    public let ledger: Reader
    public let question: TraceQuestion
    let tags: any StopTags
    let detectors: (any MixerDetector)?

    /// - Parameter ledger: the snapshot to ask; what was spent later is unspent in it.
    public init(
        _ question: TraceQuestion, of ledger: Reader, tags: any StopTags = TagTable(),
        detectors: (any MixerDetector)? = nil
    ) {
        self.ledger = ledger
        self.question = question
        self.tags = tags
        self.detectors = detectors
    }

    /// The answer; or what was wrong with the question or the ledger, or that it was cancelled.
    public func answer(_ control: TraceControl = TraceControl()) async throws(TraceError) -> TraceAnswer {
        try question.check(methods: TraceMethod.forOutputs)
        var facts = TraceFacts(ledger, question, tags: tags, detectors: detectors, control: control)
        let starts = try await facts.findStarts()

        var discoveries: [Discovery] = []
        var chosen: [Bool: Int] = [:]
        for passesUnknown in Set(question.methods.map { $0 == .poison }).sorted(by: { !$0 && $1 }) {
            // The same unless a transaction was met whose amounts are not known.
            if let other = discoveries.first, !other.metUnknown {
                chosen[passesUnknown] = 0
                continue
            }
            discoveries.append(try await facts.discover(starts.bySlot, passesUnknown: passesUnknown))
            chosen[passesUnknown] = discoveries.count - 1
        }
        // The second may have read more than the first knew of.
        for k in discoveries.indices { discoveries[k].grow(facts.rows) }

        var parts: [(assignment: Assignment, discovery: Int)] = []
        for method in question.methods {
            let discovery = chosen[method == .poison] ?? 0
            var assignment = Assignment(
                method, facts.rows, starts: question.starts.count, minimum: question.limits.minimumValue)
            try assignment.run(
                order(discoveries[discovery], facts.rows), facts.rows, discoveries[discovery], control)
            parts.append((assignment, discovery))
        }
        control.report(TraceProgress(phase: .name, hop: 0, done: 0, total: nil))
        try control.check()
        let names = try await facts.names(of: parts.flatMap { $0.assignment.ends.map(\.position) })
        var methods: [MethodTrace] = []
        for part in parts { methods.append(try facts.sheet(part.assignment, part.discovery, names)) }
        return TraceAnswer(
            question: question, info: ledger.info, methods: methods,
            startPlaces: starts.slots.map { $0.map { facts.rows.output(at: $0) } }, rows: facts.rows,
            discoveries: discoveries)
    }

    /// The places that assign goes through, in the order of the direction.
    private func order(_ found: Discovery, _ rows: TraceRows) -> [Int] {
        var places = Set(found.passes.indices.filter { found.passes[$0] })
        for slot in found.starts.keys { places.insert(rows.placeOfSlot[slot]) }
        if question.direction == .backward {
            for slot in found.hops.indices where found.isReached(slot) { places.insert(rows.placeOfSlot[slot]) }
        }
        let isForward = question.direction == .forward
        return places.sorted { isForward ? rows.rows[$0].at < rows.rows[$1].at : rows.rows[$0].at > rows.rows[$1].at }
    }
}
