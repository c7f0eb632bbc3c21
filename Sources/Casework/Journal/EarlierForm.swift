import Encoding

/// The form of journal and `case.json` before journals could be merged, also called schema 1.
///
/// An event followed exactly one other, named by a text and not a list, and named events in its body by their sequence
/// numbers. Its lines stay as they are, so that their hashes still hold; only what they say is lifted when they are read.
enum EarlierForm {
    /// What the first event named as the one before it.
    private static let nothing = String(repeating: "0", count: 64)

    /// The events that `previous` names in that form.
    static func previous(_ text: String) -> [String] { text == nothing ? [] : [text] }

    /// `previous` in that form.
    static func written(_ previous: [String]) -> JSONValue { .string(previous.first ?? nothing) }

    /// The member of a body that named an event by its sequence number, by the kind of the event.
    private static let references = ["undo": "of", "redo": "of", "note-edit": "note", "note-remove": "note"]

    /// The events with what those in that form say in today's: a sequence number becomes the hash of the event that had
    /// it among those that the event followed. A number that none had is left, and then is not readable.
    static func lifted(_ events: [JournalEvent], _ numbers: EventNumbers, isLinear: Bool) -> [JournalEvent] {
        var events = events
        for index in events.indices where events[index].isEarlierForm {
            guard let name = references[events[index].kind], case .object(var members)? = events[index].body,
                let sequence = members[name]?.countValue, sequence < events[index].sequence
            else { continue }
            var place = isLinear ? Int(clamping: sequence) - 1 : index
            // In a journal that was merged, only descent says which of two events of one number was meant.
            while !isLinear, events[place].sequence > sequence,
                let parent = events[place].previous.first.flatMap({ numbers.number(of: $0) })
            {
                place = Int(parent) - 1
            }
            guard events.indices.contains(place), events[place].sequence == sequence else { continue }
            members[name] = ["event": .string(events[place].hash)]
            events[index].lifted = .object(members)
        }
        return events
    }

    /// `case.json` as it was written in that form: what came later is left out.
    static func document(of value: Case) -> [UInt8] {
        let added: Set<String> = ["records", "methods", "marking", "retention", "conflicts", "undo", "redo"]
        guard case .object(var members) = value.json else { return [] }
        members = members.filter { !added.contains($0.key) }
        members["head"] = without(["tips"], members["head"])
        for (list, names) in [("items", ["colour"]), ("notes", ["event", "links"]), ("exhibits", ["erased"])] {
            guard case .array(let values)? = members[list] else { continue }
            members[list] = .array(values.map { without(Set(names), $0) })
        }
        return JSONValue.object(members).indented()
    }

    private static func without(_ names: Set<String>, _ value: JSONValue?) -> JSONValue {
        guard case .object(let members)? = value else { return value ?? .null }
        return .object(members.filter { !names.contains($0.key) })
    }
}
