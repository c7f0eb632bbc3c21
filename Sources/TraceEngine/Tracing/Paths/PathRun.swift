import Encoding
import Ledger

/// Looks for ways through a ledger. Run it off the main actor; it tells where it is and can be cancelled.
public struct PathRun<Reader: UTXOReader>: Sendable {
    public let ledger: Reader
    public let question: PathQuestion
    let tags: any StopTags
    let detectors: (any MixerDetector)?

    public init(
        _ question: PathQuestion, in ledger: Reader, tags: any StopTags = TagTable(),
        detectors: (any MixerDetector)? = nil
    ) {
        self.ledger = ledger
        self.question = question
        self.tags = tags
        self.detectors = detectors
    }

    public func answer(_ control: TraceControl = TraceControl()) async throws(TraceError) -> PathAnswer {
        if question.from == question.to { throw .question("A path needs two different ends.") }
        var facts = TraceFacts(
            ledger,
            TraceQuestion(from: [question.from, question.to], methods: [.poison], limits: question.limits, stops: question.stops),
            tags: tags, detectors: detectors, control: control)
        var search = PathSearch(question)
        do throws(TraceError) { try await search.findEnds(&facts) } catch {
            // An end that the ledger does not know is an answer, not a wrong question.
            guard case .question(let sentence) = error else { throw error }
            return PathAnswer(question: question, info: ledger.info, paths: [], reason: sentence, reached: 0)
        }
        if question.followsOutputs {
            try await search.followOutputs(&facts)
        } else {
            try await search.followAddresses(&facts)
        }
        let found = question.kinds.compactMap { kind in
            (kind == .fewest
                ? search.graph.fewest(limit: question.limits.hops, isCancelled: control.isCancelled)
                : search.graph.widest(limit: question.limits.hops, isCancelled: control.isCancelled)).map { (kind, $0) }
        }
        try control.check()
        let paths = try await name(found, search, &facts)
        return PathAnswer(
            question: question, info: ledger.info, paths: paths,
            reason: paths.isEmpty ? search.reason(ledger.info) : nil, reached: search.graph.nodes - 1)
    }

    private func name(
        _ found: [(PathQuestion.Kind, [PathGraph.Edge])], _ search: PathSearch, _ facts: inout TraceFacts<Reader>
    ) async throws(TraceError) -> [TracePath] {
        do throws(LedgerError) {
            let refs = found.flatMap(\.1).map(\.at)
            try await facts.rows.load(refs, from: ledger)
            var handles: [AddressRef] = []
            for edge in found.flatMap(\.1) {
                for node in [edge.from, edge.to] { handles.append(search.owner(of: node, edge, facts.rows)) }
            }
            let names = try await ledger.names(of: handles)
            return found.map { kind, edges in
                TracePath(
                    kind: kind,
                    edges: edges.compactMap { edge in
                        guard let place = facts.rows.place(of: edge.at) else { return nil }
                        func end(_ node: Int) -> TracePath.End {
                            TracePath.End(
                                address: names[search.owner(of: node, edge, facts.rows)],
                                output: search.output(of: node, edge, facts.rows))
                        }
                        return TracePath.Edge(
                            transaction: facts.rows.rows[place], from: end(edge.from), to: end(edge.to), value: edge.value)
                    })
            }
        } catch {
            throw facts.control.error(error)
        }
    }
}
