import Foundation
import Ledger
import LedgerSources

/// The sample case's blocks as a ledger of their own, imported when the sample is opened first.
enum SampleLedger {
    /// Imports the blocks unless that ledger is there already; says what went wrong and ends otherwise.
    static func importIfMissing(_ sample: SampleCase) throws {
        guard !FileManager.default.fileExists(atPath: sample.ledgerPath + "/MANIFEST") else { return }
        do throws(LedgerError) {
            guard let plan = try LedgerImport(paths: [sample.blocksPath]).plan() else { return }
            let writer = try LedgerOpening.writer(
                at: sample.ledgerPath, chain: plan.chain, fingerprint: plan.fingerprint, store: nil)
            _ = try plan.run(into: writer)
        } catch {
            throw failure("The blocks of the sample case could not be imported. \(error.sentence)")
        }
    }
}
