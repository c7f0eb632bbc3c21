import Testing
import Workbench

@testable import Terminal

@Suite("The mouse")
struct MouseDecoderTests {
    private static func answers(_ text: String, form: MouseDecoder.Form = .numbers) -> [MouseDecoder.Answer] {
        var decoder = MouseDecoder()
        decoder.begin(form)
        return text.unicodeScalars.map { decoder.add($0.value) }
    }

    @Test("A report gives button and cell, counted from 0", arguments: [
        ("0;1;1M", MouseReport(code: 0, column: 0, row: 0, isRelease: false)),
        ("0;200;60m", MouseReport(code: 0, column: 199, row: 59, isRelease: true)),
        ("35;300;100M", MouseReport(code: 35, column: 299, row: 99, isRelease: false)),
    ])
    func reports(text: String, expected: MouseReport) {
        let answers = Self.answers(text)
        #expect(answers.last == .report(expected))
        #expect(answers.dropLast().allSatisfy { $0 == .unfinished })
    }

    @Test("The older form is read too", arguments: [
        ("\u{20}\u{21}\u{22}", MouseReport(code: 0, column: 0, row: 1, isRelease: false)),
        ("\u{23}\u{2A}\u{2A}", MouseReport(code: 0, column: 9, row: 9, isRelease: true)),
        ("\u{60}\u{2A}\u{2A}", MouseReport(code: 64, column: 9, row: 9, isRelease: false)),
    ])
    func characters(text: String, expected: MouseReport) {
        #expect(Self.answers(text, form: .characters).last == .report(expected))
    }

    @Test("What is no report ends it, and the character counts as what it is", arguments: ["q", "0;1q", "0;1;1;1", "0;1M", "999999999"])
    func broken(text: String) {
        #expect(Self.answers(text).contains(.broken))
        var decoder = MouseDecoder()
        decoder.begin(.numbers)
        for scalar in text.unicodeScalars where decoder.isReading { _ = decoder.add(scalar.value) }
        #expect(!decoder.isReading)
    }

    @Test("A cell outside any screen says nothing", arguments: ["0;0;5M", "0;5;0M", "0;100000;5M"])
    func outside(text: String) {
        #expect(!Self.answers(text).contains { if case .report = $0 { true } else { false } })
    }

    private static func events(_ reports: [(code: Int, column: Int, isRelease: Bool, time: Int)]) -> [TerminalEvent] {
        var gestures = MouseGestures()
        return reports.compactMap {
            gestures.take(MouseReport(code: $0.code, column: $0.column, row: 5, isRelease: $0.isRelease), at: $0.time)
        }
    }

    @Test("A press is a click; the same again at once is a double click, a third begins anew")
    func clicks() {
        let presses = [0, 100, 200, 900].flatMap { [(0, 7, false, $0), (0, 7, true, $0 + 10)] }
        #expect(
            Self.events(presses) == [
                .click(column: 7, row: 5), .doubleClick(column: 7, row: 5), .click(column: 7, row: 5), .click(column: 7, row: 5),
            ])
        #expect(Self.events([(0, 7, false, 0), (0, 7, true, 1), (0, 8, false, 2)]).last == .click(column: 8, row: 5))
    }

    @Test("A drag tells where it is as it goes, and once where it ended")
    func drags() {
        let from = TerminalEvent.Cell(column: 7, row: 5)
        let drags = Self.events([(0, 7, false, 0), (32, 8, false, 1), (32, 8, false, 2), (32, 9, false, 3), (0, 9, true, 4), (32, 12, false, 5)])
        #expect(drags == [.click(column: 7, row: 5), .drag(from: from, to: .init(column: 8, row: 5)), .drag(from: from, to: .init(column: 9, row: 5))])
        // Terminals without motion tell the end alone.
        #expect(Self.events([(0, 7, false, 0), (0, 9, true, 4)]).last == .drag(from: from, to: .init(column: 9, row: 5)))
    }

    @Test("The wheel scrolls, with whatever key held; other buttons mean nothing")
    func wheel() {
        #expect(Self.events([(64, 7, false, 0), (69, 7, false, 1)]) == [.wheel(column: 7, row: 5, by: -3), .wheel(column: 7, row: 5, by: 3)])
        #expect(Self.events([(1, 7, false, 0), (1, 7, true, 1), (2, 7, false, 2), (35, 7, false, 3), (66, 7, false, 4)]).isEmpty)
    }
}
