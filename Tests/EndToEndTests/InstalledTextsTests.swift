import Foundation
import Support
import Testing

@Suite("What make install writes")
struct InstalledTextsTests {
    @Test("The manual page names the program and its exit codes, the same each time")
    func manual() throws {
        let workspace = try Workspace()
        let page = try Clew.run(["manual-page"], in: workspace)
        #expect(page.status == 0)
        #expect(page.output.hasPrefix(".TH CLEW 1"))
        #expect(page.output.contains(".SH EXIT STATUS"))
        #expect(page.output.contains(".SH KEYS"))
        #expect(!page.output.contains("manual\\-page"), "it is for make install, not for people")
        #expect(try Clew.run(["manual-page"], in: workspace).output == page.output)
    }

    @Test("docs/keys.md is the table of commands; `make docs` writes it")
    func keys() throws {
        let root = try #require(SharedData.projectRoot)
        let written = try String(contentsOf: root.appendingPathComponent("docs/keys.md"), encoding: .utf8)
        #expect(try Clew.run(["manual-page", "--keys"], in: Workspace()).output == written)
    }

    @Test("Completions exist for the three shells", arguments: ["bash", "zsh", "fish"])
    func completions(shell: String) throws {
        let script = try Clew.run(["--generate-completion-script", shell], in: Workspace())
        #expect(script.status == 0)
        #expect(script.output.contains("clew"))
    }
}
