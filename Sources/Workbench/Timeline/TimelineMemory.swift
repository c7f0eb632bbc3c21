import Encoding
import Ledger

extension TimelineView {
    /// What is kept between sessions: zoom, filter, order, the row under the cursor.
    var memory: JSONValue {
        var members: [String: JSONValue] = ["filter": .string(table.filter.text), "journal": .bool(showsJournal), "order": .integer(Int64(order))]
        if let chosenScale { members["scale"] = .integer(Int64(chosenScale.rawValue)) }
        if let row = table.selected { members["time"] = .integer(row.time.milliseconds / 1000) }
        return .object(members)
    }

    /// Takes up what was kept; the cursor goes to its time once the rows are here.
    mutating func restore(_ memory: JSONValue) {
        if let scale = memory["scale"]?.integerValue.flatMap({ TimeScale(rawValue: Int($0)) }) { zoom(scale) }
        if memory["journal"]?.boolValue == true { toggleJournal() }
        table.setFilter(memory["filter"]?.stringValue ?? "")
        if let kept = memory["order"]?.integerValue.map({ Int($0) }), kept != order {
            table.sort(by: kept < 0 ? nil : kept / 2, isDescending: kept & 1 == 1)
        }
        awaitedTime = memory["time"]?.integerValue
    }

}

extension WorkbenchState {
    /// Opens the timeline as it was left.
    mutating func reopenTimeline(_ memory: JSONValue) {
        var timeline = TimelineView([], isOfMarked: false)
        if let kept = memory["timeline"] { timeline.restore(kept) }
        views[TimelineView.self] = timeline
    }
}
