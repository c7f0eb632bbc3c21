import Foundation
import Testing

/// No key is pressed here once the program runs.
@Suite("With the mouse alone", .timeLimit(.minutes(10)), .enabled(if: TmuxTerminal.isPresent, "\(TmuxTerminal.absent)"))
struct MouseOnlyTests {
    @Test("open, select, expand and annotate")
    func work() throws {
        let terminal = try TmuxTerminal(width: 120, height: 40, in: Workspace())
        try terminal.start("open --sample")
        try terminal.waitUntil(contains: TmuxTerminal.opened)
        try terminal.click(on: "Esc leave", after: "Bksp")
        try terminal.waitUntil(contains: "The tour is over")
        let start = try #require(TmuxTerminal.saved(try terminal.capture()))

        // A click selects and a double click opens: press and release reach the program in one read
        try terminal.click(on: "Consolidation", after: "1.87698589")
        try terminal.waitUntil("has selected it") { $0.contains("Consolidation") && $0.contains("◆ Consolidation") }
        try terminal.click(on: "Collector 2", after: "0.51345270", times: 2)
        try terminal.waitUntil("has the graph's focus") { $0.contains("[2 Graph]") && $0.contains("◆ Collector 2") }

        // A row further on is selected, by one of the lines below it too, and expanded by its hint
        _ = try terminal.settled()
        try terminal.click(on: "● Consolidati", after: "0.62812053")
        try terminal.waitUntil(contains: "c4c14d2152382c80f7470c1fe1c4bf99")
        let before = try terminal.settled()
        try terminal.click(on: "+ expand")
        try terminal.waitUntil("shows more") { $0 != before && $0.contains("+2  addresses 1") }
        try terminal.click(on: "Consolidation ¶1")
        try terminal.waitUntil(contains: "bcrt1pk8kpnjd2yg67jhuwv")
        _ = try terminal.settled()

        // Annotate: flag by the hint bar, role by the words of its question, a colour by the menus
        try terminal.click(on: "f flag")
        try terminal.waitUntilSaved(start + 1)
        try terminal.click(on: "r role")
        try terminal.waitUntil(contains: "s suspect")
        try terminal.click(on: "x service")
        try terminal.waitUntilSaved(start + 2)

        // The wheel moves, a drag moves the split, a tab opens a view
        try terminal.wheel(down: true, 5, 5)
        try terminal.waitUntil("has the list's focus") { $0.contains("[1 Addresses]") }
        let split = try terminal.place(of: "│", after: "OUT")
        try terminal.drag(from: split, to: 48)
        try terminal.waitUntil("has a wider list") { $0.split(separator: "\n").dropFirst(4).first.map { Array($0)[48] == "│" } == true }
        try terminal.click(on: "4 Tx")
        try terminal.waitUntil(contains: "[4 Tx")
    }

    @Test("menus, and giving the mouse back to the terminal")
    func menusAndSwitch() throws {
        let terminal = try TmuxTerminal.sample(in: Workspace())
        #expect(try terminal.usesMouse())
        try terminal.click(on: "Victim 1", after: "0.16165573")
        try terminal.click(on: "? help")
        try terminal.waitUntil(contains: "possible")
        try terminal.click(on: "Esc back")
        try terminal.waitUntil(lacks: "not now")
        // Off by the command, and the program no longer asks for reports
        try terminal.press(":")
        try terminal.type("mouse")
        try terminal.press("Enter")
        try terminal.waitUntil(contains: "The mouse is the terminal's own.")
        #expect(try !terminal.usesMouse())
        // What was on its way means nothing, and is no key either
        let before = try terminal.settled()
        try terminal.click(10, 6)
        #expect(try terminal.settled() == before)
        try terminal.press(":")
        try terminal.type("mouse")
        try terminal.press("Enter")
        try terminal.waitUntil(contains: "Clicks and the wheel are taken.")
        #expect(try terminal.usesMouse())
        try terminal.press("q")
        try terminal.waitUntil(contains: "[exit 0]")
        #expect(try !terminal.usesMouse())
        try terminal.start("open --sample --no-mouse")
        try terminal.waitUntil(contains: TmuxTerminal.opened)
        #expect(try !terminal.usesMouse())
    }
}
