import Casework

extension WorkbenchState {
    /// Points at what a number of the page stands for: commands act on it, and the cursor of the view goes to its row.
    ///
    /// `row` is the row of the table, the stop sheet or the notes, from 0; elsewhere what is pointed at tells the row.
    public mutating func point(at subject: CaseSubject, row: Int) -> [Effect] {
        pointed = subject
        switch pane {
        case .addresses:
            if listRows.contains(where: { $0.subject == subject }) { list.cursor = subject }
        case .notes:
            let notes = notesShown
            if row < notes.count, notes[row].subject == subject { noteCursor = notes[row].id }
        case .graph: selectInGraph(subject)
        default: return select(row: row)
        }
        return []
    }

    /// Puts the cursor on the first row of the graph that stands for it.
    private mutating func selectInGraph(_ subject: CaseSubject) {
        guard let graph else { return }
        if let tree = graph.tree?.tree {
            for row in tree.rows {
                for (node, isParty) in [(row.node, false), (row.party, true)] {
                    guard let node, self.subject(of: node.id.item) == subject else { continue }
                    self.graph?.selectInTree(row.id, isParty: isParty)
                    return
                }
            }
            return
        }
        let columns = graph.scene.columns.keys.sorted { (abs($0), $0) < (abs($1), $1) }
        let row = columns.lazy.flatMap { graph.scene.columns[$0] ?? [] }.first { self.subject(of: $0.item) == subject }
        if let row { self.graph?.select(row) }
    }
}
