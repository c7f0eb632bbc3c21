import CTerminal
import Foundation

extension TerminalSession {
    /// The longest text for the clipboard, in bytes: xterm takes 100,000 with the base64 and its frame.
    static let longestCopy = 74_000

    /// Sends `text` to the clipboard of the terminal's user: OSC 52 of xterm's control sequences.
    func copy(_ text: String) -> TerminalReply {
        guard Self.isXtermLike else {
            return .copyRefused(reason: "This terminal has no clipboard that Clew could reach.")
        }
        let bytes = Data(text.utf8)
        guard bytes.count <= Self.longestCopy else {
            return .copyRefused(
                reason: "The text has \(bytes.count) bytes; terminals take \(Self.longestCopy) into the clipboard.")
        }
        send("\u{1B}]52;c;\(bytes.base64EncodedString())\u{07}")
        return .copied(characters: text.count)
    }

    /// Gives the terminal to the shell until the job is continued.
    func suspend() {
        yield { clew_stop() }
    }

    /// Lets the user edit `text` in a program of their choice.
    func edit(_ text: String, tag: Int) -> TerminalReply {
        do {
            let draft = try DraftFile(text)
            defer { draft.remove() }
            var status: Int32 = 0
            var reason = ""
            yield {
                status = Editor.run(on: draft.path)
                if status < 0 { reason = systemReason(errno) }
            }
            guard status >= 0 else { return .editFailed(reason: "The editor did not start: \(reason).", tag: tag) }
            guard status == 0 else { return .editFailed(reason: Editor.complaint(status), tag: tag) }
            return .edited(try draft.read(), tag: tag)
        } catch let error {
            return .editFailed(reason: error.sentence, tag: tag)
        }
    }
}
