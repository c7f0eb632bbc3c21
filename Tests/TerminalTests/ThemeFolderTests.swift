import Foundation
import Screen
import Testing

@testable import Terminal

@Suite("The user's own themes")
struct ThemeFolderTests {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("clew-themes-\(UUID().uuidString)")

    @Test("A file goes before the theme that comes with Clew; without one that is used")
    func override() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let themes = ThemeFolder(folder.path)
        #expect(try themes.theme(named: "dark").about == "Light text on a dark ground.")
        try Data("name: dark\nabout: mine\n".utf8).write(to: folder.appendingPathComponent("dark.yaml"))
        #expect(try themes.theme(named: "dark").about == "mine")
        #expect(try themes.theme(named: "light").name == "light")
    }

    @Test("Errors name the file and the line")
    func errors() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("own.yaml")
        try Data("name: own\nroles: { txet: {} }\n".utf8).write(to: file)
        let error = try #require(throws: ThemeError.self) { try ThemeFolder(folder.path).theme(named: "own") }
        #expect(error.description.hasPrefix("Theme \(file.path), line 2: "))
        try FileManager.default.createDirectory(
            at: folder.appendingPathComponent("dir.yaml"), withIntermediateDirectories: true)
        #expect(throws: ThemeError.self) { try ThemeFolder(folder.path).theme(named: "dir") }
        try Data(count: 200_000).write(to: file)
        #expect(throws: ThemeError.self) { try ThemeFolder(folder.path).theme(named: "own") }
    }

    @Test("A name that is none never becomes a path", arguments: ["../dark", "", "Dark", "a/b", "nothing"])
    func names(name: String) throws {
        #expect(throws: ThemeError.self) { try ThemeFolder(folder.path).theme(named: name) }
    }
}
