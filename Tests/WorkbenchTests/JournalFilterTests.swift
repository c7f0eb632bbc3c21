@testable import Casework
import Encoding
import Testing

@testable import Workbench

@Suite("The filter of the journal")
struct JournalFilterTests {
    private static func event(_ number: UInt64, _ kind: String, _ title: String, _ author: String) -> JournalEvent {
        var event = JournalEvent(
            sequence: number, time: Session.created, author: author, kind: kind, previous: [], body: [:],
            salt: Array(repeating: UInt8(truncatingIfNeeded: number), count: 32))
        event.title = title
        return event
    }

    private static let rows = JournalPage([
        event(1, "add", "add mzVictimOne", "MK"), event(2, "note", "note on “Übergabe”", "AB"), event(3, "label", "label “Collector”", "mk"),
    ]).rows

    @Test("words of title, act and author whatever their case, never across two of them or two events", arguments: [
        ("victim", [1]), ("collector", [3]), ("note", [2]), ("übergabe", [2]), ("”", [3, 2]), ("mk", [3, 1]), ("one add", [1]), ("oneadd", []), ("kadd", []),
        ("abla", []), ("2", [2]), ("a", [3, 2, 1]), ("act:la", [3]), ("by:ab", [2]), ("not a", []), ("nothing", []), ("not note", [3, 1]),
    ] as [(String, [UInt64])])
    func words(filter: String, shown: [UInt64]) {
        var table = Table(Self.rows)
        table.setFilter(filter)
        #expect((0..<table.count).map { table[$0].id } == shown)
    }

    @Test("four digits or more that a hash begins with")
    func hashes() {
        for row in Self.rows {
            for length in [4, 7, 64] {
                var table = Table(Self.rows)
                table.setFilter(String(row.event.hash.prefix(length)))
                #expect((0..<table.count).map { table[$0].id } == [row.id])
            }
        }
    }

    @Test("all texts at once give what one row after the other gives, in any order, with words that are to be absent")
    func together() {
        let letters = ["a", "B", "ab", "note ", "\u{201C}", "É", "é", "on ", "z", "\u{212A}"]
        func text(_ longest: Int) -> String { (0..<Int.random(in: 0...longest)).map { _ in letters.randomElement() ?? "" }.joined() }
        let rows = JournalPage((1...3_000).map { Self.event(UInt64($0), text(2), text(8), text(2)) }).rows
        for _ in 0..<200 {
            let filter = (0..<Int.random(in: 1...3)).map { _ in (Bool.random() ? "not " : "") + text(3) }.joined(separator: " ")
            var table = Table(rows)
            if Bool.random() { table.sort(by: 2, isDescending: Bool.random()) }
            let all = (0..<table.count).map { table[$0] }
            table.setFilter(filter)
            while table.isExamining { table.proceed() }
            let query = FilterQuery(filter)
            #expect((0..<table.count).map { table[$0].id } == all.filter { row in query.admits { row.admits($0) } }.map(\.id), "\(filter)")
        }
    }
}
