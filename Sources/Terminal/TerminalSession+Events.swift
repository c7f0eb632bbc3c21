import CNcurses
import Workbench

import Glibc

extension TerminalSession {
    /// Sleeps until the terminal, a signal or a worker has something, or the time is over.
    ///
    /// - Parameters:
    ///   - worker: a descriptor that is readable when workers posted.
    ///   - milliseconds: the longest sleep; nothing sleeps until there is something.
    /// - Throws: when the terminal is gone.
    func wait(for worker: Int32, atMost milliseconds: Int?) throws(TerminalError) {
        var watched = [
            pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0),
            pollfd(fd: signals.reading, events: Int16(POLLIN), revents: 0),
            pollfd(fd: worker, events: Int16(POLLIN), revents: 0),
        ]
        let count = poll(&watched, nfds_t(watched.count), milliseconds.map { Int32(clamping: $0) } ?? -1)
        // An interrupted sleep is a reason to look.
        guard count > 0 else { return }
        let state = Int32(watched[0].revents)
        if state & (POLLERR | POLLNVAL) != 0 || (state & POLLHUP != 0 && state & POLLIN == 0) { throw .closed }
        if state & POLLIN != 0, unreadBytes() == 0 { throw .closed }
    }

    /// Everything that the terminal has reported so far, in order.
    func pendingEvents() -> [TerminalEvent] {
        var events: [TerminalEvent] = []
        for byte in signals.drain() where byte == UInt8(ascii: "s") { suspend() }
        var value: wint_t = 0
        while true {
            let kind = get_wch(&value)
            if kind == ERR { break }
            if kind == KEY_CODE_YES {
                mouseDecoder.abandon()
                take(code: Int32(bitPattern: value), into: &events)
            } else if takeMouse(value, into: &events) {
                continue
            } else if value == 0x1A {
                suspend()
            } else if let stroke = KeyDecoder.stroke(character: value) {
                events.append(.key(stroke))
            }
        }
        if let resized = checkSize() { events.append(resized) }
        return events
    }

    /// The event for a size that is not the one the program knows.
    func checkSize() -> TerminalEvent? {
        var window = winsize()
        if ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &window) == 0, window.ws_col > 0, window.ws_row > 0,
            Int32(window.ws_col) != clew_columns() || Int32(window.ws_row) != clew_rows()
        {
            resizeterm(Int32(window.ws_row), Int32(window.ws_col))
        }
        let now = (columns: Int(clew_columns()), rows: Int(clew_rows()))
        guard now != size else { return nil }
        size = now
        return .resize(columns: now.columns, rows: now.rows)
    }

    private func take(code: Int32, into events: inout [TerminalEvent]) {
        switch code {
        case KeyDecoder.pasteBegins:
            let paste = readPaste()
            events.append(.paste(paste.text))
            if paste.isCut { events.append(.pasteCut(limit: PasteCollector.limit)) }
        case KeyDecoder.mouseNumbers: mouseDecoder.begin(.numbers)
        case KeyDecoder.mouseCharacters: mouseDecoder.begin(.characters)
        default:
            // A resize is found by `checkSize`; unknown keys say nothing.
            if let stroke = KeyDecoder.stroke(code: code) { events.append(.key(stroke)) }
        }
    }

    /// Takes a character of a report of the mouse; false for one that is none.
    private func takeMouse(_ value: UInt32, into events: inout [TerminalEvent]) -> Bool {
        guard mouseDecoder.isReading else { return false }
        switch mouseDecoder.add(value) {
        case .unfinished: break
        case .broken: return false
        case .report(let report):
            // What was on its way when the mouse was let go of means nothing.
            if usesMouse, let event = mouseGestures.take(report, at: monotonicMilliseconds()) { events.append(event) }
        }
        return true
    }

    /// Reads up to the end mark; a terminal that stops in the middle for two seconds has ended its paste.
    private func readPaste() -> PasteCollector {
        var collector = PasteCollector()
        var value: wint_t = 0
        while true {
            let kind = get_wch(&value)
            if kind == ERR {
                var watched = [pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)]
                guard poll(&watched, 1, 2000) != 0 || errno == EINTR else { break }
                if unreadBytes() == 0 { break }
            } else if kind == KEY_CODE_YES {
                if Int32(bitPattern: value) == KeyDecoder.pasteEnds { break }
            } else if collector.add(value) {
                break
            }
        }
        return collector
    }

    private func unreadBytes() -> Int32 {
        var count: Int32 = 0
        return ioctl(STDIN_FILENO, UInt(FIONREAD), &count) == 0 ? count : 0
    }
}
