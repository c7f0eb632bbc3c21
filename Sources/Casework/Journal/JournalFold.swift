import Encoding

/// Replays a journal that was merged or purged.
///
/// What was undone and not done again is left out; the rest is done in the order of the journal. An event that does not fit
/// any more (its note was erased, or removed in the other copy) has no effect and says so. Decisions that contradict each
/// other without knowing of each other are listed.
struct JournalFold {
    private let all: [JournalEvent]
    private let numbers: EventNumbers
    private var ancestry: JournalAncestry
    private let start: CaseHistory

    init(_ events: [JournalEvent], _ opening: CaseHistory) {
        all = events
        numbers = opening.numbers
        ancestry = JournalAncestry(events, opening.numbers)
        start = opening
    }

    /// The case after all events goes into `history`, their titles into `events`.
    func run(_ history: inout CaseHistory, _ events: inout [JournalEvent]) {
        history = start
        let standing = standing()
        let active = Set(standing.done)
        var undone: [UInt64: String] = [:]
        var titles: [UInt64: String] = [:]
        var slots = ConflictSlots()
        for (index, event) in all.enumerated().dropFirst() {
            let what = event.statement.flatMap { CaseEvent(kind: event.kind, body: $0, numbers: numbers) }
            var title = ""
            switch what {
            case nil:
                title = "erased by order"
                history.commitErased(event, isActive: active.contains(event.number))
            case .undo(let number)?: title = "undo of event \(number): \(titles[number] ?? "an event that stands later")"
            case .redo(let number)?: title = "redo of event \(number): \(titles[number] ?? "an event that stands later")"
            case let what?:
                title = history.title(of: what)
                if CaseEvent.isUndoable(event.kind), !active.contains(event.number) {
                    undone[event.number] = title
                } else {
                    do {
                        let isChoice = if case .change(let change) = what { slots.settles(change, index, ancestry) } else { false }
                        let prepared = try history.prepare(
                            what, sequence: event.number, time: event.time, author: event.author, isChoice: isChoice)
                        title = prepared.title
                        if case .change(let change) = what {
                            slots.write(change, event, title, index, ancestry)
                        }
                        history.commit(prepared, hash: event.hash, previous: event.previous)
                    } catch {
                        title += " (without effect: \(error.sentence))"
                    }
                }
            }
            titles[event.number] = title
            history.pass(event)
            events[index].title = title
        }
        history.finishFold(
            undone: standing.undone.map { ($0, undone[$0] ?? "an erased event") }, conflicts: slots.conflicts)
    }

    /// Which events stand and which were taken back, each in the order in which undo and redo meet them.
    private func standing() -> (done: [UInt64], undone: [UInt64]) {
        var done: [UInt64] = []
        var undone: [UInt64] = []
        for event in all {
            switch event.statement.flatMap({ CaseEvent(kind: event.kind, body: $0, numbers: numbers) }) {
            case .undo(let number)?:
                guard let place = done.lastIndex(of: number) else { continue }
                done.remove(at: place)
                undone.append(number)
            case .redo(let number)?:
                guard let place = undone.lastIndex(of: number) else { continue }
                undone.remove(at: place)
                done.insert(number, at: (done.lastIndex { $0 < number }).map { $0 + 1 } ?? 0)
            default:
                guard CaseEvent.isUndoable(event.kind) else { continue }
                done.append(event.number)
                undone.removeAll()
            }
        }
        return (done, undone)
    }
}

/// Which events of a merged journal knew of which others.
struct JournalAncestry {
    /// For each event, by its place: its line of descent, its place in that, and how far it knew every other line.
    private var lanes: [Int] = []
    private var places: [Int] = []
    private var clocks: [[Int]] = []

    init(_ events: [JournalEvent], _ numbers: EventNumbers) {
        var ends: [Int: Int] = [:]
        for (index, event) in events.enumerated() {
            let parents = event.previous.compactMap { numbers.number(of: $0).map { Int($0) - 1 } }
            var clock: [Int] = []
            for parent in parents where parent < index {
                for (lane, place) in clocks[parent].enumerated() {
                    if lane < clock.count { clock[lane] = max(clock[lane], place) } else { clock.append(place) }
                }
            }
            // An event goes on in the line of the first parent that nobody followed yet.
            let lane = parents.first { $0 < index && ends[lanes[$0]] == $0 }.map { lanes[$0] } ?? ends.count
            while clock.count <= lane { clock.append(0) }
            clock[lane] += 1
            ends[lane] = index
            lanes.append(lane)
            places.append(clock[lane])
            clocks.append(clock)
        }
    }

    /// True when the event at place `b` was written in knowledge of that at `a`.
    func knows(_ b: Int, _ a: Int) -> Bool {
        let lane = lanes[a]
        return lane < clocks[b].count && clocks[b][lane] >= places[a]
    }
}
