import Foundation
import Support
import Testing

/// A disk that is full under the workbench, and two workbenches on one case.
@Suite("A workbench whose disk is full, or whose case somebody else writes", .enabled(if: TmuxTerminal.isPresent, "\(TmuxTerminal.absent)"))
struct UnsavedTests {
    private static let address = "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"

    @Test(
        "keeps the note, saves it again once there is room, and saves it elsewhere",
        .enabled(if: geteuid() == 0, "needs root, to mount a small file system"))
    func fullDisk() throws {
        let workspace = try Workspace()
        let disk = try SmallDisk(kilobytes: 100, at: workspace.path("disk"))
        let place = disk.path + "/full.clew"
        #expect(try Clew.run(["case", "new", place, "--chain", "bitcoin"], in: workspace).status == 0)
        #expect(try Clew.run(["case", "add", Self.address, "--case", place], in: workspace).status == 0)
        let terminal = try TmuxTerminal(in: workspace)
        try terminal.start("open \(place)")
        try terminal.waitUntil(contains: "saved 2")
        disk.fill()
        let text = String(repeating: "Long enough to need another block. ", count: 130)
        try terminal.press("n")
        try terminal.paste(text + "The end.")
        try terminal.press("C-s")
        try terminal.waitUntil(contains: "NOT SAVED")
        try terminal.waitUntil(contains: "is kept here: Ctrl-s tries again", "disk is full")
        try terminal.press("q")
        try terminal.waitUntil(contains: "1 change is not on disk")
        try terminal.press("f", "C-s")
        try terminal.waitUntil(contains: "2 changes are kept here")

        // Elsewhere
        try terminal.press("S")
        try terminal.type(workspace.path("copy.clew"))
        try terminal.press("Enter")
        try terminal.waitUntil(contains: "Everything is saved in")
        try terminal.waitUntil(contains: "saved 4")
        #expect(try Clew.run(["case", "show", workspace.path("copy.clew")], in: workspace).output.contains("The end."))
        #expect(try Clew.run(["case", "check", workspace.path("copy.clew")], in: workspace).status == 0)
        #expect(try !Clew.run(["case", "show", place], in: workspace).output.contains("The end."))
        #expect(try Clew.run(["case", "check", place], in: workspace).status == 0)
        try terminal.press("q")
        try terminal.waitUntil(contains: "[exit 0]")

        // With room again the same key is enough.
        try terminal.start("open \(place)")
        try terminal.waitUntil(contains: "draft")
        try terminal.press("n", "C-s")
        try terminal.waitUntil(contains: "NOT SAVED")
        disk.empty()
        try terminal.press("C-s")
        try terminal.waitUntil(contains: "saved 3")
        #expect(try Clew.run(["case", "show", place], in: workspace).output.contains("The end."))
    }

    @Test("a second workbench shows what the first writes, and takes over once it is gone")
    func twoWorkbenches() throws {
        let workspace = try Workspace()
        #expect(try Clew.run(["case", "new", "shared"], in: workspace).status == 0)
        #expect(try Clew.run(["case", "new", "harbour"], in: workspace).status == 0)
        #expect(try Clew.run(["case", "add", Self.address, "--case", "harbour"], in: workspace).status == 0)
        let first = try TmuxTerminal(in: workspace)
        try first.start("open shared")
        try first.waitUntil(contains: "saved 1")
        let second = try TmuxTerminal(in: workspace)
        try second.start("open shared")
        try second.waitUntil(contains: "opened for reading only")
        try second.press("Escape")
        try second.waitUntil(contains: "read-only")

        try first.paste(Self.address)
        try first.press("Enter")
        try first.waitUntil(contains: "is also in harbour.")
        try second.waitUntil(contains: Self.address)
        try first.press("L")
        try first.type("Collector")
        try first.press("Enter")
        try second.waitUntil(contains: "Collector")

        // Gone in whatever way
        try first.kill()
        try second.waitUntil(contains: "closed the case")
        try second.press("W")
        try second.waitUntil(contains: "You write the case now.")
        try second.press("f")
        try second.waitUntil(contains: "saved 4")
    }
}
