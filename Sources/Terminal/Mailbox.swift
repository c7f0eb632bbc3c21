import Synchronization

import Glibc

/// Where workers leave messages for the event loop, from any thread.
///
/// Posting wakes the loop through a pipe; while nothing is posted nobody wakes. A worker must never wait for the main
/// actor, which sleeps in the loop, so this is its only way to answer.
public final class Mailbox<Message: Sendable>: Sendable {
    private let messages = Mutex<[Message]>([])
    private let pipe: WakePipe

    /// - Throws: when the process has no file descriptors left.
    public init() throws(TerminalError) { pipe = try WakePipe() }

    /// Leaves `message`; the loop handles messages in the order of posting, and draws after it took all of them.
    public func post(_ message: Message) {
        let isFirst = messages.withLock { messages in
            messages.append(message)
            return messages.count == 1
        }
        if isFirst { pipe.wake() }
    }

    /// Takes all messages that are there.
    func drain() -> [Message] {
        // The pipe first: a message that comes in between wakes once for nothing rather than never.
        _ = pipe.drain()
        return messages.withLock { messages in
            let all = messages
            messages.removeAll()
            return all
        }
    }

    /// Readable while there are messages.
    var descriptor: Int32 { pipe.reading }
}

/// A pipe that makes `poll` return.
final class WakePipe: Sendable {
    let reading: Int32
    let writing: Int32

    init() throws(TerminalError) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw .system("No pipe could be made for the event loop", errno) }
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        reading = ends[0]
        writing = ends[1]
    }

    deinit {
        close(reading)
        close(writing)
    }

    /// Makes `reading` readable. A full pipe is readable already.
    func wake() {
        var byte: UInt8 = 0x2E
        while write(writing, &byte, 1) < 0, errno == EINTR {}
    }

    /// Takes what was written.
    func drain() -> [UInt8] {
        var all: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 256)
        while true {
            let count = read(reading, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return all }
            all += buffer[..<count]
        }
    }
}
