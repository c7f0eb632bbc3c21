import Testing

@testable import Casework

/// A case's list against a plain array: the same order after any changes, and look-ups that do not read the list.
@Suite(.serialized) struct CaseListTests {
    @Test func standsLikeAnArrayAfterAnyChanges() {
        var random = Pebbles(state: 7)
        for _ in 0..<20 {
            var plain = (0..<UInt64.random(in: 0...5, using: &random)).map { Named(id: $0, on: $0 % 3) }
            var list = CaseList(plain)
            var next: UInt64 = 10
            for _ in 0..<400 {
                switch Int.random(in: 0..<4, using: &random) {
                case 0 where !plain.isEmpty:
                    let place = plain.indices.randomElement(using: &random) ?? 0
                    #expect(ListEdit<Named>.remove(at: place).apply(to: &list) == .insert(plain.remove(at: place), at: place))
                case 1 where !plain.isEmpty:
                    let place = plain.indices.randomElement(using: &random) ?? 0
                    var changed = plain[place]
                    changed.on = (changed.on + 1) % 3
                    #expect(ListEdit.replace(changed, at: place).apply(to: &list) == .replace(plain[place], at: place))
                    plain[place] = changed
                default:
                    let place = Int.random(in: 0...plain.count, using: &random)
                    let element = Named(id: next, on: next % 3)
                    next += 1
                    #expect(ListEdit.insert(element, at: place).apply(to: &list) == .remove(at: place))
                    plain.insert(element, at: place)
                }
            }
            #expect(list.elements == plain)
            for id in 0..<next {
                #expect(list.place(of: Named.Number(value: id)) == plain.firstIndex { $0.id == id })
            }
            for anchor in UInt64(0)..<3 { #expect(list.count(on: .record(anchor)) == plain.count { $0.on == anchor }) }
            #expect(list == CaseList(plain))
        }
    }

    @Test func insertionsAtOnePlaceNeverRunOutOfRoom() {
        var list = CaseList([Named(id: 0, on: 0), Named(id: 1, on: 0)])
        for id in UInt64(2)..<200 { list.insert(Named(id: id, on: 0), at: 1) }
        #expect(list.elements.map(\.id) == [0] + (2..<200).reversed() + [1])
        for (place, element) in list.elements.enumerated() { #expect(list.place(of: element.key) == place) }
    }

    @Test func aLookUpInTenThousandComparesHardlyAnyKey() {
        var list = CaseList((0..<10_000).map { Named(id: $0, on: 0) })
        list.insert(Named(id: 10_000, on: 0), at: 5)
        _ = list.remove(at: 7_000)
        Named.compared = 0
        for id in UInt64(0)...10_000 { _ = list[Named.Number(value: id)] }
        #expect(Named.compared < 100_000)
    }

    @Test func findsTheFirstOfTwoThatAChangedFileHasUnderOneKey() {
        let list = CaseList([Named(id: 1, on: 1), Named(id: 1, on: 2)])
        #expect(list.place(of: Named.Number(value: 1)) == 0)
        #expect(list.elements.count == 2)
    }
}

/// Counts how often its keys are compared.
private struct Named: CaseListed {
    struct Number: Hashable {
        let value: UInt64

        static func == (a: Self, b: Self) -> Bool {
            compared += 1
            return a.value == b.value
        }

        func hash(into hasher: inout Hasher) { hasher.combine(value) }
    }

    nonisolated(unsafe) static var compared = 0

    let id: UInt64
    var on: UInt64
    var key: Number { Number(value: id) }
    var anchor: CaseSubject? { .record(on) }
}
