import Foundation
import Support
import Testing

/// What is wrong is said with file and place, ends with 2, and loses nothing.
@Suite("Bad input and bad machines", .enabled(if: SharedData.isPresent, "\(SharedData.absent)"))
struct BadInputTests {
    private static let chainFile = "bitcoin-blocks/jeffchan-blk00000-first1MB.dat"

    @Test("A block file that ends inside a block is used up to there, and the place is said")
    func truncated() throws {
        let workspace = try Workspace()
        let file = try write(Array(try SharedData.bytes(Self.chainFile).prefix(500_000)), "blk00000.dat", workspace)
        let outcome = try Clew.run(["ledger", "import", file], in: workspace)
        #expect(outcome.status == 0)
        #expect(outcome.errors.contains("at byte 499943: the file ends inside a block"))
        let info = try Clew.run(["ledger", "info", "--json"], in: workspace)
        #expect(info.output.contains("\"last_height\": 2162"))
    }

    @Test("A count that the file cannot hold is refused before anything is allocated for it")
    func absurdCount() throws {
        let workspace = try Workspace()
        var block = try SharedData.bytes("bitcoin-blocks/bcoin-block300025.raw")
        block.replaceSubrange(80..<81, with: Array(repeating: 0xff, count: 9))
        let file = try write(block, "absurd.raw", workspace)
        let outcome = try Clew.run(["ledger", "import", file], in: workspace)
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("absurd.raw, at byte 80: a count of 18446744073709551615"))
        #expect(outcome.output.isEmpty)
    }

    @Test("Random bytes are refused with what they begin with")
    func randomBytes() throws {
        let workspace = try Workspace()
        var random = SystemRandomNumberGenerator()
        let noise = [0x27] + (0..<100_000).map { _ in UInt8.random(in: .min ... .max, using: &random) }
        let outcome = try Clew.run(["ledger", "import", try write(noise, "noise.dat", workspace)], in: workspace)
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("noise.dat is neither"))
    }

    @Test("A failed import leaves the ledger as it was")
    func ledgerStays() throws {
        let workspace = try Workspace()
        #expect(try Clew.run(["ledger", "import", SharedData.path(Self.chainFile)], in: workspace).status == 0)
        let before = try Clew.run(["ledger", "info", "--json"], in: workspace).output
        let noise = try write(Array(repeating: 0x41, count: 5000), "noise.dat", workspace)
        #expect(try Clew.run(["ledger", "import", noise], in: workspace).status == 2)
        #expect(try Clew.run(["ledger", "info", "--json"], in: workspace).output == before)
    }

    @Test(
        "A case that may not be read says so and what to check",
        .enabled(if: geteuid() == 0 && Privilege.canDrop, "needs root and setpriv, to become somebody else"))
    func permission() throws {
        let workspace = try Workspace()
        #expect(try Clew.run(["case", "new", "closed", "--chain", "bitcoin"], in: workspace).status == 0)
        // The folders above must be open, so that it is the case that refuses.
        for folder in ["", "data", "data/clew", "data/clew/cases"] {
            chmod(workspace.path(folder), 0o755)
        }
        let outcome = try Privilege.runAsNobody(
            [Clew.path, "case", "show", "--case", workspace.path("data/clew/cases/closed.clew")], in: workspace)
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("permission is missing"))
    }

    @Test(
        "A full disk stops a change with a sentence and keeps everything that was said to be saved",
        .enabled(if: geteuid() == 0, "needs root, to mount a small file system"))
    func fullDisk() throws {
        let workspace = try Workspace()
        let disk = try SmallDisk(kilobytes: 100, at: workspace.path("disk"))
        let place = disk.path + "/full.clew"
        #expect(try Clew.run(["case", "new", place, "--chain", "bitcoin"], in: workspace).status == 0)
        #expect(try Clew.run(["case", "note", "case", "kept", "--case", place], in: workspace).status == 0)
        disk.fill()
        let text = String(repeating: "x", count: 6000)
        let outcome = try Clew.run(["case", "note", "case", text, "--case", place], in: workspace)
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("disk is full"))
        let shown = try Clew.run(["case", "show", "--case", place, "--json"], in: workspace)
        #expect(shown.status == 0)
        #expect(shown.output.contains("kept") && !shown.output.contains("xxx"))
        disk.empty()
        #expect(try Clew.run(["case", "note", "case", text, "--case", place], in: workspace).status == 0)
    }

    @Test(
        "A full disk stops an import; with room again the same command finishes it",
        .enabled(if: geteuid() == 0, "needs root, to mount a small file system"))
    func fullDiskImport() throws {
        let workspace = try Workspace()
        let disk = try SmallDisk(kilobytes: 600, at: workspace.path("disk"))
        let arguments = ["ledger", "import", try SharedData.path(Self.chainFile), "--ledger", disk.path + "/ledger"]
        let outcome = try Clew.run(arguments, in: workspace)
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("The disk is full"))
        try disk.grow(kilobytes: 60_000)
        #expect(try Clew.run(arguments, in: workspace).status == 0)
    }

    private func write(_ bytes: [UInt8], _ name: String, _ workspace: Workspace) throws -> String {
        try Data(bytes).write(to: URL(fileURLWithPath: workspace.path(name)))
        return workspace.path(name)
    }
}
