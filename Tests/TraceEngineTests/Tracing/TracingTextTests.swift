import Ledger
import Support
import Testing
import TraceEngine

@Suite("Starts and tags as they are written")
struct TracingTextTests {
    private let id = String(repeating: "ab", count: 32)
    private let genesis = "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"

    @Test("starts are read and written in one form")
    func starts() throws {
        for text in [
            "\(id):3", "\(id)", "\(id)@91812:0", "\(id)@91812", genesis, "\(genesis)@100..200", "\(genesis)@100..",
            "\(genesis)@..200",
        ] {
            #expect(try TraceStart(text, on: .bitcoin).text(on: .bitcoin) == text)
        }
        let days = try TraceStart("\(genesis)@2024-02-05..2024-02-19", on: .bitcoin)
        #expect(days.text(on: .bitcoin) == "\(genesis)@2024-02-05T00:00:00Z..2024-02-19T23:59:59Z")
    }

    @Test("what is no start is refused with a reason", arguments: [
        "", "x", ":", "@", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa@", "..",
        "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa@1..x", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa@..",
    ])
    func noStart(text: String) {
        #expect(throws: TraceError.self) { try TraceStart(text, on: .bitcoin) }
    }

    @Test("indexes and heights are numbers of 32 bits")
    func numbers() {
        for text in ["\(id):-1", "\(id):4294967296", "\(id):", "\(id)@x:1", "\(id)@:1", "\(id.dropLast())g:1"] {
            #expect(throws: TraceError.self) { try TraceStart(text, on: .bitcoin) }
        }
    }

    private func read(_ text: String) throws -> TagTable { try TagFile.read(Array(text.utf8), on: .bitcoin) }

    @Test("tags: any order of columns, quotes, comments, both ends of line, other chains")
    func tags() throws {
        let table = try read(
            "\u{FEFF}Category,label,ADDRESS,chain\r\n# a comment, with \"quotes\r\n"
                + "exchange,\"K, \"\"the\"\" exchange\",\(genesis),bitcoin\r\n\r\nmixer,m,\(id),\n"
                + "exchange,other,0xabc,ethereum\n")
        let address = try Address(genesis, on: .bitcoin)
        #expect(table.tags(of: address) == [StopTag(category: "exchange", label: "K, \"the\" exchange")])
        #expect(try table.tags(of: #require(TxID(id))).map(\.category) == ["mixer"])
        #expect(table.count == 2)
    }

    @Test("tags: what is wrong is said with its line", arguments: [
        ("", "line 1"), ("address,label\n", "line 1"), ("address,category,category\n", "line 1"),
        ("address,category\n1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb,exchange\n", "line 2"),
        ("address,category\n\n\"1A,exchange\n", "line 3"), ("address,category\n1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa,\n", "line 2"),
        ("address,category\n,exchange\n", "line 2"), ("address,category\na,b,c\n", "line 2"),
        ("address,category\n\"a\"b,c\n", "line 2"),
    ])
    func badTags(text: String, place: String) {
        let error = #expect(throws: TraceError.self) { try read(text) }
        #expect(error?.description.contains(place) == true, "\(error?.description ?? "")")
    }

    @Test("tags: a field or text that is no text is refused")
    func bytes() {
        #expect(throws: TraceError.self) {
            try TagFile.read(Array("address,category\n".utf8) + [0xFF, 0x2C, 0x61], on: .bitcoin)
        }
        #expect(throws: TraceError.self) { try read("address,category\n" + String(repeating: "a", count: 5000) + ",b\n") }
    }
}
