import Foundation
import GRDB
import Ledger

/// Turns what SQLite and the system report into sentences that say what, where and what to do.
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
            diskFull(path)
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

    static func diskFull(_ path: String) -> LedgerError {
        LedgerError(
            "The disk is full: \(path) could not be written. Nothing that was there is lost; free some space, then run "
                + "the same command again and it goes on where it stood.")
    }

    /// What a failed system call on `path` means; `doing` completes "could not be ...".
    static func system(_ code: Int32, _ doing: String, _ path: String) -> LedgerError {
        switch code {
        case ENOSPC, EDQUOT: diskFull(path)
        case EACCES, EPERM: LedgerError("\(path) could not be \(doing): you have no permission. Check who owns it.")
        case EROFS: LedgerError("\(path) could not be \(doing): the disk is mounted read-only.")
        case ENOENT: LedgerError("\(path) could not be \(doing): it is not there.")
        case ENOTDIR: LedgerError("\(path) could not be \(doing): a part of the path is not a folder.")
        default: LedgerError("\(path) could not be \(doing): \(String(cString: strerror(code))).")
        }
    }

    private static func detail(_ error: DatabaseError) -> String {
        error.message ?? "SQLite error \(error.extendedResultCode.rawValue)"
    }
}
