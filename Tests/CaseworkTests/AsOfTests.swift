import Casework
import Encoding
import Testing

@Suite("The case as it stood")
struct AsOfTests {
    @Test("at every event is what it was then, and at a time what it was last")
    func everyEvent() throws {
        let workshop = try Workshop()
        let store = try workshop.create()
        var random = Pebbles(state: 42)
        var states = [store.current]
        while states.count < 60 {
            let dice = Int.random(in: 0..<10, using: &random)
            let before = store.current.head
            guard let value = try? store.apply(dice < 2 ? .undo : dice < 3 ? .redo : random.change(for: store.current)),
                value.head > before
            else { continue }
            states.append(value)
        }
        for (index, state) in states.enumerated() {
            #expect(try store.asOf(event: UInt64(index) + 1) == state)
            let time = try #require(store.events().first { $0.number == state.head }).time
            #expect(try store.asOf(time: time) == state)
            #expect(try store.asOf(time: UTCTime(milliseconds: time.milliseconds + 1)) == state)
        }
        for number: UInt64 in [0, 61] { #expect(throws: CaseError.self) { try store.asOf(event: number) } }
        #expect(throws: CaseError.self) { try store.asOf(time: UTCTime(milliseconds: 0)) }
    }

    @Test("readers see what the writer added")
    func refresh() throws {
        let workshop = try Workshop()
        let store = try workshop.create()
        let reader = try workshop.open(readOnly: true)
        #expect(try !reader.refresh())
        try store.apply(.add(Sample.addresses[0]))
        #expect(try reader.refresh())
        #expect(reader.current == store.current)
        #expect(try !reader.refresh())
        try store.apply(.note(.wholeCase, text: "Something the law orders erased."))
        _ = try store.purge(events: [3], exhibits: [], authority: "Order")
        #expect(try reader.refresh())
        #expect(reader.current == store.current)
        #expect(try !store.refresh())
    }
}
