import Screen
import Workbench

extension TerminalSession {
    /// Runs `program` until it is finished: sleeps, takes everything that waits, draws once.
    ///
    /// Keys are drawn at once, progress of workers at most ten times a second, and while nothing happens nothing runs.
    /// Workers post into `mailbox`; they must not wait for the main actor.
    ///
    /// - Throws: when the terminal went away. `close` is the caller's, also then.
    public func run<Program: TerminalProgram>(
        _ program: inout Program, mailbox: Mailbox<Program.Message>
    ) throws(TerminalError) {
        var clock = FrameClock()
        _ = checkSize()
        program.handle(.resize(columns: size.columns, rows: size.rows))
        serve(&program)
        while !program.isFinished {
            var delay = clock.delay(at: monotonicMilliseconds())
            if delay == 0 {
                draw(program)
                clock.drawn(at: monotonicMilliseconds())
                delay = nil
            }
            try wait(for: mailbox.descriptor, atMost: delay)
            let events = pendingEvents()
            for event in events where !program.isFinished { program.handle(event) }
            let messages = mailbox.drain()
            for message in messages { program.handle(posted: message) }
            if !events.isEmpty { clock.note(byUser: true) }
            if !messages.isEmpty { clock.note(byUser: false) }
            if serve(&program) { clock.note(byUser: true) }
        }
    }

    private func draw(_ program: some TerminalProgram) {
        let surface = program.render(width: size.columns, height: size.rows)
        painter.paint(surface, theme: program.theme, cursor: surface.cursor)
    }

    /// Does what the program asks for; answers whether it asked for anything.
    @discardableResult
    private func serve(_ program: inout some TerminalProgram) -> Bool {
        let requests = program.takeRequests()
        for request in requests {
            switch request {
            case .copy(let text): program.handle(copy(text))
            case .edit(let text, let tag): program.handle(edit(text, tag: tag))
            case .mouse(let isUsed): useMouse(isUsed)
            case .suspend: suspend()
            case .repaint: painter.forget()
            }
        }
        return !requests.isEmpty
    }
}
