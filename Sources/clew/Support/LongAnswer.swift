import Foundation

/// Writes an answer that may be long: Ctrl-C ends it also while it is printed, and while nobody takes what was printed.
///
/// - Returns: how many bytes were written; less than all where it was stopped.
func answerLong(_ text: String) throws -> (written: Int, of: Int) {
    if let sink = AnswerSink.current {
        sink.add(text)
        return (text.utf8.count, text.utf8.count)
    }
    var text = text
    return try text.withUTF8 { bytes in
        var done = 0
        while done < bytes.count, !Interruption.isAsked {
            // A terminal or a pipe that is full would hold the write, and with it the answer to Ctrl-C.
            var room = pollfd(fd: STDOUT_FILENO, events: Int16(POLLOUT), revents: 0)
            if poll(&room, 1, 200) <= 0 { continue }
            // What a pipe has room for is told in pages.
            let written = write(STDOUT_FILENO, bytes.baseAddress.map { $0 + done }, min(4096, bytes.count - done))
            if written < 0 {
                if errno == EINTR || errno == EAGAIN { continue }
                throw failure("The answer could not be written: \(String(cString: strerror(errno))).")
            }
            done += written
        }
        return (done, bytes.count)
    }
}
