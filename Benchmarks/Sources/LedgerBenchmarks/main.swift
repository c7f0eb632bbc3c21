import Foundation
import Ledger
import LedgerIndex

/// `LedgerBenchmarks FOLDER TRANSACTIONS [ROUNDS [PART]]`: builds both stores in FOLDER where they are not there yet, asks
/// both the same, and prints medians and ratios as a Markdown table. `LedgerBenchmarks table FOLDER...` prints those of
/// several sizes as docs/performance.md has them.
let arguments = CommandLine.arguments
do {
    if arguments.count == 4, arguments[1] == "import-index" {
        try ImportBenchmark.index(folder: arguments[2], transactions: Int(arguments[3]) ?? 0)
    } else if arguments.count == 4, arguments[1] == "import-sqlite" {
        try ImportBenchmark.sqlite(folder: arguments[2], transactions: Int(arguments[3]) ?? 0)
    } else if arguments.count >= 3, arguments[1] == "table" {
        try ResultTable.show(Array(arguments[2...]))
    } else if arguments.count >= 3, let transactions = Int(arguments[2]) {
        try await Questions.run(
            folder: arguments[1], transactions: transactions, rounds: arguments.count > 3 ? Int(arguments[3]) ?? 7 : 7,
            only: arguments.count > 4 ? arguments[4] : nil)
    } else {
        print("usage: LedgerBenchmarks FOLDER TRANSACTIONS [ROUNDS [PART]]\n       LedgerBenchmarks table FOLDER...")
    }
} catch {
    print("failed: \(error)")
    exit(1)
}
