import Casework
import Encoding
import Ledger
import Testing

@testable import Workbench

@Suite("Pasting a page of text")
struct PastingTests {
    static let page = """
        The complainant paid to 17SkEw2md5avVNyYgj6RiXuQKNwkXaxFyQ. Then (1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa), and again
        bitcoin:bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4?amount=0.1, see
        https://example.org/tx/f4184fc596403b9d638783cf57adfe4c75c605f6356fbc91338530e9831e9e16.
        On Ethereum: 0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed; all small letters: 0xfb6916095ca1df60bb79ce92ce3ea74c37c5d359.
        Tron “TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t” and mistyped TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6u,
        wrong: 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb, 0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD,
        bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5. Once more 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa!
        """

    private static func row(_ found: PastedText, _ text: String) -> PastedText.Row? { found.rows.first { $0.text == text } }

    @Test("Addresses of the case's chain and transaction ids are found wherever they stand in a sentence or a link")
    func own() throws {
        let found = PastedText(Self.page, on: .bitcoin)
        for text in [Session.pizza, Session.genesis, Session.segwit] {
            #expect(Self.row(found, text)?.what == .address(text))
        }
        let id = "f4184fc596403b9d638783cf57adfe4c75c605f6356fbc91338530e9831e9e16"
        #expect(Self.row(found, id)?.what == .transaction(try #require(TxID(id))))
        #expect(Self.row(found, Session.genesis)?.count == 2)
        #expect(Self.row(found, Session.genesis)?.line == 1)
    }

    @Test("Addresses of other networks are named, and whether a checksum speaks for them")
    func foreign() throws {
        let found = PastedText(Self.page, on: .bitcoin)
        guard case .foreign(let networks, true)? = Self.row(found, "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed")?.what else {
            Issue.record("the address of Ethereum is not found")
            return
        }
        #expect(networks.contains("ethereum"))
        guard case .foreign(_, false)? = Self.row(found, "0xfb6916095ca1df60bb79ce92ce3ea74c37c5d359")?.what else {
            Issue.record("without capitals there is no checksum")
            return
        }
        #expect(Self.row(found, "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t")?.what == .foreign(["tron"], isChecked: true))
    }

    @Test("What was shortened to its ends is a row of its own, which F looks for in the ledger; words and sums are none")
    func shortened() throws {
        let text = "Sent to 1A1zP1…DivfNa (tx f4184f...1e9e16), later bc1qw5..v8f3t4. See pages 3...5, 1.000.000,00 EUR, e.g. a...b and so on ... www.example.org v1.2.3."
        let found = PastedText(text, on: .bitcoin)
        #expect(found.rows.map(\.text) == ["1A1zP1…DivfNa", "f4184f...1e9e16", "bc1qw5..v8f3t4"])
        #expect(found.rows[0].what == .shortened(try #require(ShortenedID("1A1zP1…DivfNa"))))
        var session = Session()
        session.send(.pasted(found))
        session.press("F")
        guard case .searchLedger(_, let wanted)? = session.effects.first else {
            Issue.record("\(session.effects)")
            return
        }
        #expect(PastedText.Row.What.shortened(wanted) == found.rows[0].what)
        guard case .find(let sheet)? = session.state.input else {
            Issue.record("no find sheet")
            return
        }
        #expect(sheet.line.text == "1A1zP1..DivfNa")
    }

