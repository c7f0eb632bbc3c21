import Encoding
import Foundation
import Support
import Testing

@testable import Attribution

/// What an independent script counts in the real lists, with other libraries than Clew's.
private enum Script {
    /// A Python that has PyYAML: the system's, or the one that `make setup-test` installs beside GraphSense's validator.
    static let python: String? = {
        let environment = ProcessInfo.processInfo.environment
        let cache = environment["XDG_CACHE_HOME"] ?? (environment["HOME"] ?? "") + "/.cache"
        return ["/usr/bin/python3", cache + "/clew/graphsense-lib-2.18.1/bin/python3"].first { path in
            FileManager.default.isExecutableFile(atPath: path)
                && (try? Program.run([path, "-c", "import yaml; yaml.CSafeLoader"]).status) == 0
        }
    }()

    static let absent = "no Python with PyYAML was found; make setup-test installs one"

    static func counts() throws -> JSONValue {
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "count_sources.py").path
        let folder = try SharedData.path("attribution")
        return try JSONValue.parse(try Program.run([python ?? "", script, folder]).output)
    }
}

@Suite(.enabled(if: SharedData.isPresent, "\(SharedData.absent)"))
struct SourceCountTests {
    @Test(
        "Every source has as many tags as an independent script counts in its file",
        .enabled(if: RealSourcesTests.isLong && Script.python != nil, "make test-long does; \(Script.absent)"))
    func counts() throws {
        let expected = try Script.counts()
        let store = try ScratchTags()
        let packs = try store.bringIn("attribution/graphsense-tagpacks/packs", source: "graphsense", keepsUnverified: true)
        #expect(packs.reduce(0) { $0 + $1.claims } == Int(expected["tagpacks"]?.integerValue ?? -1))
        let actors = try store.bringIn("attribution/graphsense-tagpacks/actors/graphsense.actorpack.yaml", source: "actors")
        #expect(actors[0].actors == Int(expected["actors"]?.integerValue ?? -1))
        let listed = try store.bringIn("attribution/ofac/sdn_advanced.xml.bz2", source: "ofac-sdn", keepsUnverified: true)
        #expect(listed[0].claims == Int(expected["ofac"]?.integerValue ?? -1))
        let codes = Dictionary(grouping: try store.tags.claims(of: "ofac-sdn", limit: 10_000), by: \.tag.subject.asset).mapValues(\.count)
        #expect(codes == expected["ofac_codes"]?.objectValue?.compactMapValues { $0.integerValue.map { Int($0) } })
        for name in ["etherscan", "bscscan", "polygonscan"] {
            let labels = try store.bringIn(
                "attribution/etherscan-labels/\(name)-combinedAllLabels.json", source: name, keepsUnverified: true)
            #expect(labels[0].claims == Int(expected["labels"]?[name]?.integerValue ?? -1), "\(name)")
        }
    }
}
