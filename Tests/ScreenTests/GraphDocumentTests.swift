import Casework
import Encoding
import Ledger
import Support
import Testing

@testable import Screen
@testable import Workbench

/// The graph as text and SVG for a report.
@Suite("The graph as a document")
struct GraphDocumentTests {
    private func documents() async throws -> [(name: String, document: GraphDocument)] {
        var peel = try await GraphDriver(try GraphStory.ledger(GraphStory.peel), items: GraphStory.items, columns: 120, rows: 40)
        try await peel.type("2")
        let info = try #require(peel.state.ledgerInfo)
        var all: [(String, GraphDocument)] = []
        func add(_ name: String, _ state: WorkbenchState, _ info: LedgerInfo) throws {
            all.append((name, GraphDocument(try #require(state.graph), origin: .init(name: "Lantern", event: 412), ledger: info)))
        }
        try add("hops", peel.state, info)
        while peel.state.graph?.tree == nil { try await peel.type("v") }
        try add("path", peel.state, info)
        var fan = try await GraphDriver(try GraphStory.payout(), items: [("payer", "Payer", nil)], columns: 120, rows: 40)
        try await fan.type("2")
        try await fan.press(.right, .enter)
        try add("fan", fan.state, try #require(fan.state.ledgerInfo))
        return all
    }

    @Test("the same bytes each time, and every identifier in full")
    func deterministic() async throws {
        let (first, second) = (try await documents(), try await documents())
        for (a, b) in zip(first, second) {
            #expect(a.document.text() == b.document.text())
            #expect(Array(a.document.svg().utf8) == Array(b.document.svg().utf8))
            #expect(Golden.difference(String(a.document.text().dropLast()), from: "document-\(a.name)") == nil)
            #expect(Golden.difference(String(a.document.svg().dropLast()), from: "document-\(a.name).svg") == nil)
        }
        let text = first[1].document.text()
        for name in ["collector", "branch", "kraken", "end"] { #expect(text.contains(TinyLedger.address(name).text(on: .bitcoinRegtest))) }
        #expect(text.contains("Lantern, event 412"))
        #expect(text.contains(TinyLedger.txid("split").description))
    }

    @Test("Python's XML parser reads it, and there is nothing active in it")
    func wellFormed() async throws {
        let check = """
            import sys, xml.dom.minidom as m
            d = m.parseString(sys.stdin.buffer.read())
            names = set()
            for e in [d.documentElement] + list(d.getElementsByTagName('*')):
                names.add(e.tagName)
                for k, v in e.attributes.items():
                    if k.startswith('on') or 'href' in k or 'url(' in v: sys.exit('active: ' + k)
                    if 'http' in v and k != 'xmlns': sys.exit('outside: ' + v)
            allowed = {'svg', 'title', 'desc', 'rect', 'text', 'path', 'circle'}
            sys.exit('unexpected: %s' % (names - allowed) if names - allowed else 0)
            """
        for (name, document) in try await documents() {
            let outcome = try Program.run(["python3", "-c", check], input: Array(document.svg().utf8))
            #expect(outcome.status == 0, "\(name): \(outcome.errors)")
        }
    }

    @Test("names from outside are escaped for text and for XML")
    func hostile() async throws {
        let evil = "</text><script>x</script>&\"'\u{1B}[2J\u{202E}\u{0}\u{FFFF}"
        var driver = try await GraphDriver(
            try GraphStory.ledger(GraphStory.peel), items: [("collector", evil, nil), ("branch", evil, nil)], columns: 120, rows: 40)
        try await driver.type("2")
        let info = try #require(driver.state.ledgerInfo)
        let document = GraphDocument(try #require(driver.state.graph), origin: .init(name: evil, event: 1), ledger: info)
        for text in [document.text(), document.svg()] {
            #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || !VisibleText.isHidden($0) })
        }
        #expect(!document.svg().contains("<script"))
        let outcome = try Program.run(
            ["python3", "-c", "import sys, xml.dom.minidom as m; m.parseString(sys.stdin.buffer.read())"],
            input: Array(document.svg().utf8))
        #expect(outcome.status == 0)
    }

    @Test("what somebody scrolled away is in it")
    func whole() async throws {
        var driver = try await GraphDriver(try GraphStory.payout(), items: [("payer", "Payer", nil)])
        try await driver.type("2")
        try await driver.press(.right, .enter, .right)
        let graph = try #require(driver.state.graph)
        let group = try #require(graph.scene.columns[1]?.first { graph.scene.nodes[$0]?.group?.count == 520 })
        var unfolded = graph
        unfolded.select(group)
        unfolded.expand()
        let text = GraphDocument(unfolded, origin: nil, ledger: try #require(driver.state.ledgerInfo)).text()
        #expect(!text.contains("above") && !text.contains("below"))
        #expect(text.split(separator: "\n").count > 2 * 25)
    }
}
