/// How the graph is drawn.
public enum GraphMode: String, CaseIterable, Hashable, Sendable {
    /// One hop on each side of the focus.
    case bowTie = "bow-tie"
    /// As many hops as there is room for.
    case hopColumns = "hop-columns"
    /// One hop a row.
    case pathTree = "path-tree"

    var next: GraphMode {
        switch self {
        case .bowTie: .hopColumns
        case .hopColumns: .pathTree
        case .pathTree: .bowTie
        }
    }
}
