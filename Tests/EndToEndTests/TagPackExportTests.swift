import Foundation
import Support
import Testing

/// GraphSense's own validator, installed apart by `make setup-test`.
private enum Validator {
    static let path: String = {
        let environment = ProcessInfo.processInfo.environment
        let cache = environment["XDG_CACHE_HOME"] ?? (environment["HOME"] ?? "") + "/.cache"
        return cache + "/clew/graphsense-lib-2.18.1/bin/graphsense-cli"
    }()

    static let isPresent = FileManager.default.isExecutableFile(atPath: path)
    static let absent = "graphsense-lib 2.18.1 is not installed; make setup-test installs it"
}

@Suite("The labels of a case as a TagPack")
struct TagPackExportTests {
    private static let satoshi = "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"
    private static let segwit = "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"
    private static let victim = "12cbQLTFMXRnSzktFkuoG3eHoMeFtpTu3S"
    private static let payment = "f4184fc596403b9d638783cf57adfe4c75c605f6356fbc91338530e9831e9e16"

    private func labelled() throws -> Workspace {
        let workspace = try Workspace()
        func clew(_ arguments: String...) throws {
            let outcome = try Clew.run(arguments, in: workspace, environment: ["CLEW_CASE": workspace.path("lantern.clew")])
            #expect(outcome.status == 0, "\(arguments) \(outcome.errors)")
        }
        try clew("case", "new", workspace.path("lantern.clew"), "--name", "Lantern: \"first\" #1")
        try clew("case", "label", Self.satoshi, "Genesis: {a} # \\ \"quoted\" \u{202E} ü \u{1F600}")
        try clew("case", "label", Self.segwit, "no")
        try clew("case", "label", Self.payment, "2021-01-01")
        try clew("case", "label", Self.victim, "Jane Doe")
        try clew("case", "role", Self.victim, "victim")
        return workspace
    }

    private func export(_ workspace: Workspace) throws -> String {
        let file = workspace.path("pack.yaml")
        let outcome = try Clew.run(
            ["tags", "export", workspace.path("lantern.clew"), "--source", "file 12/24", "--output", file], in: workspace)
        #expect(outcome.status == 0 && outcome.errors.contains("Left out: 1 label of victims."), "\(outcome.errors)")
        return file
    }

    @Test("labels of victims stay in the case, and strange labels are strings and nothing else")
    func text() throws {
        let workspace = try labelled()
        let text = try String(contentsOfFile: export(workspace), encoding: .utf8)
        #expect(!text.contains("Jane") && !text.contains(Self.victim))
        #expect(text.contains(#"label: "Genesis: {a} # \\ \"quoted\" \u202e \u00fc \U0001f600""#))
        #expect(text.contains("- tx_hash: \"\(Self.payment)\""))
        #expect(text.contains("label: \"no\"") && text.contains("confidence: forensic_investigation"))
        let again = try Clew.run(
            ["tags", "export", workspace.path("lantern.clew"), "--source", "file 12/24"], in: workspace)
        #expect(again.output == text)
    }

    @Test("a test network's addresses, unknown grades and empty cases are refused")
    func refusals() throws {
        let workspace = try labelled()
        let grade = try Clew.run(
            ["tags", "export", workspace.path("lantern.clew"), "--source", "x", "--confidence", "sure"], in: workspace)
        #expect(grade.status == 2 && grade.errors.contains("sure is no grade of confidence"))
        let folder = workspace.path("test.clew")
        #expect(try Clew.run(["case", "new", folder, "--chain", "bitcoin-regtest"], in: workspace).status == 0)
        let regtest = try Clew.run(["tags", "export", folder, "--source", "x"], in: workspace)
        #expect(regtest.status == 2 && regtest.errors.contains("this case is on bitcoin-regtest"))
    }

    @Test("GraphSense's validator accepts it, and refuses the same with a grade that is none", .enabled(if: Validator.isPresent, "\(Validator.absent)"))
    func validator() throws {
        let workspace = try labelled()
        let file = try export(workspace)
        // Any ActorPack, so that none is fetched.
        let actors = workspace.path("actors.yaml")
        try """
            title: Actors
            creator: Clew
            actors:
            - id: somebody
              label: Somebody
              categories: [exchange]
              lastmod: 2024-01-01
              uri: https://example.org
            """.write(toFile: actors, atomically: true, encoding: .utf8)
        func validate() throws -> Program.Outcome {
            try Program.run([
                Validator.path, "tagpack-tool", "tagpack", "validate", "--actorpack-path", actors, file,
            ])
        }
        let accepted = try validate()
        #expect(accepted.status == 0, "\(accepted.output)\(accepted.errors)")
        #expect((accepted.output + accepted.errors).contains("1/1 TagPacks passed"))
        #expect(!(accepted.output + accepted.errors).contains("invalid address"))
        let broken = try String(contentsOfFile: file, encoding: .utf8).replacingOccurrences(of: "forensic_investigation", with: "sure")
        try broken.write(toFile: file, atomically: true, encoding: .utf8)
        #expect(try validate().status != 0)
    }
}
