import Foundation
import Ledger
import Support
import Testing

@testable import LedgerIndex

/// The built command: beside the tests' own program, or where the package is built.
private let command: String? = {
    let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let places = [Bundle.main.executableURL?.deletingLastPathComponent(), package.appending(path: ".build/debug")]
    return places.compactMap { $0?.appending(path: "clew").path }.first { FileManager.default.isExecutableFile(atPath: $0) }
}()

@Suite(
    "An import that is killed", .enabled(if: SharedData.isPresent && command != nil, "\(SharedData.absent)"),
    .serialized)
struct KilledImportTests {
    private func start(_ folder: ScratchFolder, _ file: String) throws -> Process {
        let process = Process()
        process.executableURL = URL(filePath: try #require(command))
        process.arguments = [
            "ledger", "import", try SharedData.path("bitcoin-blocks/" + file), "--ledger", folder.file("ledger"),
        ]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        return process
    }

    @Test("at many moments leaves the ledger that was there, and goes on when it is run again")
    func killed() throws {
        let folder = try ScratchFolder()
        let first = try start(folder, "nbitcoin-blk00000.dat")
        first.waitUntilExit()
        let before = try IndexLedger.open(at: folder.file("ledger")).info
        let whole = try ScratchFolder()
        let clock = ContinuousClock()
        let begin = clock.now
        let all = try start(whole, "jeffchan-blk00000-first1MB.dat")
        all.waitUntilExit()
        let taken = clock.now - begin
        let after = try IndexLedger.open(at: whole.file("ledger")).info
        #expect(before.tip != after.tip)

        var seen: Set<UInt32?> = []
        for moment in 1...12 {
            let copy = try ScratchFolder()
            try FileManager.default.copyItem(atPath: folder.file("ledger"), toPath: copy.file("ledger"))
            let process = try start(copy, "jeffchan-blk00000-first1MB.dat")
            Thread.sleep(forTimeInterval: Double(taken.components.attoseconds) / 1e18 * Double(moment) / 11)
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
            let info = try IndexLedger.open(at: copy.file("ledger")).info
            seen.insert(info.tip)
            #expect(info == before || info == after)
            #expect(try IndexCheck.run(at: copy.file("ledger"))?.faults == [])
            let again = try start(copy, "jeffchan-blk00000-first1MB.dat")
            again.waitUntilExit()
            #expect(again.terminationStatus == 0)
            #expect(try IndexLedger.open(at: copy.file("ledger")).info == after)
        }
        #expect(seen.contains(before.tip))
    }
}
