import Casework

/// Notes as the notes pane lists them: those on one subject, then the others, newest first in each.
///
/// It points into notes that were sorted once a change, so that a key costs the same however many there are; only `here`
/// is copied.
public struct NotesInOrder: RandomAccessCollection {
    /// Newest first.
    private let all: [CaseNote]
    /// Where the notes on the subject are in `all`, ascending.
    private let places: [Int]

    init(_ index: CaseIndex, on subject: CaseSubject) {
        all = index.newestNotes
        places = index.notePlaces[subject] ?? []
    }

    private init(_ notes: [CaseNote], on subject: CaseSubject) {
        all = notes
        places = notes.indices.filter { notes[$0].subject == subject }
    }

    public var startIndex: Int { 0 }
    public var endIndex: Int { all.count }

    public subscript(place: Int) -> CaseNote {
        if place < places.count { return all[places[place]] }
        // The others lie between those here: as many are passed as stand before it.
        let other = place - places.count
        var low = 0, high = places.count
        while low < high {
            let middle = low + (high - low) / 2
            if places[middle] - middle <= other { low = middle + 1 } else { high = middle }
        }
        return all[other + low]
    }

    /// Where the note of that id is; nil when it is not listed. No note is copied on the way.
    public func place(ofID id: UInt64?) -> Int? {
        guard let id, let found = all.indices.first(where: { all[$0].id == id }) else { return nil }
        // `places` is ascending: how many of those here stand before it?
        var low = 0, high = places.count
        while low < high {
            let middle = low + (high - low) / 2
            if places[middle] < found { low = middle + 1 } else { high = middle }
        }
        return low < places.count && places[low] == found ? low : places.count + found - low
    }

    /// The notes on the subject, newest first.
    public var here: [CaseNote] { places.map { all[$0] } }

    /// The same without those that `isShown` refuses.
    func admitting(on subject: CaseSubject, _ isShown: (CaseNote) -> Bool) -> NotesInOrder {
        NotesInOrder(all.filter(isShown), on: subject)
    }
}
