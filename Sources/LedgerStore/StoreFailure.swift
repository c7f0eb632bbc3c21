import GRDB
import Ledger

/// Turns what SQLite reports into sentences that say what, where and what to do.
enum StoreFailure {
    /// What any error met while working on the file or folder at `path` means to the user.
    static func explain(_ error: any Error, at path: String) -> LedgerError {
        switch error {
        case let known as LedgerError: known
        case let database as DatabaseError: explain(database, at: path)
        default: LedgerError("The ledger at \(path) cannot be used: \(error).")
        }
    }

    private static func explain(_ error: DatabaseError, at path: String) -> LedgerError {
        switch error.resultCode.primaryResultCode {
        case .SQLITE_FULL:
            SystemFailure.diskFull(path)
        case .SQLITE_IOERR:
            LedgerError(
                "Reading or writing \(path) failed (\(detail(error))). Check the disk, then run the command again.")
        case .SQLITE_CORRUPT, .SQLITE_NOTADB:
            LedgerError(
                "\(path) is damaged (\(detail(error))): it is not what Clew wrote. Restore it from a copy, or import "
                    + "the blocks again into an empty folder.")
        case .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_AUTH, .SQLITE_READONLY:
            LedgerError("\(path) cannot be opened (\(detail(error))). Check that it is there and that you may use it.")
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            LedgerError("\(path) is in use by another program. Wait until it is done, then run the command again.")
        case .SQLITE_NOMEM:
            LedgerError("There is not enough memory to work on \(path). Close other programs, then run it again.")
        default:
            LedgerError("The ledger at \(path) cannot be used (\(detail(error))).")
        }
    }

    private static func detail(_ error: DatabaseError) -> String {
        error.message ?? "SQLite error \(error.extendedResultCode.rawValue)"
    }
}
