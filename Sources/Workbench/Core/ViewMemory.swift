import Casework
import Encoding
import Ledger

/// What is only a view: kept between sessions beside the case, never in it.
extension WorkbenchState {
    /// The view as a document for the user's state folder.
    public var viewMemory: JSONValue {
        var view: [String: JSONValue] = [
            "schema": "clew-view-1", "pane": .integer(Int64(pane.rawValue)), "zoomed": .bool(isZoomed),
            "top": .integer(Int64(list.top)), "filter": .string(list.filter.text),
            "seen": .integer(Int64(clamping: journalHead)),
        ]
        if let cursor = list.cursor { view["cursor"] = .string(Self.text(cursor)) }
        if let split { view["split"] = .integer(Int64(split)) }
        if !noteFilter.isEmpty { view["noteFilter"] = .string(noteFilter.text) }
        if let noteCursor { view["note"] = .integer(Int64(clamping: noteCursor)) }
        if let graph {
            view["focus"] = document(graph.focus.item) ?? .null
            view["expanded"] = .array(graph.expanded.compactMap(document))
            view["node"] = document(graph.cursor) ?? .null
            if let mode = graph.mode { view["mode"] = .string(mode.rawValue) }
        }
        if let listed = views[TransactionsView.self] { view["listed"] = .string(listed.address.text(on: openCase.chain)) }
        view["tables"] = .object(
            Dictionary(
                views.panes.filter { $0 != .cases }.compactMap { pane in views[pane].map { ("\(pane)", $0.memory) } },
                uniquingKeysWith: { a, _ in a }))
        if let shown = views[TransactionDetailView.self] { view["transaction"] = .string(shown.id.description) }
        let drafts = draftsToKeep
        if !drafts.isEmpty {
            view["drafts"] = .object(
                Dictionary(drafts.map { (Self.text($0.key), JSONValue.string($0.value)) }, uniquingKeysWith: { a, _ in a }))
        }
        return .object(view)
    }

    /// Takes up a view that was kept. What no longer fits is left out: a view is never a reason to fail.
    public mutating func restore(_ memory: JSONValue) {
        guard memory["schema"]?.stringValue == "clew-view-1" else { return }
        if let number = memory["pane"]?.integerValue { pane = Pane(rawValue: Int(number)) ?? .addresses }
        reopenViews(memory)
        isZoomed = memory["zoomed"]?.boolValue ?? false
        list.filter = ItemFilter(memory["filter"]?.stringValue ?? "")
        list.cursor = memory["cursor"]?.stringValue.flatMap(Self.subject)
        list.top = max(0, Int(memory["top"]?.integerValue ?? 0))
        split = memory["split"]?.integerValue.map { Int($0) }
        noteFilter = FilterQuery(memory["noteFilter"]?.stringValue ?? "")
        noteCursor = memory["note"]?.integerValue.flatMap { UInt64(exactly: $0) }
        for (key, draft) in memory["drafts"]?.objectValue ?? [:] {
            if let target = Self.target(key), let text = draft.stringValue { drafts[target] = text }
        }
        settleDrafts(before: openCase)
        guard let focus = memory["focus"].flatMap({ item($0) }) else { return }
        switch focus {
        case .address(let address): start(at: .address(address))
        case .transaction(let at): start(at: .transaction(at))
        default: return
        }
        if let mode = memory["mode"]?.stringValue.flatMap({ GraphMode(rawValue: $0) }), mode != .pathTree { graph?.show(mode) }
        remembered = RememberedGraph(
            expanded: (memory["expanded"]?.arrayValue ?? []).compactMap(node), cursor: memory["node"].flatMap(node))
    }

