import Ledger
import Support
import Testing

@testable import Workbench

@Suite struct GraphFoldTests {
    private func fan(_ values: [UInt64], extras: Int = 0) -> Fan {
        var fan = Fan(ofTransactions: false)
        fan.members = values.enumerated().map { n, value in
            FanMember(item: .address(ViewLedger.address("\(n)")), value: value)
        }
        fan.extras = (0..<extras).map { FanExtra(item: .fee(TxRef(raw: UInt64($0))), value: 1) }
        return fan
    }

    private func words(
        _ fan: Fan, budget: Int, names: GraphNames = GraphNames(), pinned: Set<GraphItem> = [], pages: Int = 0
    ) -> [String] {
        let fold = GraphFold(fan: fan, parent: .coinbase(.none), pinned: pinned, names: names) { _ in pages }
        return fold.rows(budget: budget).map { row in
            switch row {
            case .member(let index, let from): "\(from == nil ? "" : "from ")\(fan.members[index].value)"
            case .group(.equal(let value), let members): "\(members.count) × \(value)"
            case .group(.named(let name), let members): "\(members.count) to \(name)"
            case .group(.dust, let members): "\(members.count) dust"
            case .group(.together, let members): "\(members.count) together"
            case .group(.rest, let members): "\(members.count) more"
            }
        }
    }

    @Test func whatFitsIsNotFolded() {
        #expect(words(fan([1000, 3000, 2000, 500, 500, 500]), budget: 6)
            == ["3000", "2000", "1000", "500", "500", "500"])
    }

    @Test func equalAmountsDustAndTheRestBecomeGroups() {
        let values: [UInt64] = [9000, 8000] + Array(repeating: 700, count: 30) + Array(repeating: 546, count: 5)
            + (0..<20).map { 1000 + $0 }
        #expect(words(fan(values), budget: 8)
            == ["9000", "8000", "1019", "1018", "1017", "30 × 700", "17 more", "5 dust"])
    }

    @Test func extrasTakeTheirRowsFromTheBudget() {
        #expect(words(fan([5000, 4000, 3000, 2000], extras: 1), budget: 4) == ["5000", "4000", "2 more"])
    }

    @Test func oneIsNeverAGroup() {
        #expect(words(fan([5000, 4000, 3000]), budget: 2) == ["5000", "2 more"])
        #expect(words(fan([5000, 4000]), budget: 2) == ["5000", "4000"])
    }

    @Test func pinnedThenNamedComeFirst() {
        var names = GraphNames()
        names.addresses[ViewLedger.address("8")] = GraphMark(label: "Known")
        names.addresses[ViewLedger.address("7")] = GraphMark(isFlagged: true)
        let fan = fan((0..<10).map { UInt64(10_000 - $0 * 100) })
        #expect(words(fan, budget: 5, names: names, pinned: [.address(ViewLedger.address("9"))])
            == ["9100", "9300", "9200", "10000", "9900", "5 more"])
    }

    @Test func oneNameForManyIsAGroup() {
        var names = GraphNames()
        for n in 3..<9 { names.addresses[ViewLedger.address("\(n)")] = GraphMark(label: "[Exchange K]") }
        #expect(words(fan((0..<12).map { UInt64(10_000 - $0 * 100) }), budget: 5, names: names)
            == ["10000", "9900", "9800", "6 to [Exchange K]", "3 more"])
    }

    @Test func aGroupUnfoldsAPageAtATimeBeforeWhatIsLeft() {
        let rows = words(fan([9000] + Array(repeating: 700, count: 60)), budget: 4, pages: 1)
        #expect(rows.count == 27)
        #expect(rows[1] == "from 700")
        #expect(rows.last == "35 × 700")
        #expect(words(fan([9000] + Array(repeating: 700, count: 60)), budget: 4, pages: 3).count == 61)
    }

    @Test func transactionsStandInLedgerOrder() {
        var fan = fan([5000, 9000, 7000, 1000, 2000])
        fan.ofTransactions = true
        #expect(words(fan, budget: 4) == ["5000", "9000", "7000", "2 more"])
    }

    @Test func aFanOfAHundredThousandLosesNothing() {
        var numbers = SeededNumbers(seed: 5)
        var fan = Fan(ofTransactions: true)
        fan.members = (0..<100_000).map { n in
            FanMember(
                item: .transaction(TxRef(raw: n)), value: UInt64.random(in: 1...5_000_000, using: &numbers))
        }
        let fold = GraphFold(fan: fan, parent: .coinbase(.none), pinned: [], names: GraphNames()) { _ in 0 }
        let rows = fold.rows(budget: 13)
        #expect(rows.count <= 13)
        let sum = rows.reduce(UInt64(0)) { sum, row in
            switch row {
            case .member(let index, _): sum + fan.members[index].value
            case .group(_, let members): members.reduce(sum) { $0 + fan.members[$1].value }
            }
        }
        #expect(sum == fan.members.reduce(0) { $0 + $1.value })
    }
}
