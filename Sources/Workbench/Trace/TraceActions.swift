import Casework
import Ledger
import TraceEngine

extension WorkbenchState {
    /// Asks where the value of what is selected went, or came from, by every method that is defined in that direction.
    mutating func trace(_ direction: TraceDirection) -> [Effect] {
        guard let (starts, name) = traceStarts else { return [] }
        let question = TraceQuestion(from: starts, direction: direction, methods: TraceMethod.comparable(direction))
        return ask(question, from: name, serviceTags, serviceArguments)
    }

    /// Shows the stop sheet of a question and asks it.
    mutating func ask(_ question: TraceQuestion, from name: String, _ services: TagTable, _ arguments: [String]) -> [Effect] {
        let effects = cancelTrace()
        questionsAsked += 1
        openTrace = OpenTrace(
            number: questionsAsked, question: question,
            title: (question.direction == .forward ? "forward from " : "back from ") + name, startName: name,
            serviceArguments: arguments)
        pane = .trace
        return effects + [.trace(questionsAsked, question, services)]
    }

    /// Stops the trace that is under way.
    mutating func cancelTrace() -> [Effect] {
        guard let trace = openTrace, trace.isRunning else { return [] }
        return [.cancel(trace.number)]
    }

    /// Where a trace from the cursor would set out, and what that is called: the coins that a row of the graph stands for,
    /// all that an address received, or all outputs of a transaction.
    var traceStarts: (starts: [TraceStart], name: String)? {
        if pane == .graph, let node = graph?.selected, node.column != 0, !node.coins.isEmpty {
            let starts = node.coins.map { TraceStart.output($0.outpoint.txid, height: nil, index: $0.outpoint.index) }
            let owner = graphSubject.map { name(of: $0) } ?? "an output"
            return (starts, "\(starts.count) \(starts.count == 1 ? "coin" : "coins") of \(owner)")
        }
        switch subject {
        case .address(let text)?:
            guard let address = try? Address(text, on: openCase.chain) else { return nil }
            return ([.address(address, nil)], name(of: .address(text)))
        case .transaction(let id)?: return ([.transaction(id, height: nil)], name(of: .transaction(id)))
        case .edge(let id, let index)?:
            return ([.output(id, height: nil, index: index)], name(of: .edge(id, index)))
        case .wholeCase?, .record?, nil: return nil
        }
    }

    func name(of subject: CaseSubject) -> String {
        let label = label(of: subject)
        guard label.isEmpty else { return label }
        return switch subject {
        case .address(let text): text
        case .transaction(let id): "tx \(id)"
        case .wholeCase, .edge, .record: subject.text
        }
    }

    /// The services of the case: what the investigator calls one, a trace does not go through.
    var serviceTags: TagTable {
        var table = TagTable()
        for item in openCase.items where item.role == .service {
            guard case .address(let text) = item.subject, let address = index.addresses[text] else { continue }
            table.add(.service(item.label), to: address)
        }
        return table
    }

    /// The same as words of the command line, so that the question can be asked again without the case.
    var serviceArguments: [String] {
        openCase.items.filter { $0.role == .service }.flatMap { item -> [String] in
            guard case .address(let text) = item.subject, index.addresses[text] != nil else { return [] }
            return ["--service", "\(text)=\(item.label)"]
        }
    }

    /// What the cursor of the stop sheet is on: the address where the branch ended, else its transaction.
    var traceSubject: CaseSubject? {
        guard let place = openTrace?.selected?.stop.place else { return nil }
        return place.owner.map { .address($0.text(on: openCase.chain)) } ?? .transaction(place.outpoint.txid)
    }

    /// Shows the end of a branch in the graph.
    mutating func showStop() -> [Effect] {
        guard let subject else { return [] }
        pane = .graph
        return show(subject, remember: true)
    }
}

extension TraceMethod {
    /// The methods that are asked at once and shown side by side, all that are defined in that direction.
    static func comparable(_ direction: TraceDirection) -> [TraceMethod] {
        [.fifo, .haircut, .lifo, .tiho, .poison].filter { direction == .forward || $0.hasInverse }
    }
}

extension CommandTable {
    /// What acts on the stop under the cursor.
    static let stopCommands: [Command] = [
        Command(
            "show-stop", [.enter, .right, .character("l")], "show in the graph where the branch ended", place: .selection,
            panes: [.trace], hint: "show in graph", hintedFirst: true, unless: needsStop
        ) { $0.showStop() },
        Command(
            "other-method", [.character("m")], "another method in the second column", place: .view, panes: [.trace],
            hint: "methods", hintedFirst: true, unless: needsAnswer
        ) { state in
            state.openTrace?.nextMethod(inSecondPlace: true)
            return []
        },
    ]

    /// Tracing and its stop sheet.
    static let traceCommands: [Command] = [
        Command(
            "trace", [.character("t")], "follow the value forward from here to where it stopped", place: .selection,
            panes: subjectPanes.subtracting([.trace]).union([.notes]), hint: "trace", hintedFirst: true, unless: needsStart
        ) { $0.trace(.forward) },
        Command(
            "trace-back", [.character("T")], "follow the value back to where it came from", place: .selection,
            panes: subjectPanes.subtracting([.trace]).union([.notes]), unless: needsStart
        ) { $0.trace(.backward) },
        Command(
            "first-method", [.character("M")], "another method in the first column", place: .view, panes: [.trace],
            unless: needsAnswer
        ) { state in
            state.openTrace?.nextMethod(inSecondPlace: false)
            return []
        },
        Command(
            "stop-tracing", [.escape], "stop the trace that is under way, or show all stops again", place: .view, panes: [.trace],
            unless: { $0.openTrace?.isRunning == true || !$0.filterText.isEmpty ? nil : "no trace is under way" }
        ) { $0.openTrace?.isRunning == true ? $0.cancelTrace() : $0.setFilter("") },
        Command(
            "trace-view", [.character("5")], "the stop sheet of the last trace", place: .everywhere,
            unless: { $0.openTrace == nil ? "nothing was traced yet; t traces" : nil }
        ) { state in
            state.pane = .trace
            return []
        },
    ]

    private static let needsStart: @Sendable (WorkbenchState) -> String? = { state in
        if case .missing = state.ledger { return "no ledger is open" }
        return state.traceStarts == nil ? "no address, coin or transaction is selected" : nil
    }

    private static let needsStop: @Sendable (WorkbenchState) -> String? = { state in
        state.openTrace?.selected == nil ? "no stop is selected" : nil
    }

    private static let needsAnswer: @Sendable (WorkbenchState) -> String? = { state in
        state.openTrace?.answer == nil ? "there is no answer yet" : nil
    }
}