    @Test("What only looks like an address is said to be none, and why")
    func nearMisses() throws {
        let found = PastedText(Self.page, on: .bitcoin)
        #expect(
            Self.row(found, "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb")?.what
                == .nearMiss("the checksum does not match", suggestion: Session.genesis))
        for (text, word) in [
            ("TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6u", "tron:"), ("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD", "ethereum:"),
            ("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5", "checksum"),
        ] {
            guard case .nearMiss(let reason, _)? = Self.row(found, text)?.what else {
                Issue.record("\(text) is not said to be a near miss")
                continue
            }
            #expect(reason.contains(word), "\(reason)")
        }
    }

    @Test("Words of an ordinary page are taken for nothing")
    func prose() {
        let text = String(
            repeating: "Verfahrensgeschwindigkeit 2024-02-21T10:45:46Z https://example.org/Path3/with?query=Yes&n=12345 "
                + "550e8400-e29b-41d4-a716-446655440000 Mtransaktionsnummer Antidisestablishmentarianism 受害者一号在东京的朋友受害者一号 ",
            count: 20)
        #expect(PastedText(text, on: .bitcoin).rows.isEmpty)
    }

    @Test("Every published example of every network is found with its checksum", arguments: AddressFormat.all.map(\.chain))
    func networks(chain: String) throws {
        let examples = [
            "bitcoin-cash": "bitcoincash:qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a", "litecoin": "ltc1qw508d6qejxtdg4y5r3zarvary0c5xw7kgmn4n9",
            "ripple": "rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTh", "stellar": "GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVSGZ",
            "tron": "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", "ethereum": "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
            "zcash": "t1g7wowvQ8gn2v8jrU1biyJ26sieNqNsBJy", "dash": "XnPFsRWTaSgiVauosEwQ6dEitGYXgwznz2",
            "bitcoin-gold": "GPwg61XoHqQPNmAucFACuQ5H9sGCDv9TpS", "verge": "DFFJhnQNZf8rf67tYnesPu7MuGUpYtzv7Z",
            "dogecoin": "DH5yaieqoZN36fDVciNyRueRGvGLR3mr7L", "bnb": "bnb136ns6lfw4zs5hg4n85vdthaad7hq5m4gtkgf23",
            "rootstock": "0x5aaEB6053f3e94c9b9a09f33669435E7ef1bEAeD", "bitcoin-testnet": "mipcBbFg9gMiCh81Kj8tqqdgoZub1ZJRfn",
            "monero": "4AdUndXHHZ6cfufTMvppY6JwXNouMBzSkbLYfpAV5Usx3skxNgYeYTRj5UzqtReoS44qo9mtmXCqY45DJ852K5Jv2684Rge",
        ]
        guard let example = examples[chain] else { return }
        let found = PastedText("Paid to \(example), he says.", on: .bitcoin)
        guard case .foreign(let networks, true)? = found.rows.first?.what else {
            Issue.record("\(chain): \(found.rows)")
            return
        }
        #expect(networks.contains(chain))
        #expect(found.rows.first?.text == example)
    }

    @Test("A page opens a sheet; Enter adds what is chosen, Space takes a correction too, n notes the others")
    func sheet() throws {
        var session = Session([Session.item(Session.pizza)])
        session.send(.terminal(.paste(Self.page)))
        #expect(session.effects == [.scanPaste(Self.page)])
        session.send(.pasted(PastedText(Self.page, on: .bitcoin)))
        guard case .pasted(let sheet)? = session.state.input else { Issue.record("no sheet"); return }
        #expect(sheet.chosen.count == 3)
        let wrong = try #require(sheet.found.rows.firstIndex { $0.text.hasSuffix("DivfNb") })
        for _ in 0..<wrong { session.press("j") }
        session.press(" ")
        session.press("⏎")
        #expect(session.changes == [.add(.address(Session.genesis)), .add(.address(Session.segwit)), .add(.transaction(
            try #require(TxID("f4184fc596403b9d638783cf57adfe4c75c605f6356fbc91338530e9831e9e16"))))])
        #expect(session.state.toast?.text == "3 of 3 added; 0 already in the case.")

        session.send(.pasted(PastedText(Self.page, on: .bitcoin)))
        session.press("n")
        session.press(.control("s"))
        guard case .note(.wholeCase, let text)? = session.changes.last else { Issue.record("no note"); return }
        #expect(text.contains("- TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t (tron)"))
        #expect(text.contains("by its form only"))
    }

    @Test("A list of addresses of the case's chain goes to the prompt as ever; a page without any says so")
    func list() {
        var session = Session()
        session.send(.terminal(.paste("\(Session.pizza)\n\(Session.genesis)")))
        guard case .prompt(let prompt)? = session.state.input else { Issue.record("no prompt"); return }
        #expect(prompt.purpose == .add)
        session.press("⎋")
        session.send(.pasted(PastedText("nothing to see here", on: .bitcoin)))
        #expect(session.state.input == nil)
        #expect(session.state.toast?.text.contains("no address of any of \(AddressFormat.all.count) networks") == true)
    }
}

@Suite("Searching notes and records")
struct NoteSearchTests {
    private static func session() -> Session {
        let notes = [
            CaseNote(id: 3, subject: .address(Session.pizza), text: "Asked the exchange", author: "MK", written: UTCTime(seconds: 1_709_000_000)),
            CaseNote(id: 4, subject: .address(Session.genesis), text: "Named by complainant 3", author: "AB", written: UTCTime(seconds: 1_710_000_000)),
            CaseNote(id: 5, subject: .wholeCase, text: "Opened", author: "MK", written: UTCTime(seconds: 1_711_000_000)),
        ]
        var session = Session([Session.item(Session.pizza, "Pizza"), Session.item(Session.genesis, "Genesis")], notes: notes)
        session.press("3")
        return session
    }

    @Test("/ in the notes filters by words, author, subject and time, and Esc shows all again", arguments: [
        ("exchange", [3]), ("by:ab", [4]), ("on:pizza", [3]), ("after:2024-03-01", [4, 5]), ("not by:mk", [4]), ("genesis", [4]), ("zzz", []),
    ])
    func filter(text: String, shown: [UInt64]) {
        var session = Self.session()
        session.press("/" + text + "⏎")
        let notes = session.state.notesShown
        #expect(notes.map(\.id).sorted() == shown)
        #expect(session.state.viewMemory["noteFilter"]?.stringValue == text)
        session.press("⎋")
        #expect(session.state.notesShown.count == 3)
    }

    @Test("Moving goes over the notes that are shown")
    func moves() {
        var session = Self.session()
        session.press("/by:mk⏎g")
        session.press("j")
        #expect(session.state.selectedNote?.author == "MK")
        session.press("j")
        #expect(session.state.selectedNote?.author == "MK")
    }

    @Test("F goes to a note or a record by its number, and finds records by their words")
    func records() {
        var session = Self.session()
        var theCase = session.state.openCase
        theCase.records = [
            CaseRecord(id: 9, content: .task(CaseTask(title: "Ask Harrow for the account", subjects: [.address(Session.genesis)])), author: "MK", added: Session.created)
        ]
        session.state.openCase = theCase
        #expect(session.state.found("note 4").first == .note(4))
        #expect(session.state.found("task 9").first == .record(9))
        #expect(session.state.found("harrow").contains(.record(9)))
        session.press("F")
        session.send(.terminal(.paste("harrow")))
        session.press("⏎")
        #expect(session.state.toast?.text.contains("Ask Harrow") == true)
        #expect(session.state.list.cursor == .address(Session.genesis))
    }
}
