import Encoding
import Ledger

extension TimelineView {
    /// What is kept between sessions: zoom, filter, order, the row under the cursor.
    public var memory: JSONValue {
        var members = tableMemory.objectValue ?? [:]
        members["journal"] = .bool(showsJournal)
        members["place"] = nil
        if let chosenScale { members["scale"] = .integer(Int64(chosenScale.rawValue)) }
        if let row = table.selected { members["time"] = .integer(row.time.milliseconds / 1000) }
        return .object(members)
    }

    /// Takes up what was kept; the cursor goes to its time once the rows are here.
    public mutating func restore(_ memory: JSONValue) {
        if let scale = memory["scale"]?.integerValue.flatMap({ TimeScale(rawValue: Int($0)) }) { zoom(scale) }
        if memory["journal"]?.boolValue == true { toggleJournal() }
        restoreTable(memory)
        awaitedTime = memory["time"]?.integerValue
    }

}
