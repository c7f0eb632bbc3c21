import CTerminal

/// The user's editor: VISUAL, else EDITOR, else Debian's choice or vi.
enum Editor {
    /// What the environment asks for; may have arguments, as in `code --wait`.
    static var name: String {
        environmentValue("VISUAL") ?? environmentValue("EDITOR") ?? "sensible-editor"
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
