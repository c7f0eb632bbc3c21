import Encoding
import Foundation
import Ledger
import Support
import Testing

@testable import Attribution

/// The real lists. What is expected was counted by `count_sources.py` beside this file, which reads them with other
/// libraries (PyYAML, ElementTree, json).
@Suite(.enabled(if: SharedData.isPresent, "\(SharedData.absent)"))
struct RealSourcesTests {
    static let isLong = ProcessInfo.processInfo.environment["CLEW_LONG"] != nil

    @Test(
        "The whole OFAC list, packed as published, gives every address with party, programmes and date",
        .enabled(if: isLong, "it reads 121 MB of XML; make test-long does"))
    func sanctions() throws {
        let store = try ScratchTags()
        let result = try store.bringIn("attribution/ofac/sdn_advanced.xml.bz2", source: "ofac-sdn", keepsUnverified: true)[0]
        #expect(result.claims == 761)
        #expect(result.edition.issued == UTCTime(rfc3339: "2025-11-19T00:00:00Z"))
        // An XBT entry that is a Tron address, and an XMR entry that is no address.
        #expect(result.unverified == 2)
        let codes = Dictionary(grouping: try store.tags.claims(of: "ofac-sdn", limit: 1000), by: \.tag.subject.asset)
            .mapValues(\.count)
        #expect(codes["XBT"] == 519)
        #expect(codes["USDT"] == 93)
        #expect(codes["ETH"] == 77)
        #expect(codes["TRX"] == 29)
        let yan = try #require(try store.records(of: "12QtD5BFwRsdNsAZY76UVE1xyCGNTojH9h").first)
        #expect(yan.tag.listing?.party == "YAN, Xiaobing")
        #expect(yan.tag.listing?.list == "OFAC SDN List")
        #expect(yan.tag.listing?.programs == ["SDNTK"])
        #expect(yan.tag.listing?.listed == UTCTime(rfc3339: "2019-08-21T00:00:00Z"))
        #expect(yan.tag.listing?.aliases.contains("ZHOU, William") == true)
    }

    @Test("All 221,659 tags of the TagPacks and the actors they name", .enabled(if: isLong, "it reads 17 MB of YAML; make test-long does"))
    func tagPacks() throws {
        let store = try ScratchTags()
        let results = try store.bringIn("attribution/graphsense-tagpacks/packs", source: "graphsense", keepsUnverified: true)
        #expect(results.reduce(0) { $0 + $1.claims } == 221_659)
        let actors = try store.bringIn("attribution/graphsense-tagpacks/actors/graphsense.actorpack.yaml", source: "actors")
        #expect(actors[0].actors == 3813)
        #expect(try store.tags.actor("hydramarket") != nil)
    }

    @Test("Every label of the Etherscan dump; entries without an address are counted, not kept")
    func labels() throws {
        let store = try ScratchTags()
        let ether = try store.bringIn("attribution/etherscan-labels/bscscan-combinedAllLabels.json", source: "bscscan",
            keepsUnverified: true)[0]
        #expect(ether.claims == 6725)
        #expect(ether.empty == 1)
    }

    @Test("Header fields of a TagPack hold for its tags, and a newer file with the same bytes is no new edition")
    func header() throws {
        let store = try ScratchTags()
        let path = "attribution/graphsense-tagpacks/packs/demo.yaml"
        #expect(try store.bringIn(path, source: "demo")[0].claims == 5)
        let record = try #require(try store.records(of: "1Archive1n2C579dMsAu3iC6tWzuQJz8dN").first)
        #expect(record.tag.label == "Internet Archive")
        #expect(record.tag.category == "organization")
        #expect(record.tag.confidence == .serviceData)
        #expect(record.tag.level == .cluster)
        #expect(record.tag.claimed == UTCTime(rfc3339: "2021-11-12T00:00:00Z"))
        #expect(record.added.sha256.count == 64)
        #expect(try store.bringIn(path, source: "demo")[0].isRepeated)
        #expect(try store.tags.editions().count == 1)
    }

    @Test("A published list of addresses is read by its name")
    func list() throws {
        let store = try ScratchTags()
        let result = try store.bringIn("attribution/ofac/sanctioned_addresses_ETH.txt", source: "ofac-eth", issued: "2025-11-19")[0]
        #expect(result.claims == 77)
        let record = try #require(try store.records(of: "0x04DBA1194ee10112fE6C3207C0687DEf0e78baCf", "ethereum").first)
        #expect(record.tag.listing?.list == "OFAC SDN List")
    }
}

/// A store of tags for one test.
struct ScratchTags {
    let folder: ScratchFolder
    let tags: TagStore

    init() throws {
        folder = try ScratchFolder()
        tags = try TagStore(folder: folder.path + "/tags", create: true)
    }

    func bringIn(
        _ name: String, source: String, issued: String? = nil, keepsUnverified: Bool = false,
        defaults: TagDefaults = TagDefaults()
    ) throws -> [TagImportResult] {
        let path = name.hasPrefix("/") ? name : try SharedData.path(name)
        return try tags.bringIn(
            try TagImport(
                paths: [path], source: source, issued: issued.flatMap { UTCTime(stated: $0) }, defaults: defaults,
                keepsUnverified: keepsUnverified),
            now: UTCTime(seconds: 1_770_000_000), progress: { _, _, _ in })
    }

    /// Imports `text` as a file of that name.
    func bringIn(
        text: String, as name: String, source: String = "own", issued: String? = nil, defaults: TagDefaults = TagDefaults()
    ) throws -> [TagImportResult] {
        try Data(text.utf8).write(to: URL(filePath: folder.file(name)))
        return try bringIn(folder.file(name), source: source, issued: issued, defaults: defaults)
    }

    func records(of text: String, _ network: String = "bitcoin") throws -> [TagRecord] {
        try tags.records(of: [TagSubject(address: text, network: network).key])[0]
    }
}
