import Foundation
import Testing

@testable import Screen

@Suite("The themes that come with Clew")
struct ThemeFilesTests {
    static let names = ["colour-safe", "dark", "dusk", "high-contrast", "light", "mono"]
    /// Lines need a contrast of 3 (WCAG 1.4.11), text 4.5 (1.4.3).
    static let lines: Set<Role> = [.rule, .separator, .edge]

    @Test("All are there")
    func all() { #expect(ThemeLibrary.names == Self.names) }

    @Test("The embedded texts are those of the folder Themes; `make themes` writes them", arguments: names)
    func notStale(name: String) throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let files = try FileManager.default.contentsOfDirectory(atPath: root.path + "/Themes")
        #expect(files.filter { $0.hasSuffix(".yaml") }.sorted() == Self.names.map { $0 + ".yaml" })
        let text = try String(contentsOfFile: root.path + "/Themes/\(name).yaml", encoding: .utf8)
        #expect(EmbeddedThemes.texts.first { $0.name == name }?.text == text)
    }

    @Test("Each reads without an error and bears its file's name", arguments: names)
    func reads(name: String) throws {
        let theme = try #require(try ThemeLibrary.embedded(name))
        #expect(theme.name == name)
        #expect(!theme.about.isEmpty)
    }

    @Test("Every role can be read, in the selection too", arguments: names.filter { $0 != "mono" })
    func contrast(name: String) throws {
        let theme = try #require(try ThemeLibrary.embedded(name))
        for role in Role.allCases {
            for selected in [false, true] {
                let ink = theme.ink(for: role, selected: selected)
                let foreground = try #require(ink.foreground)
                let background = try #require(ink.background)
                let needed = Self.lines.contains(role) ? 3 : name == "high-contrast" ? 7 : 4.5
                let contrast = foreground.contrast(with: background)
                // On the bar, lines stand beside reverse cells and text; there the lower bound is enough.
                let enough = selected && Self.lines.contains(role) ? 2 : needed
                #expect(contrast >= enough, "\(name) \(role.rawValue) selected \(selected): \(contrast)")
            }
        }
    }

    @Test("In colour-safe, roles that stand side by side stay apart in every common kind of colour blindness", arguments: [
        [Role.roleSuspect, .roleVictim, .roleService], [.ok, .changed, .error], [.text, .unspent, .edgePath],
    ])
    func colourBlindness(roles: [Role]) throws {
        let theme = try #require(try ThemeLibrary.embedded("colour-safe"))
        for vision in ColourVision.allCases {
            for (n, a) in roles.enumerated() {
                for b in roles[(n + 1)...] {
                    let difference = try vision.difference(
                        #require(theme.ink(for: a).foreground), #require(theme.ink(for: b).foreground))
                    #expect(difference >= 20, "\(a.rawValue) and \(b.rawValue) for \(vision): \(difference)")
                }
            }
        }
    }

    @Test("Mono gives nothing a colour, and selection is reverse video")
    func mono() throws {
        let theme = try #require(try ThemeLibrary.embedded("mono"))
        for role in Role.allCases {
            let ink = theme.ink(for: role)
            #expect(ink.foreground == nil && ink.background == nil && !ink.isReversed)
            #expect(theme.ink(for: role, selected: true).isReversed)
        }
    }

    @Test("On sixteen and eight colours no text vanishes into its ground", arguments: names.filter { $0 != "mono" })
    func fewColours(name: String) throws {
        let theme = try #require(try ThemeLibrary.embedded(name))
        for depth in [ColourDepth.eight, .sixteen] {
            for role in Role.allCases {
                let pair = depth.pair(for: theme.ink(for: role))
                #expect(pair.foreground != pair.background, "\(name) \(role.rawValue) \(depth)")
            }
        }
    }
}