    /// Opens the tables that were open; a pane that cannot be shown again gives way to the list.
    private mutating func reopenViews(_ memory: JSONValue) {
        if let text = memory["listed"]?.stringValue, let address = try? Address(text, on: openCase.chain) {
            views[TransactionsView.self] = TransactionsView(address, on: openCase.chain)
        }
        if let id = memory["transaction"]?.stringValue.flatMap({ TxID($0) }) {
            views[TransactionDetailView.self] = TransactionDetailView(id)
        }
        let tables = memory["tables"]
        if pane == .journal || tables?["journal"] != nil { views[JournalView.self] = JournalView() }
        if pane == .findings || tables?["findings"] != nil { views[FindingsView.self] = FindingsView() }
        if pane == .tasks || tables?["tasks"] != nil { views[TasksView.self] = TasksView() }
        if pane == .timeline || tables?["timeline"] != nil { views[TimelineView.self] = TimelineView([], isOfMarked: false) }
        for pane in views.panes {
            guard let kept = tables?["\(pane)"] else { continue }
            views.change(pane) { $0.restore(kept) }
        }
        if !Pane.main.contains(pane), views[pane] == nil { pane = .addresses }
    }

    private static func text(_ subject: CaseSubject) -> String {
        switch subject {
        case .wholeCase: "case"
        case .address(let text): "address " + text
        case .transaction(let id): "transaction \(id)"
        case .edge(let id, let index): "edge \(id):\(index)"
        case .record(let id): "record \(id)"
        }
    }

    private static func subject(_ text: String) -> CaseSubject? {
        let parts = text.split(separator: " ").map(String.init)
        switch (parts.first, parts.count) {
        case ("case", 1): return .wholeCase
        case ("address", 2): return .address(parts[1])
        case ("transaction", 2): return TxID(parts[1]).map { .transaction($0) }
        default: return nil
        }
    }

    /// `note 12` for a note of the case that is being changed, else what a new one is about.
    private static func text(_ target: NoteTarget) -> String {
        switch target {
        case .new(let subject): text(subject)
        case .existing(let id): "note \(id)"
        }
    }

    private static func target(_ text: String) -> NoteTarget? {
        if text.hasPrefix("note ") { return UInt64(text.dropFirst(5)).map { .existing($0) } }
        return subject(text).map { .new($0) }
    }

    /// A row of the graph; nil for groups and facts, which come and go with what is shown.
    private func document(_ item: GraphItem) -> JSONValue? {
        switch item {
        case .address(let address): return ["address": .string(address.text(on: openCase.chain))]
        case .transaction(let at): return ["transaction": .string(String(at.raw))]
        case .elsewhere(let item, let parent):
            guard let item = document(item), let parent = document(parent) else { return nil }
            return ["elsewhere": item, "under": parent]
        default: return nil
        }
    }

    private func item(_ document: JSONValue, depth: Int = 0) -> GraphItem? {
        if let text = document["address"]?.stringValue {
            return (try? Address(text, on: openCase.chain)).map { .address($0) }
        }
        if let raw = document["transaction"]?.stringValue { return UInt64(raw).map { .transaction(TxRef(raw: $0)) } }
        guard depth < 2, let shown = document["elsewhere"].flatMap({ item($0, depth: depth + 1) }),
            let parent = document["under"].flatMap({ item($0, depth: depth + 1) })
        else { return nil }
        return .elsewhere(shown, under: parent)
    }

    private func document(_ id: GraphNodeID) -> JSONValue? {
        document(id.item).map { ["column": .integer(Int64(id.column)), "item": $0] }
    }

    private func node(_ document: JSONValue) -> GraphNodeID? {
        guard let column = document["column"]?.integerValue, abs(column) < 10_000,
            let item = document["item"].flatMap({ item($0) })
        else { return nil }
        return GraphNodeID(column: Int(column), item: item)
    }
}

/// Rows that were open and the row that was selected, taken up as soon as the ledger has answered that far.
struct RememberedGraph: Hashable, Sendable {
    var expanded: [GraphNodeID]
    var cursor: GraphNodeID?

    /// Opens what can be opened by now, in the order in which it was opened, and selects the row when it is there.
    mutating func reopen(_ graph: inout GraphState) {
        while let next = expanded.first, graph.scene.nodes[next] != nil {
            graph.select(next)
            graph.expand()
            expanded.removeFirst()
        }
        guard expanded.isEmpty, let target = cursor, graph.scene.nodes[target] != nil else { return }
        graph.select(target)
        cursor = nil
    }
}
