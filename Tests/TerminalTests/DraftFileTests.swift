import Foundation
import Testing

@testable import Terminal

@Suite("A text on its way through an editor")
struct DraftFileTests {
    @Test("The file is private, comes back as written, and leaves nothing")
    func roundTrip() throws {
        let draft = try DraftFile("Sum of six ₿\n")
        let folder = URL(fileURLWithPath: draft.path).deletingLastPathComponent().path
        let files = FileManager.default
        #expect(try files.attributesOfItem(atPath: draft.path)[.posixPermissions] as? Int == 0o600)
        #expect(try files.attributesOfItem(atPath: folder)[.posixPermissions] as? Int == 0o700)
        #expect(try draft.read() == "Sum of six ₿\n")
        try Data("other".utf8).write(to: URL(fileURLWithPath: folder + "/note.md~"))
        draft.remove()
        #expect(!files.fileExists(atPath: folder))
    }

    @Test("What is not UTF-8 or too long is refused with a sentence")
    func refused() throws {
        let draft = try DraftFile("")
        defer { draft.remove() }
        try Data([0x61, 0xFF]).write(to: URL(fileURLWithPath: draft.path))
        #expect(throws: TerminalError("The text is not UTF-8; the old one is kept.")) { try draft.read() }
        try Data(count: DraftFile.largest + 1).write(to: URL(fileURLWithPath: draft.path))
        #expect(throws: TerminalError.self) { try draft.read() }
    }
}
