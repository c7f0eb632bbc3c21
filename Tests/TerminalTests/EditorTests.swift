import Testing

@testable import Terminal

@Suite("The editor")
struct EditorTests {
    @Test("an editor that is not there is told from one that gave up")
    func complaints() {
        #expect(Editor.complaint(127).hasPrefix("There is no editor "))
        #expect(Editor.complaint(126).contains(" could not be run"))
        #expect(Editor.complaint(1).contains(" ended with status 1"))
        for status: Int32 in [1, 126, 127, 130] { #expect(Editor.complaint(status).contains("he text is as it was.")) }
    }
}
