import Foundation
import Testing

/// The sample case in a real terminal, as somebody meets it who has never run Clew.
@Suite(
    "The sample case", .timeLimit(.minutes(10)),
    .enabled(if: TmuxTerminal.isPresent, "\(TmuxTerminal.absent)"))
struct SampleCaseTests {
    @Test("Killed before anything was done in it, it is taken up again with its ledger")
    func takenUpAgain() throws {
        let terminal = try TmuxTerminal(in: Workspace())
        try terminal.start("open --sample")
        try terminal.waitUntil(contains: "1.38410842")
        try terminal.kill()
        try terminal.start("open")
        try terminal.waitUntil(contains: "1.38410842")
        try terminal.waitUntil(lacks: "no ledger")
    }

    @Test("A ledger in a form that is read no more is said to be none, and made anew from the blocks when the sample is opened")
    func earlierForm() throws {
        let workspace = try Workspace()
        let terminal = try TmuxTerminal(in: workspace)
        try terminal.start("open --sample")
        try terminal.waitUntil(contains: "1.38410842")
        try terminal.press("Escape", "q")
        try terminal.waitUntil(contains: "[exit 0]")
        let folder = URL(fileURLWithPath: workspace.path("data/clew/ledgers/saltmarsh"))
        let segments = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { $0.lastPathComponent != "MANIFEST" && ((try? $0.resourceValues(forKeys: [.fileSizeKey]).fileSize) ?? 0) >= 65_536 }
        #expect(!segments.isEmpty)
        for segment in segments {
            let file = try FileHandle(forWritingTo: segment)
            try file.seek(toOffset: 8)
            try file.write(contentsOf: Data([1, 0, 0, 0]))
            try file.close()
        }
        try terminal.start("")
        let list = try terminal.waitUntil("has looked at the case") { $0.contains("1 case") && !$0.contains("checking") }
        #expect(list.contains("◌ no ledger") && !list.contains("intact"))
        try terminal.press("Enter")
        try terminal.waitUntil(contains: "1.38410842")
        try terminal.waitUntil(lacks: "no ledger")
    }

    @Test("A second workbench says who writes the case, and why nothing can be changed in it")
    func secondReader() throws {
        let workspace = try Workspace()
        let first = try TmuxTerminal(in: workspace)
        try first.start("open --sample")
        try first.waitUntil(contains: "1.38410842")
        let second = try TmuxTerminal(in: workspace)
        try second.start("open")
        try second.waitUntil(contains: "examiner (process ", "read-only")
        try second.press("f")
        try second.waitUntil(contains: "Not now: examiner (process ")
    }
}
