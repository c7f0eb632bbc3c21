import Testing

@testable import Terminal

@Suite("When the screen is drawn")
struct FrameClockTests {
    @Test("At the start, then only when something changed")
    func idle() {
        var clock = FrameClock()
        #expect(clock.delay(at: 0) == 0)
        clock.drawn(at: 0)
        #expect(clock.delay(at: 10_000) == nil)
    }

    @Test("A key is drawn at once, however often")
    func keys() {
        var clock = FrameClock()
        for now in 0..<50 {
            clock.note(byUser: true)
            #expect(clock.delay(at: now) == 0)
            clock.drawn(at: now)
        }
    }

    @Test("Workers are drawn at once after a pause and then ten times a second")
    func workers() {
        var clock = FrameClock()
        clock.drawn(at: 0)
        clock.note(byUser: false)
        #expect(clock.delay(at: 5) == 0)
        clock.drawn(at: 5)
        clock.note(byUser: false)
        #expect(clock.delay(at: 15) == 90)
        #expect(clock.delay(at: 105) == 0)
        clock.note(byUser: true)
        #expect(clock.delay(at: 16) == 0, "a key does not wait for a worker's turn")
    }

    @Test("The answers to a key hardly wait, and then workers wait their turn again")
    func answers() {
        var clock = FrameClock()
        clock.drawn(at: 0)
        clock.note(byUser: true)
        clock.drawn(at: 1)
        clock.note(byUser: false)
        #expect(clock.delay(at: 2) == 0, "the first of them is drawn at once")
        clock.drawn(at: 2)
        for answer in 1..<FrameClock.answersPerKey {
            clock.note(byUser: false)
            let now = 2 + answer * FrameClock.answerInterval
            #expect(clock.delay(at: now - 5) == 5)
            #expect(clock.delay(at: now) == 0)
            clock.drawn(at: now)
        }
        clock.note(byUser: false)
        #expect(clock.delay(at: 36) == 90)
    }
}
