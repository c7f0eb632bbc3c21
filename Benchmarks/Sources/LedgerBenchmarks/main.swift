import Foundation
import Ledger
import LedgerIndex

/// `LedgerBenchmarks FOLDER TRANSACTIONS [ROUNDS]`: builds both stores in FOLDER where they are not there yet, asks
/// both the same, and prints medians and ratios as a Markdown table.
let arguments = CommandLine.arguments
do {
    if arguments.count == 4, arguments[1] == "import-index" {
        try ImportBenchmark.index(folder: arguments[2], transactions: Int(arguments[3]) ?? 0)
    } else if arguments.count == 4, arguments[1] == "import-sqlite" {
        try ImportBenchmark.sqlite(folder: arguments[2], transactions: Int(arguments[3]) ?? 0)
    } else if arguments.count >= 3, let transactions = Int(arguments[2]) {
        try await Questions.run(
            folder: arguments[1], transactions: transactions, rounds: arguments.count > 3 ? Int(arguments[3]) ?? 7 : 7)
    } else {
        print("usage: LedgerBenchmarks FOLDER TRANSACTIONS [ROUNDS]")
    }
} catch {
    print("failed: \(error)")
    exit(1)
}
