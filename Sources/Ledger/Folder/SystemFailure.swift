import Foundation

/// Turns what the system reports about a ledger's files into sentences that say what, where and what to do.
public enum SystemFailure {
    /// The disk had no room for what was to be written to `path`.
    public static func diskFull(_ path: String) -> LedgerError {
        LedgerError(
            "The disk is full: \(path) could not be written. Nothing that was there is lost; free some space, then run "
                + "the same command again and it goes on where it stood.")
    }

    /// What a failed system call on `path` means; `code` is its `errno`, `doing` completes "could not be ...".
    public static func system(_ code: Int32, _ doing: String, _ path: String) -> LedgerError {
        switch code {
        case ENOSPC, EDQUOT: diskFull(path)
        case EACCES, EPERM: LedgerError("\(path) could not be \(doing): you have no permission. Check who owns it.")
        case EROFS: LedgerError("\(path) could not be \(doing): the disk is mounted read-only.")
        case ENOENT: LedgerError("\(path) could not be \(doing): it is not there.")
        case ENOTDIR: LedgerError("\(path) could not be \(doing): a part of the path is not a folder.")
        default: LedgerError("\(path) could not be \(doing): \(String(cString: strerror(code))).")
        }
    }
}
