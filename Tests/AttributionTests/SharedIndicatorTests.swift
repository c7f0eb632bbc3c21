import Encoding
import Testing

@testable import Attribution

/// What analysts exchange: MISP events and STIX bundles, and OFAC's list in its CSV form.
struct SharedIndicatorTests {
    private static let first = "1BoatSLRHtKNngkdXEeobR76b53LETtpyT"
    private static let second = "12QtD5BFwRsdNsAZY76UVE1xyCGNTojH9h"

    @Test("A MISP event gives the addresses of its coin-address objects and of its plain attributes")
    func misp() throws {
        let store = try ScratchTags()
        let event = """
            {"Event": {"uuid": "5b1f0e5c-7c1c-4b0e-9c43-0a3c0a12d9f1", "info": "Ransom campaign", "date": "2020-03-01",
              "Object": [{"name": "coin-address", "comment": "payment page", "Attribute": [
                {"object_relation": "address", "type": "btc", "value": "\(Self.first)"},
                {"object_relation": "symbol", "type": "text", "value": "BTC"},
                {"object_relation": "last-updated", "type": "datetime", "value": "2020-04-05T00:00:00Z"}]}],
              "Attribute": [{"type": "btc", "value": "\(Self.second)"}, {"type": "domain", "value": "example.org"}]}}
            """
        let result = try store.bringIn(text: event, as: "event.json")[0]
        #expect(result.edition.format == "misp")
        #expect(result.claims == 2)
        let object = try #require(try store.records(of: Self.first).first).tag
        #expect(object.label == "payment page")
        #expect(object.claimed == TagRecordTests.day("2020-04-05"))
        #expect(object.reference == "MISP event 5b1f0e5c-7c1c-4b0e-9c43-0a3c0a12d9f1")
        #expect(object.confidence == .trustedProvider)
        let attribute = try #require(try store.records(of: Self.second).first).tag
        #expect(attribute.label == "Ransom campaign")
        #expect(attribute.claimed == TagRecordTests.day("2020-03-01"))
    }

    @Test("A STIX bundle gives its wallets, under the identity that holds them")
    func stix() throws {
        let store = try ScratchTags()
        let bundle = """
            {"type": "bundle", "id": "bundle--0c7e9a4f-3a52-4d5b-a0a5-d3a4c02b6a01", "objects": [
              {"type": "identity", "id": "identity--5a1d0f3e-1b7c-4f0a-8f39-3d6f2f1f7c11", "name": "Party A"},
              {"type": "cryptocurrency-wallet", "id": "cryptocurrency-wallet--7b6f1f0e-8f0a-5c1d-9e3f-2a1b3c4d5e6f",
               "value": "\(Self.first)", "holder_ref": "identity--5a1d0f3e-1b7c-4f0a-8f39-3d6f2f1f7c11"}]}
            """
        let result = try store.bringIn(text: bundle, as: "bundle.json")[0]
        #expect(result.edition.format == "stix")
        #expect(result.claims == 1)
        let tag = try #require(try store.records(of: Self.first).first).tag
        #expect(tag.label == "Party A")
        #expect(tag.actor == "Party A")
        #expect(tag.reference == "cryptocurrency-wallet--7b6f1f0e-8f0a-5c1d-9e3f-2a1b3c4d5e6f")
    }

    @Test("OFAC's CSV gives the addresses in the remarks with party, number and programmes, and states no dates")
    func sanctions() throws {
        let store = try ScratchTags()
        let blank = Array(repeating: "-0- ", count: 7).joined(separator: ",")
        let row = "26745,\"YAN, Xiaobing\",\"individual\",\"SDNTK] [CYBER2\",\(blank),"
            + "\"DOB 1 Jan 1977; Digital Currency Address - XBT \(Self.second); alt. Digital Currency Address - XBT \(Self.first).\"\n"
        let result = try store.bringIn(text: row + "\u{1A}\n", as: "sdn.csv", issued: "2020-01-01")[0]
        #expect(result.edition.format == "ofac-csv")
        #expect(result.claims == 2)
        for address in [Self.first, Self.second] {
            let record = try #require(try store.records(of: address).first)
            let listing = try #require(record.tag.listing)
            #expect(listing.party == "YAN, Xiaobing")
            #expect(listing.partyID == "26745")
            #expect(listing.programs == ["SDNTK", "CYBER2"])
            #expect(listing.listed == nil)
            let payment = TagRecordTests.day("2019-01-01")
            #expect(record.standing(at: payment) == .undated(TagRecordTests.day("2020-01-01")))
            #expect(record.period.sentence(at: payment)?.hasSuffix("is not known") == true)
        }
    }

    @Test("JSON without any address is refused with what was looked for")
    func none() throws {
        let store = try ScratchTags()
        let error = #expect(throws: TagError.self) {
            try store.bringIn(text: "{\"type\": \"bundle\", \"objects\": []}", as: "empty.json")
        }
        #expect(error?.sentence.contains("no cryptocurrency-wallet") == true, "\(error?.sentence ?? "")")
        #expect(try store.tags.sources().isEmpty)
    }
}
