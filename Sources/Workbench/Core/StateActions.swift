import Casework
import Ledger
import TraceEngine

/// The steps that commands are made of.
extension WorkbenchState {
    /// Rows that a page of the focused pane moves.
    var pageRows: Int { max(1, (ScreenLayout(state: self).space(of: pane)?.body.height ?? rows) - 2) }

    /// Scrolls the list no further than its cursor needs.
    mutating func scrollList() {
        guard let body = ScreenLayout(state: self).space(of: .addresses)?.body else { return }
        let isWide = ScreenLayout.isWideList(body)
        let items = listRows
        let selected = list.selected(in: items)?.subject
        let lines = ListLine.lines(of: items, isWide: isWide)
        let at = lines.firstIndex { $0.subject == selected } ?? 0
        // The heading above the first row comes back into view with it.
        let from = !isWide && at == 1 ? 0 : list.top
        list.top = Scroll.top(keeping: at, of: lines.count, in: body.height - (isWide ? 1 : 0), from: from)
    }

    /// Hands a change to the journal.
    mutating func change(_ change: CaseChange) -> [Effect] {
        if change.on(.wholeCase) != nil { lastChange = change }
        return unsaved.add(change)
    }

    mutating func switchPane(by step: Int) -> [Effect] {
        let ring = Pane.tabs.filter { Pane.main.contains($0) || ($0 == .trace ? openTrace != nil : views[$0] != nil) }
        let at = ring.firstIndex(of: pane.tab) ?? 0
        pane = ring[(at + step + ring.count) % ring.count]
        return []
    }

    /// Moves the cursor of the focused pane.
    mutating func moveCursor(by step: Int) -> [Effect] {
        switch pane {
        case .addresses:
            list.move(by: step, in: listRows)
            return followList(remember: false)
        case .graph:
            graph?.move(by: step)
            return feedGraph()
        case .notes:
            let all = notesShown
            guard !all.isEmpty else { return [] }
            let now = all.place(ofID: noteCursor) ?? 0
            noteCursor = all[min(max(0, now + step), all.count - 1)].id
            noteScroll = 0
            return []
        case .trace:
            openTrace?.move(by: step)
            return []
        case .cluster:
            openCluster?.move(by: step)
            return []
        case .path:
            openPath?.move(by: step)
            return []
        default:
            views.change(pane) { $0.move(by: step) }
            return []
        }
    }

    /// A page in a list; in the notes the text under the cursor scrolls.
    mutating func movePage(by step: Int) -> [Effect] {
        guard pane == .notes else { return moveCursor(by: step * pageRows) }
        noteScroll = min(max(0, noteScroll + step * max(1, pageRows / 3)), furthestNoteScroll)
        return []
    }

    /// What `y` copies: the full identifier under the cursor, or the note's text.
    public var copyable: String? {
        if marked.count > 1, pane != .notes, views[pane] == nil { return targets.map(ItemList.identifier).joined(separator: "\n") }
        if let text = views[pane]?.copyable { return text }
        return switch (pane, subject) {
        case (.notes, _): selectedNote?.text
        case (_, .address(let text)?): text
        case (_, .transaction(let id)?): id.description
        default: nil
        }
    }

    /// Asks for the sums and tags of every address in the case that are not known yet, and for its transactions.
    mutating func loadItems() -> [Effect] {
        let tags = loadTags(of: index.addresses.values)
        guard ledgerInfo != nil else { return tags }
        var addresses: [Address] = []
        var effects: [Effect] = []
        for item in openCase.items {
            switch item.subject {
            case .address(let text):
                guard let address = index.addresses[text], known.figures[address] == nil else { continue }
                addresses.append(address)
            case .transaction(let id):
                if known.places[id] == nil { effects.append(.locate(id)) }
            case .wholeCase, .edge, .record: break
            }
        }
        if !addresses.isEmpty { effects.append(.loadFigures(addresses)) }
        return effects.filter { asked.insert($0).inserted } + tags
    }
}
