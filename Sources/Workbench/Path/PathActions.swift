import Casework
import Ledger
import TraceEngine

extension WorkbenchState {
    /// The first call remembers where a path is to set out; the second, on another address, asks how one leads there.
    mutating func choosePathEnd() -> [Effect] {
        guard let address = selectedAddress else { return [] }
        guard let from = pathStart, from != address else {
            let isSame = pathStart == address
            pathStart = isSame ? nil : address
            toast = .news(
                isSame
                    ? "No path is begun any more."
                    : "A path from \(name(of: .address(address.text(on: openCase.chain)))): go to where it is to arrive and press p.")
            return []
        }
        pathStart = nil
        let ends = [from, address].map { name(of: .address($0.text(on: openCase.chain))) }
        return ask(PathQuestion(from: .address(from, nil), to: .address(address, nil)), ends[0], ends[1], serviceTags, serviceArguments)
    }

    /// Asks for a path from where the last one was to arrive.
    mutating func reversePath() -> [Effect] {
        guard let path = openPath else { return [] }
        let question = path.question
        let reversed = PathQuestion(
            from: question.to, to: question.from, followsOutputs: question.followsOutputs, kinds: question.kinds, limits: question.limits,
            stops: question.stops)
        return ask(reversed, path.to, path.from, path.services, path.serviceArguments)
    }

    /// Shows the path view and asks for a path between ends of those names.
    mutating func ask(
        _ question: PathQuestion, _ from: String, _ to: String, _ services: TagTable, _ arguments: [String]
    ) -> [Effect] {
        var effects: [Effect] = []
        if let path = openPath, path.isRunning { effects.append(.cancel(path.number)) }
        questionsAsked += 1
        openPath = OpenPath(number: questionsAsked, question: question, from: from, to: to, services: services, serviceArguments: arguments)
        pane = .path
        return effects + [.path(questionsAsked, question, services)]
    }

    /// What the cursor of the path view is on: the transaction of an edge.
    var pathSubject: CaseSubject? { openPath?.selected.map { .transaction($0.transaction.txid) } }
}

extension CommandTable {
    /// Paths between two addresses.
    static let pathCommands: [Command] = [
        Command(
            "path", [.character("p")], "a path from here: then p where it is to arrive", place: .selection,
            panes: Command.ofCase.subtracting([.path]), hint: "path", unless: needsAddressInLedger
        ) { $0.choosePathEnd() },
        Command(
            "other-path", [.character("m")], "the way of fewest transactions, or the widest", place: .view, panes: [.path],
            hint: "other way", unless: { ($0.openPath?.answer?.paths.count ?? 0) > 1 ? nil : "there is no other way" }
        ) { state in
            state.openPath?.nextKind()
            return []
        },
        Command(
            "reverse-path", [.character("O")], "ask for a path the other way round", place: .view, panes: [.path],
            hint: { $0.openPath?.answer?.paths.isEmpty == true ? "the other way round" : nil }, hintedFirst: true,
            unless: { $0.openPath == nil ? "no path was asked for yet; p asks" : nil }
        ) { $0.reversePath() },
        Command(
            "stop-path", [.escape], "stop looking for a path", place: .view, panes: [.path],
            unless: { $0.openPath?.isRunning == true ? nil : "no search is under way" }
        ) { state in
            guard let path = state.openPath, path.isRunning else { return [] }
            return [.cancel(path.number)]
        },
        Command(
            "path-view", [], "the path asked last", place: .everywhere,
            unless: { $0.openPath == nil ? "no path was asked for yet; p asks" : nil }
        ) { state in
            state.pane = .path
            return []
        },
    ]
}
