import CTerminal
import Encoding

/// The user's editor: VISUAL, else EDITOR, else Debian's choice or vi.
enum Editor {
    /// What the environment asks for; may have arguments, as in `code --wait`.
    static var name: String {
        environmentValue("VISUAL") ?? environmentValue("EDITOR") ?? "sensible-editor"
    }

    /// What an exit status other than 0 means. 126 and 127 are the shell's own: the program could not be run, or there is
    /// none of that name (POSIX.1-2017, Shell Command Language 2.8.2).
    static func complaint(_ status: Int32) -> String {
        let name = VisibleText.escape(name)
        return switch status {
        case 126: "The editor \(name) could not be run; EDITOR names another. The text is as it was."
        case 127: "There is no editor \(name); EDITOR names another. The text is as it was."
        default: "The editor \(name) ended with status \(status); the text is as it was."
        }
    }

    /// Runs the editor on the file at `path` in the foreground; answers its exit status, or -1 when it did not start.
    ///
    /// The shell sees only the user's own words; the path is an argument and never a part of them.
    static func run(on path: String) -> Int32 {
        let script =
            environmentValue("VISUAL") == nil && environmentValue("EDITOR") == nil
            ? "if command -v sensible-editor >/dev/null; then exec sensible-editor \"$1\"; else exec vi \"$1\"; fi"
            : "exec \(name) \"$1\""
        return withCStrings(["/bin/sh", "-c", script, "clew", path]) { clew_run_foreground($0) }
    }

    private static func withCStrings(
        _ texts: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> Int32
    ) -> Int32 {
        var bytes: [CChar] = []
        var offsets: [Int] = []
        for text in texts {
            offsets.append(bytes.count)
            bytes += text.utf8.map { CChar(bitPattern: $0) } + [0]
        }
        return bytes.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return -1 }
            let pointers: [UnsafePointer<CChar>?] = offsets.map { base + $0 } + [nil]
            return pointers.withUnsafeBufferPointer { list in list.baseAddress.map(body) ?? -1 }
        }
    }
}
