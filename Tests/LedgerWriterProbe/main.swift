// LedgerWriterProbe FOLDER import|append|reorganise
//
// Changes a small ledger, for tests that kill it at one system call after the other: all work is on one thread, so the
// calls are the same in each run. Buckets, ranges and segments are small, so that few rows take every path.
import Foundation
import Ledger
import LedgerIndex
import Support

let arguments = CommandLine.arguments
guard arguments.count == 3 else {
    FileHandle.standardError.write(Data("usage: LedgerWriterProbe FOLDER import|append|reorganise\n".utf8))
    exit(2)
}
let all = SmallChain.blocks(count: 26, seed: 11)
do {
    let writer = try IndexLedgerWriter.open(folder: arguments[1], chain: .bitcoinRegtest, fingerprint: arguments[2])
    writer.options.bucketBytes = 4_000
    writer.options.rangeBits = 6
    writer.options.greatestSegment = 60
    writer.headBlocks = 4
    switch arguments[2] {
    case "import":
        for block in all.prefix(20) { try writer.append(block) }
    case "append":
        for block in all.dropFirst(20) { try writer.append(block) }
    default:
        try writer.dropBlocks(from: 23)
        for block in SmallChain.branch(of: all, from: 23, count: 5, seed: 12) { try writer.append(block) }
    }
    try writer.finish()
} catch {
    FileHandle.standardError.write(Data("\(error)\n".utf8))
    exit(1)
}
