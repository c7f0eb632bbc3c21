import Foundation

/// The right to write to a ledger: one import at a time. Released when the value goes, or with the process.
public final class LedgerLock {
    private let descriptor: Int32

    /// An error when another import holds it.
    public init(in folder: LedgerFolder) throws(LedgerError) {
        let path = folder.file("LOCK")
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw SystemFailure.system(errno, "opened", path) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let code = errno
            close(descriptor)
            guard code == EWOULDBLOCK else { throw SystemFailure.system(code, "locked", path) }
            throw LedgerError(
                "Another import is writing to the ledger \(folder.path). Wait until it ends, or stop it, then run this "
                    + "command again.")
        }
    }

    deinit {
        // Let go of at once, even while a child between fork and exec still has a copy of the descriptor.
        _ = flock(descriptor, LOCK_UN)
        close(descriptor)
    }
}
