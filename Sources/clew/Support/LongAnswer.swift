import Foundation

/// Writes an answer that may be long, in parts: Ctrl-C ends it also while it is printed, and while nobody takes what was
/// printed.
final class LongAnswer {
    /// Bytes that were written.
    private(set) var written: UInt64 = 0
    /// Why it could not go on; nil where it was only asked to end.
    private(set) var failure: (any Error)?
    /// Nil where the answer is looked at itself.
    private let line: ProgressLine?

    init(_ line: ProgressLine) { self.line = isatty(STDOUT_FILENO) == 1 ? nil : line }

    /// False where it was ended before all of the part was written.
    func take(_ part: [UInt8]) -> Bool {
        if let sink = AnswerSink.current {
            sink.add(String(decoding: part, as: UTF8.self))
            return true
        }
        return part.withUnsafeBytes { bytes in
            var done = 0
            while done < bytes.count {
                if Interruption.isAsked { return false }
                line?.show("printing", written, of: nil, "bytes")
                // A terminal or a pipe that is full would hold the write, and with it the answer to Ctrl-C.
                var room = pollfd(fd: STDOUT_FILENO, events: Int16(POLLOUT), revents: 0)
                if poll(&room, 1, 200) <= 0 { continue }
                // What a pipe has room for is told in pages.
                let count = write(STDOUT_FILENO, bytes.baseAddress.map { $0 + done }, min(4096, bytes.count - done))
                if count < 0 {
                    if errno == EINTR || errno == EAGAIN { continue }
                    failure = clew.failure("The answer could not be written: \(String(cString: strerror(errno))).")
                    return false
                }
                done += count
                written += UInt64(count)
            }
            return true
        }
    }
}
