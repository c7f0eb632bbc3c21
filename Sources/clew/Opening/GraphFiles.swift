import Casework
import Ledger
import Screen
import Workbench

/// A graph as files for a report.
enum GraphFiles {
    /// Writes it as text and as SVG beside the case: `lantern-graph-412.txt`, `lantern-graph-412.svg`.
    static func write(
        _ graph: GraphState, of store: CaseStore, ledger info: LedgerInfo
    ) throws(FileError) -> [SummaryFiles.Written] {
        let theCase = store.current
        let document = GraphDocument(graph, origin: .init(name: theCase.name, event: theCase.head), ledger: info)
        let name = "graph-\(theCase.head)"
        return [
            try SummaryFiles.write(Array(document.text().utf8), name, "txt", besides: store.folder),
            try SummaryFiles.write(Array(document.svg().utf8), name, "svg", besides: store.folder),
        ]
    }
}
