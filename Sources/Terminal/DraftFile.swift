import CTerminal

import Glibc

/// A text on its way through an editor: a file of mode 0600 in a folder of mode 0700 that nobody else can guess.
struct DraftFile {
    /// What is read back at most, in bytes.
    static let largest = 1 << 20

    let path: String
    private let folder: String

    /// Writes `text` to a new file.
    init(_ text: String) throws(TerminalError) {
        let parent = environmentValue("XDG_RUNTIME_DIR") ?? environmentValue("TMPDIR") ?? "/tmp"
        var template = Array((parent + "/clew-XXXXXX").utf8CString)
        guard mkdtemp(&template) != nil else {
            throw .system("No folder for the draft could be made in \(parent)", errno)
        }
        folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        path = folder + "/note.md"
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        var text = text
        let isWritten =
            file >= 0
            && text.withUTF8 { bytes in
                bytes.withMemoryRebound(to: CChar.self) { clew_write_all(file, $0.baseAddress, $0.count) == 0 }
            }
        let reason = errno
        if file >= 0 { _ = close(file) }
        guard isWritten else {
            remove()
            throw .system("The draft could not be written", reason)
        }
    }

    /// The text as it is now. Some editors replace the file, so it is opened anew.
    func read() throws(TerminalError) -> String {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard file >= 0 else { throw .system("The draft cannot be read back", errno) }
        defer { _ = close(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 * 1024)
        while true {
            let count = Glibc.read(file, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .system("The draft cannot be read back", errno) }
            if count == 0 { break }
            bytes += buffer[..<count]
            guard bytes.count <= Self.largest else {
                throw TerminalError("The text is longer than \(Self.largest) bytes; the old one is kept.")
            }
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw TerminalError("The text is not UTF-8; the old one is kept.")
        }
        return text
    }

    /// Removes the file, what the editor left beside it, and the folder.
    func remove() {
        if let entries = opendir(folder) {
            while let entry = readdir(entries) {
                let name = withUnsafePointer(to: &entry.pointee.d_name) {
                    $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
                if name != ".", name != ".." { unlink(folder + "/" + name) }
            }
            closedir(entries)
        }
        rmdir(folder)
    }
}
