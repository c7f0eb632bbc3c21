import Casework
import Ledger
import TraceEngine

/// A path tree of what other views show.
extension WorkbenchState {
    /// The branch that leads to the stop under the cursor, one hop a row.
    mutating func showBranch() -> [Effect] {
        guard let branch, let first = branch.first else {
            toast = .news("By the method that is shown first, nothing of the start came here.")
            return []
        }
        var route: [Int: PathChoice] = [:]
        for (hop, output) in branch.enumerated().dropFirst() {
            route[hop] = PathChoice(tx: output.tx, item: .output(output))
        }
        return show(.outputs([first]), route: route, focus: .transaction(first.tx))
    }

    /// The outputs from a start to the selected stop by the method that is shown first, in the order of time.
    var branch: [OutputRef]? {
        guard let trace = openTrace, let answer = trace.answer, let place = trace.selected?.stop.place, let at = place.at,
            answer.methods.indices.contains(trace.shown.first)
        else { return nil }
        let output = OutputRef(tx: at, index: place.outpoint.index)
        let positions = answer.branch(to: output, by: answer.methods[trace.shown.first]).map(\.output)
        guard !positions.isEmpty else { return nil }
        return answer.question.direction == .forward ? positions : positions.reversed()
    }

    /// The path that is shown, one hop a row.
    mutating func showPathTree() -> [Effect] {
        guard let edges = openPath?.path?.edges, let first = edges.first, let from = first.from.address else { return [] }
        var route: [Int: PathChoice] = [:]
        for (n, edge) in edges.enumerated() {
            let item: GraphItem? = edge.to.address.map { .address($0) }
                ?? edge.to.output.map { .output(OutputRef(tx: edge.transaction.at, index: $0.index)) }
            if let item { route[n + 1] = PathChoice(tx: edge.transaction.at, item: item) }
        }
        return show(.spent(by: first.transaction.at, owner: from), route: route, focus: .address(from))
    }

    private mutating func show(_ root: PathTreeRoot, route: [Int: PathChoice], focus: GraphFocus) -> [Effect] {
        leave()
        start(at: focus)
        graph?.show(root, route: route)
        pane = .graph
        return feedGraph()
    }
}

extension CommandTable {
    /// The ways to draw the graph.
    static let modeCommands: [Command] = [
        Command(
            "mode", [.character("v")], "bow-tie, hop columns, or a path tree from the selected row", place: .view,
            panes: [.graph], hint: "mode", hintedFirst: true, unless: { $0.graph == nil ? "the graph shows nothing yet" : nil }
        ) { state in
            state.graph?.nextMode()
            return state.feedGraph()
        },
        Command(
            "origins", [.character("V")], "a path tree back from this row: where its value came from", place: .view,
            panes: [.graph], hint: "origins", hintedFirst: true,
            unless: { $0.graph == nil ? "the graph shows nothing yet" : nil }
        ) { state in
            state.graph?.showOrigins()
            return state.feedGraph()
        },
        Command(
            "branch", [.character("v")], "show how value came to this stop, one hop a row", place: .selection,
            panes: [.trace], hint: "path tree", hintedFirst: true,
            unless: { $0.openTrace?.selected?.stop.place.at == nil ? "no stop inside the ledger is selected" : nil }
        ) { $0.showBranch() },
        Command(
            "path-tree", [.character("v")], "show the path one hop a row, with what leaves it", place: .selection,
            panes: [.path], hint: "path tree", hintedFirst: true,
            unless: { $0.openPath?.path?.edges.first?.from.address == nil ? "there is no path between addresses" : nil }
        ) { $0.showPathTree() },
        Command(
            "why-marked", [.character("w")], "which rules conclude what is marked ~, and where they fail", place: .selection,
            panes: [.graph], hint: "why", hintedFirst: true,
            unless: { state in
                guard let graph = state.graph, let node = graph.selected else { return "the graph shows nothing yet" }
                return graph.claims(of: node).isEmpty ? "no rule says anything of this row" : nil
            }
        ) { $0.explainClaims() },
        Command(
            "export-graph", [.character("Y")], "write the graph as it is shown, as text and SVG for a report", place: .view,
            panes: [.graph],
            unless: { state in
                guard let graph = state.graph, graph.isFocusRead else { return "the graph shows nothing yet" }
                return state.unsaved.isEmpty ? nil : "a change is not saved yet"
            }
        ) { state in state.graph.map { [.exportGraph($0)] } ?? [] },
        Command(
            "stop-reading", [.escape], "stop what the graph is reading", place: .view, panes: [.graph],
            unless: { $0.graph?.progress == nil ? "nothing is being read; [ goes back to where you were" : nil }
        ) { $0.stopReading() },
    ]
}
