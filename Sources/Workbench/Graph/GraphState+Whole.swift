extension GraphState {
    /// The same picture with its first row at the top: what a document shows, which has no window.
    public var fromTheTop: GraphState {
        var state = self
        state.scroll = 0
        state.tree?.top = 0
        return state
    }

    /// Rows of the whole picture, headings and sums included.
    public var wholeHeight: Int {
        if let tree { return tree.tree.rows.count + 4 }
        return layout.height + 5
    }
}
