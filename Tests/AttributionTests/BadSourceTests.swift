import Encoding
import Foundation
import Support
import Testing

@testable import Attribution

/// What comes from outside can be anything: each bad file is refused with its place, and nothing of it is kept.
struct BadSourceTests {
    private static let head = "title: T\ncreator: C\nlabel: L\nsource: S\ncurrency: BTC\ntags:\n"
    private static let good = "1BoatSLRHtKNngkdXEeobR76b53LETtpyT"

    private static let cases: [(name: String, text: String, says: [String])] = [
        ("alias.yaml", head + "- address: &a \(good)\n- address: *a\n", ["line 7", "anchors (&)"]),
        ("laughs.yaml", "a: &a [x]\nb: *a\n", ["line 1", "anchors (&)"]),
        ("twice.yaml", head + "- address: \(good)\n  label: A\n  label: B\n", ["line 9", "given twice"]),
        ("field.yaml", head + "- address: \(good)\n  lable: A\n", ["line 8", "lable"]),
        ("deep.yaml", String(repeating: "[", count: 100), ["line 1", "deeper"]),
        ("tag.yaml", head + "- address: !!python/object:os.system x\n", ["line 7", "YAML tags"]),
        ("flag.yaml", head + "- address: \(good)\n  is_cluster_definer: maybe\n", ["line 8", "true or false"]),
        ("sum.yaml", head + "- address: 1BoatSLRHtKNngkdXEeobR76b53LETtpyS\n", ["line 7", "checksum"]),
        ("sum.csv", "address,currency\n\(good),BTC\n1BoatSLRHtKNngkdXEeobR76b53LETtpyS,BTC\n", ["line 3", "checksum"]),
        (
            "case.csv", "address,currency\nbc1qw508d6qejxtdg4y5r3zarvary0c5xw7kV8F3T4,BTC\n", ["line 2", "mixed"]
        ),
        (
            "cyrillic.csv", "address,currency\n1Bo\u{430}tSLRHtKNngkdXEeobR76b53LETtpyT,BTC\n",
            ["line 2", "CYRILLIC SMALL LETTER A"]
        ),
        ("nul.csv", "address,currency,label\n\(good),BTC,a\u{0}b\n", ["line 2", "NUL"]),
        ("open.csv", "address,currency\n\"\(good),BTC\n", ["line 2", "not closed"]),
        ("twice.csv", "address,label,label\n\(good),a,b\n", ["line 1", "named twice"]),
        ("none.csv", "name,label\nx,y\n", ["line 1", "--column address="]),
        ("labels.json", "{\"0x00\": {\"name\": \"a\", \"labels\": []}, \"0x00\": {}}", ["byte"]),
        (
            "xxe.xml", "<?xml version=\"1.0\"?>\n<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/hostname\">]>\n<a>&x;</a>",
            ["line 2", "DOCTYPE"]
        ),
        ("broken.xml", "<a>\n<b></a>", ["line 2", "mismatched tag"]),
        ("deep.xml", String(repeating: "<a>", count: 100_000), ["line 1", "deeper"]),
        ("other.xml", "<a/>", ["sdn_advanced.xml"]),
        ("entity.xml", "<a>\n&foo;</a>", ["line 2", "undefined entity"]),
        ("nul.yaml", head + "- address: \(good)\n  label: \"a\\0b\"\n", ["line 8", "NUL"]),
        ("long.yaml", head + "- address: \(good)\n  label: \(String(repeating: "a", count: 1 << 21))\n", ["line 8", "longer than"]),
        ("long.csv", "address,currency,label\n\(good),BTC,\(String(repeating: "a", count: 5000))\n", ["line 2", "longer than"]),
        (
            "misp.json",
            #"{"Event":{"Object":[{"name":"coin-address","Attribute":[{"object_relation":"address","value":"1BoatSLRHtKNngkdXEeobR76b53LETtpyS"}]}]}}"#,
            ["byte 94", "checksum"]
        ),
        (
            "stix.json", #"{"type":"bundle","objects":[{"type":"cryptocurrency-wallet","value":"bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kV8F3T4"}]}"#,
            ["byte 69", "mixed"]
        ),
        ("labels-deep.json", String(repeating: "[", count: 100_000), ["byte", "more than 64"]),
        ("labels-surrogate.json", #"{"a":"\ud800"}"#, ["byte", "surrogate"]),
    ]

    @Test("Each bad file is refused with its line or byte, and leaves nothing behind", arguments: cases.indices)
    func refused(_ index: Int) throws {
        let (name, text, says) = Self.cases[index]
        let store = try ScratchTags()
        let error = #expect(throws: TagError.self) { try store.bringIn(text: text, as: name) }
        for part in says { #expect(error?.sentence.contains(part) == true, "\(name): \(error?.sentence ?? "")") }
        #expect(try store.tags.sources().isEmpty)
        #expect(try store.tags.editions().isEmpty)
    }

    @Test("Bytes that are not UTF-8 are refused with their line, in YAML and in CSV")
    func encoding() throws {
        let store = try ScratchTags()
        for (name, head) in [("a.yaml", Self.head + "- address: \(Self.good)\n  label: "), ("a.csv", "address,label,currency\n\(Self.good),x,BTC\n")] {
            try Data(Array(head.utf8) + [0xFF, 0x0A]).write(to: URL(filePath: store.folder.file(name)))
            let error = #expect(throws: TagError.self) { try store.bringIn(store.folder.file(name), source: "s") }
            let line = name == "a.yaml" ? "line 8" : "line 3"
            #expect(error?.sentence.contains("\(line): it is not valid UTF-8") == true, "\(error?.sentence ?? "")")
        }
    }

    @Test("A file of several is refused with all of them")
    func whole() throws {
        let store = try ScratchTags()
        for (name, text) in [("packs/a.yaml", "- address: \(Self.good)\n"), ("packs/b.yaml", "- address: nonsense\n")] {
            try FileManager.default.createDirectory(atPath: store.folder.file("packs"), withIntermediateDirectories: true)
            try Data((Self.head + text).utf8).write(to: URL(filePath: store.folder.file(name)))
        }
        #expect(throws: TagError.self) { try store.bringIn(store.folder.file("packs"), source: "p") }
        #expect(try store.tags.sources().isEmpty)
    }

    @Test("Formulas and hidden characters in a CSV are text, kept as they are")
    func formulas() throws {
        let store = try ScratchTags()
        _ = try store.bringIn(
            text: "address,label\n\(Self.good),\"=HYPERLINK(\"\"http://x\"\")\"\n", as: "f.csv",
            defaults: TagDefaults(currency: "BTC"))
        #expect(try store.records(of: Self.good)[0].tag.label == "=HYPERLINK(\"http://x\")")
    }

    @Test("A packed list that is cut off is refused", .enabled(if: SharedData.isPresent, "\(SharedData.absent)"))
    func truncated() throws {
        let store = try ScratchTags()
        let bytes = try SharedData.bytes("attribution/ofac/sdn_advanced.xml.bz2").prefix(20_000)
        try Data(bytes).write(to: URL(filePath: store.folder.file("sdn.xml.bz2")))
        let error = #expect(throws: TagError.self) { try store.bringIn(store.folder.file("sdn.xml.bz2"), source: "s") }
        #expect(error?.sentence.contains("byte") == true, "\(error?.sentence ?? "")")
        #expect(try store.tags.sources().isEmpty)
    }

    @Test("Scalars are text: a label no stays no, an id 00123 keeps its zeros")
    func scalars() throws {
        let store = try ScratchTags()
        _ = try store.bringIn(
            text: Self.head.replacingOccurrences(of: "label: L", with: "label: no\nactor: 00123")
                + "- address: \(Self.good)\n", as: "s.yaml")
        let tag = try store.records(of: Self.good)[0].tag
        #expect(tag.label == "no")
        #expect(tag.actor == "00123")
    }
}
