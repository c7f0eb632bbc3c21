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

    @Test("The manual page has every command of that table with its keys and what it does, and no other")
    func manualKeys() throws {
        // | `j` `Down` | `down` | next row | where |
        let rows = try Clew.run(["manual-page", "--keys"], in: Workspace()).output.split(separator: "\n")
            .map { $0.split(separator: " | ", omittingEmptySubsequences: false).map(String.init) }
            .filter { $0.count == 4 && $0[1].hasPrefix("`") }
        #expect(rows.count > 70)
        let troff = [("\\-", "-"), ("\\(dq", "\""), ("\\&", ""), ("\\e", "\\")]
        let page = troff.reduce(try Clew.run(["manual-page"], in: Workspace()).output) { $0.replacing($1.0, with: $1.1) }
        let section = try #require(page.components(separatedBy: "\n.SH KEYS").last?.components(separatedBy: "\n.SH ").first)
        let entries = Set(section.components(separatedBy: "\n.TP\n").dropFirst())
        #expect(entries.count == rows.count)
        for row in rows {
            let keys = row[0].drop { $0 == "|" || $0 == " " }.split(separator: " ").map { String($0.dropFirst().dropLast()) }
            let name = ":" + row[1].dropFirst().dropLast()
            let entry = entries.first { $0.contains(name + "\n") }
            #expect(entry?.contains(row[2]) == true, "\(name): \(entry ?? "missing")")
            #expect(entry?.hasPrefix(".B " + (keys + [name]).joined(separator: ", ")) == true, "\(name): \(entry ?? "missing")")
        }
    }

    @Test("Completions exist for the three shells", arguments: ["bash", "zsh", "fish"])
    func completions(shell: String) throws {
        let script = try Clew.run(["--generate-completion-script", shell], in: Workspace())
        #expect(script.status == 0)
        #expect(script.output.contains("clew"))
    }

    @Test("bash offers the names of cases wherever one is to be named, folders after a slash, and runs nothing that a name holds")
    func caseNames() throws {
        let workspace = try Workspace()
        let here = workspace.path("here")
        for name in ["lantern", "two words", "O'Brien", "$(touch ran)", "`touch ran`"] {
            #expect(try Clew.run(["case", "new", name], in: workspace).status == 0)
        }
        for folder in ["here.clew", "a b/deep.clew"] {
            try FileManager.default.createDirectory(atPath: "\(here)/\(folder)", withIntermediateDirectories: true)
        }
        let script = try Clew.run(["--generate-completion-script", "bash"], in: workspace).output
        let offer = """
            cd \(here)
            offer() {
                COMP_WORDS=("$@"); COMP_LINE="$*"; COMP_POINT=${#COMP_LINE}; COMP_CWORD=$(($# - 1)); COMPREPLY=()
                current="${@: -1}"
                _clew "$1" "${current//\\\\/}" "${@: -2:1}"
                printf '%s|' "${COMPREPLY[@]}"; echo
            }
            for words in open "open --case" "case show" "case label --case" "case merge" verify report "tags export" "graph --case"; do
                offer \(Clew.path) $words ''
            done
            offer \(Clew.path) open l
            offer \(Clew.path) open two
            offer \(Clew.path) open ./
            offer \(Clew.path) case check '\(here)/a\\ b/'
            ls
            """
        let file = workspace.path("offer.bash")
        try (script + "\n" + offer).write(toFile: file, atomically: true, encoding: .utf8)
        let outcome = try Spawn.run(["bash", file], environment: workspace.environment, folder: workspace.root.path)
        let all = "$(touch ran)|O'Brien|`touch ran`|lantern|two words|here.clew|"
        #expect(outcome.errors.isEmpty, "\(outcome.errors)")
        #expect(
            outcome.output.split(separator: "\n").map(String.init)
                == Array(repeating: all, count: 9)
                + ["lantern|", "two words|", "./a b|./here.clew|", "\(here)/a b/deep.clew|", "a b", "here.clew"])
    }
}
