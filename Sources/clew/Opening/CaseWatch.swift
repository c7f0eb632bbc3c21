import Foundation

/// Tells a reader when the journal of a case grows and when somebody lets go of its lock, by inotify(7): nobody wakes
/// while nothing happens. On a network disk that reports nothing the reader sees what it saw when it opened the case.
final class CaseWatch: Sendable {
    private let descriptor: Int32
    private let watch: Int32

    /// Watches until `end` or the end of the process. Nil where the kernel has no watch to spare.
    init?(folder: String, journalChanged: @escaping @Sendable () -> Void, lockReleased: @escaping @Sendable () -> Void) {
        let descriptor = inotify_init1(Int32(IN_CLOEXEC))
        guard descriptor >= 0 else { return nil }
        let mask = UInt32(IN_MODIFY | IN_MOVED_TO | IN_CLOSE_WRITE)
        watch = inotify_add_watch(descriptor, folder, mask)
        guard watch >= 0 else {
            close(descriptor)
            return nil
        }
        self.descriptor = descriptor
        Thread.detachNewThread {
            var buffer = [UInt8](repeating: 0, count: 16_384)
            while true {
                let count = read(descriptor, &buffer, buffer.count)
                if count < 0, errno == EINTR { continue }
                guard count > 0, !Self.isEnded(buffer[..<count]) else {
                    close(descriptor)
                    return
                }
                let names = Self.names(buffer[..<count])
                if names.contains("journal.jsonl") { journalChanged() }
                if names.contains("case.lock") { lockReleased() }
            }
        }
    }

    /// Watches no longer. The kernel says so to the thread that waits, which closes the descriptor.
    func end() { inotify_rm_watch(descriptor, watch) }

    /// True when a batch of events says that the watch was taken away; the mask is the second word.
    private static func isEnded(_ bytes: ArraySlice<UInt8>) -> Bool {
        let mask = bytes.dropFirst(4).prefix(4).reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        return mask & UInt32(IN_IGNORED) != 0
    }

    /// The names in a batch of `struct inotify_event`: 16 bytes, of which the last four give the length of the name that
    /// follows, padded with zeros.
    private static func names(_ bytes: ArraySlice<UInt8>) -> Set<String> {
        var names = Set<String>()
        var rest = bytes
        while rest.count >= 16 {
            let length = rest.dropFirst(12).prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
            names.insert(String(decoding: rest.dropFirst(16).prefix(length).prefix { $0 != 0 }, as: UTF8.self))
            rest = rest.dropFirst(16 + length)
        }
        return names
    }
}
