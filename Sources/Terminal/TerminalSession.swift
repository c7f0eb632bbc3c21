import CNcurses
import CTerminal
import Screen
import Workbench

import Glibc

/// The terminal while the workbench has it.
///
/// ncurses is not safe for threads: everything here happens on the main actor, whose thread sleeps in `run` until the
/// terminal or a `Mailbox` has something. One session per process.
@MainActor
public final class TerminalSession {
    let settings: TerminalSettings
    let painter: Painter
    let signals: WakePipe
    /// The size that the program was last told.
    var size: (columns: Int, rows: Int) = (0, 0)
    var mouseDecoder = MouseDecoder()
    var mouseGestures = MouseGestures()
    private(set) var usesMouse: Bool
    private let screen: OpaquePointer
    private let log: Int32
    private var isOpen = true

    /// True when the terminal shows Unicode; false leaves ASCII.
    public let isUTF8: Bool
    /// How many colours it shows.
    public let depth: ColourDepth

    /// Takes the terminal of standard input and output: alternate screen, raw keys, mouse, bracketed paste.
    ///
    /// - Throws: before anything was switched when there is no terminal, its type is not known here, or it cannot place
    ///   the cursor.
    public init(_ settings: TerminalSettings = TerminalSettings()) throws(TerminalError) {
        guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else { throw .noTerminal }
        let speaksUTF8 = TerminalLocale.choose()
        try Self.checkType()

        let pipe = try WakePipe()
        let reset = Self.resetBytes()
        guard clew_guard_start(STDOUT_FILENO, reset, reset.count) == 0 else {
            throw .system("The terminal's modes cannot be read", errno)
        }
        guard let screen = clew_newterm() else {
            clew_guard_end()
            throw TerminalError("The terminal cannot be used: ncurses found no way to drive it.")
        }
        self.settings = settings
        usesMouse = settings.usesMouse
        self.screen = screen
        signals = pipe
        isUTF8 = speaksUTF8
        log = Self.openLog(settings.logPath)
        if log >= 0 { clew_guard_divert(log) }
        clew_signals_start(pipe.writing)

        depth = Self.startColours()
        painter = Painter(depth: depth, isUTF8: speaksUTF8)
        raw()
        noecho()
        nonl()
        intrflush(clew_screen(), false)
        keypad(clew_screen(), true)
        meta(clew_screen(), true)
        nodelay(clew_screen(), true)
        leaveok(clew_screen(), false)
        // A key that begins with Esc comes whole from a terminal on this machine and from tmux; a network may divide it.
        if environmentValue("ESCDELAY") == nil { set_escdelay(environmentValue("SSH_TTY") == nil ? 0 : 25) }
        define_key("\u{1B}[200~", KeyDecoder.pasteBegins)
        define_key("\u{1B}[201~", KeyDecoder.pasteEnds)
        for (begin, code) in [("\u{1B}[<", KeyDecoder.mouseNumbers), ("\u{1B}[M", KeyDecoder.mouseCharacters)] {
            // Some terminal descriptions give one of these to ncurses' own mouse.
            define_key(begin, 0)
            define_key(begin, code)
        }
        switchModes(on: true)
    }

    /// The signs to draw with: the theme's, or ASCII where Unicode would not be shown.
    public func glyphs(of theme: Theme) -> GlyphSet {
        if isUTF8, !settings.forcesASCII { return theme.glyphs }
        return theme.glyphs.base == .ascii ? theme.glyphs : .ascii
    }

    /// Gives the terminal back as it was. Calling it again does nothing.
    public func close() {
        guard isOpen else { return }
        isOpen = false
        switchModes(on: false)
        clew_signals_end()
        endwin()
        clew_guard_end()
        delscreen(screen)
        if log >= 0 { _ = Glibc.close(log) }
    }

    /// Leaves the screen to another program and takes it back afterwards.
    func yield(_ other: () -> Void) {
        switchModes(on: false)
        def_prog_mode()
        endwin()
        other()
        reset_prog_mode()
        painter.forget()
        wnoutrefresh(clew_screen())
        doupdate()
        switchModes(on: true)
    }

    /// Takes the mouse, or leaves it to the terminal for selecting text.
    func useMouse(_ isUsed: Bool) {
        usesMouse = isUsed
        mouseDecoder.abandon()
        mouseGestures = MouseGestures()
        switchMouse(on: isUsed)
    }

    /// The modes that ncurses does not manage, and the mouse.
    private func switchModes(on: Bool) {
        switchMouse(on: on && usesMouse)
        if Self.isXtermLike { send(on ? "\u{1B}[?2004h" : "\u{1B}[?2004l") }
    }

    /// Presses, releases, the wheel, and motion while a button is down (mode 1002), with cells as numbers (1006).
    private func switchMouse(on: Bool) {
        guard Self.isXtermLike else { return }
        send(on ? "\u{1B}[?1000h\u{1B}[?1002h\u{1B}[?1006h" : "\u{1B}[?1006l\u{1B}[?1002l\u{1B}[?1000l")
    }

    /// Sends bytes that ncurses does not know of. Between updates only.
    func send(_ text: String) {
        fflush(nil)
        var text = text
        _ = text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { clew_write_all(STDOUT_FILENO, $0.baseAddress, $0.count) }
        }
    }
}
