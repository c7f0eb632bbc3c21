import Screen
import Workbench

/// What runs in a terminal: a state that takes events and messages and is drawn after it took all that wait.
public protocol TerminalProgram {
    /// What workers post.
    associatedtype Message: Sendable

    /// True when the screen should be left.
    var isFinished: Bool { get }

    /// How to paint.
    var theme: Theme { get }

    /// Takes what the terminal reports. The first event is a `resize` with the size at the start.
    mutating func handle(_ event: TerminalEvent)

    /// Takes what a worker posted.
    mutating func handle(posted message: Message)

    /// Takes the answer to a request.
    mutating func handle(_ reply: TerminalReply)

    /// Hands out what the terminal is asked to do, once; called after events and messages were taken.
    mutating func takeRequests() -> [TerminalRequest]

    /// Draws the whole screen at that size, and says where the terminal's own cursor stands. Called at most once for
    /// all that was taken together.
    func render(width: Int, height: Int) -> Surface
}

extension TerminalProgram {
    public mutating func handle(_ reply: TerminalReply) {}
    public mutating func takeRequests() -> [TerminalRequest] { [] }
}

/// What only the terminal can do.
public enum TerminalRequest: Hashable, Sendable {
    /// Puts text into the clipboard of the terminal's user (OSC 52), through ssh and tmux where they allow it.
    case copy(String)
    /// Opens the user's editor on a private copy of the text; `tag` comes back with the answer.
    case edit(String, tag: Int)
    /// Takes the mouse, or leaves it to the terminal.
    case mouse(Bool)
    /// Gives the terminal back to the shell, as Ctrl-Z does.
    case suspend
    /// Paints everything anew, after something else wrote on the screen.
    case repaint
}

/// What came of a request.
public enum TerminalReply: Hashable, Sendable {
    /// The text was sent; terminals do not say whether they took it.
    case copied(characters: Int)
    case copyRefused(reason: String)
    /// The text as the editor left it; the same as before when nothing was changed.
    case edited(String, tag: Int)
    case editFailed(reason: String, tag: Int)
}
