import Testing

@testable import Workbench

/// A row of a number and a word.
private struct Entry: TableRow {
    let id: Int
    var word: String

    static let sortKeys = ["word"]
    func precedes(_ other: Entry, by key: Int) -> Bool { word < other.word }
    func admits(_ term: FilterQuery.Term) -> Bool {
        switch term {
        case .word(let text): word.contains(text)
        case .amount(let isMore, let bound): isMore ? UInt64(id) > bound : UInt64(id) < bound
        case .pair, .time: false
        }
    }
}

@Suite("Rows with cursor, filter and order")
struct TableTests {
    private let words = ["pear", "apple", "fig", "apple", "plum"]
    private var table: Table<Entry> { Table(words.enumerated().map { Entry(id: $0.offset, word: $0.element) }) }

    @Test("the cursor stays on its row when rows are filtered, sorted, replaced and come")
    func cursor() {
        var table = table
        table.select(2)
        table.setFilter("p not plum")
        #expect((0..<table.count).map { table[$0].id } == [0, 1, 3])
        table.select(3)
        table.setFilter("")
        #expect(table.selected?.id == 3)
        table.sort(by: 0)
        #expect((0..<table.count).map { table[$0].id } == [1, 3, 2, 0, 4])
        #expect(table.selected?.id == 3)
        table.sort(by: 0, isDescending: true)
        #expect((0..<table.count).map { table[$0].id } == [4, 0, 2, 1, 3])
        table.append([Entry(id: 9, word: "zucchini")])
        #expect(table.selected?.id == 3 && table[0].id == 9)
        table.replace([Entry(id: 7, word: "kiwi"), Entry(id: 3, word: "apple")])
        #expect(table.selected?.id == 3)
    }

    @Test("rows that come while a filter is set are looked at once, and the same are shown")
    func comingUnderFilter() {
        let all = (0..<1_000).map { Entry(id: $0, word: words[$0 % words.count]) }
        var whole = Table(all)
        whole.setFilter("apple amount>0.000001")
        var growing = Table<Entry>()
        growing.setFilter("apple amount>0.000001")
        for begin in stride(from: 0, to: all.count, by: 90) { growing.append(Array(all[begin..<min(all.count, begin + 90)])) }
        #expect((0..<growing.count).map { growing[$0].id } == (0..<whole.count).map { whole[$0].id })
        #expect(growing.count == 360)
    }

    @Test("a filter over many rows goes on in slices, and comes to what it would have come to at once")
    func slices() {
        var table = Table((0..<50_000).map { Entry(id: $0, word: words[$0 % words.count]) })
        table.select(place: 40_001)
        table.setFilter("apple")
        #expect(table.isExamining && table.examined == 10_000 && table.count == 4_000)
        // Typed on before it has come to the end
        table.setFilter("apple amount>0.0004")
        var steps = 0
        while table.isExamining {
            table.proceed()
            steps += 1
        }
        #expect(steps == 4)
        #expect(table.count == 4_000)
        #expect(table.selected?.id == 40_001, "the cursor is on its row again once the filter has come there")
        table.setFilter("apple")
        #expect(table.cursor == 0)
        table.move(by: 1)
        while table.isExamining { table.proceed() }
        #expect(table.selected?.id == 3, "moved meanwhile, it stays where it was put")
        table.setFilter("")
        #expect(!table.isExamining && table.count == 50_000 && table.selected?.id == 3)
    }

    @Test("a filter over sorted rows keeps their order and sorts nothing again; rows that come meanwhile are looked at, too")
    func sortedSlices() {
        var table = Table((0..<25_000).map { Entry(id: $0, word: words[$0 % words.count]) })
        table.sort(by: nil, isDescending: true)
        table.setFilter("fig")
        #expect(table.isExamining && table.examined == 10_000 && table[0].id == 24_997)
        while table.isExamining { table.proceed() }
        #expect(table.count == 5_000 && table[4_999].id == 2)
        table.append([Entry(id: 25_002, word: "fig")])
        while table.isExamining { table.proceed() }
        #expect(table.count == 5_001 && table[0].id == 25_002)
        table.sort(by: 0)
        while table.isExamining { table.proceed() }
        #expect(table[0].id == 2 && table.selected?.id == 24_997)
        table.sort(by: nil)
        table.append((25_003..<25_010).map { Entry(id: $0, word: "fig") })
        while table.isExamining { table.proceed() }
        #expect(table.count == 5_008 && table[5_007].id == 25_009)
    }

    @Test("moving stops at both ends, however far")
    func ends() {
        var table = table
        table.move(by: .max)
        #expect(table.cursor == 4)
        table.move(by: .min)
        #expect(table.cursor == 0)
        var empty = Table<Entry>()
        empty.move(by: 1)
        #expect(empty.selected == nil && empty.cursor == 0)
    }

    @Test("the grammar of a filter")
    func grammar() {
        func terms(_ text: String) -> [FilterQuery.Term] {
            var seen: [FilterQuery.Term] = []
            _ = FilterQuery(text).admits {
                seen.append($0)
                return true
            }
            return seen
        }
        #expect(terms("Fig") == [.word("fig")])
        #expect(terms("amount>0.1") == [.amount(isMore: true, 10_000_000)])
        #expect(terms("amount<2") == [.amount(isMore: false, 200_000_000)])
        #expect(terms("amount>0.123456789") == [.word("amount>0.123456789")])
        #expect(terms("after:2024-02-14") == [.time(isAfter: true, 1_707_868_800)])
        #expect(terms("before:2024-02-31") == [.pair("before", "2024-02-31")])
        #expect(terms("by:mk") == [.pair("by", "mk")])
        #expect(!FilterQuery("not fig").admits { _ in true })
    }
}
