import Foundation
import Ledger
import LedgerSources

/// The sample case's blocks as a ledger of their own, imported when the sample is opened first.
enum SampleLedger {
    /// Imports the blocks unless that ledger is there and this build reads it.
    ///
    /// A ledger that it does not read, such as one in an earlier form, is made anew: it holds nothing but those blocks.
    static func importUnlessReadable(_ sample: SampleCase, _ line: ProgressLine) throws(LedgerError) {
        let files = FileManager.default
        if files.fileExists(atPath: sample.ledgerPath + "/MANIFEST") {
            if (try? LedgerOpening.open(at: sample.ledgerPath)) != nil { return }
            do { try files.removeItem(atPath: sample.ledgerPath) } catch {
                throw LedgerError(
                    "The ledger of the sample case, \(sample.ledgerPath), cannot be read and not be made anew: "
                        + "\(error.localizedDescription) Remove that folder, then open the sample again.")
            }
        }
        defer { line.end() }
        let progress: (ImportProgress) -> Void = { line.show($0.phase.rawValue, $0.done, of: $0.total, $0.unit.rawValue) }
        do throws(LedgerError) {
            guard let plan = try LedgerImport(paths: [sample.blocksPath]).plan(progress: progress) else { return }
            let writer = try LedgerOpening.writer(
                at: sample.ledgerPath, chain: plan.chain, fingerprint: plan.fingerprint, store: nil)
            writer.report({ line.show($0, UInt64($1), of: UInt64($2), "steps") }, isCancelled: { false })
            _ = try plan.run(into: writer, progress: progress)
        } catch {
            throw LedgerError("The blocks of the sample case could not be imported. \(error.sentence)")
        }
    }
}
