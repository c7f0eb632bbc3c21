import Encoding
import Foundation
import Ledger
import Support
import Testing

@testable import Attribution

/// Newer editions of a source: what they add, change and no longer have.
struct EditionTests {
    static let one = "1BoatSLRHtKNngkdXEeobR76b53LETtpyT"
    static let two = "12QtD5BFwRsdNsAZY76UVE1xyCGNTojH9h"
    static let three = "1Archive1n2C579dMsAu3iC6tWzuQJz8dN"

    static func list(_ rows: [String]) -> String { (["address,label,valid_from"] + rows).joined(separator: "\n") + "\n" }

    private func imported() throws -> (ScratchTags, [TagImportResult]) {
        let store = try ScratchTags()
        let defaults = TagDefaults(currency: "BTC", list: "Test List")
        let first = Self.list(["\(Self.one),Party A,2020-03-01", "\(Self.two),Party B,2020-03-01"])
        let second = Self.list(["\(Self.two),Party B (renamed),2020-03-01", "\(Self.three),Party C,2022-01-05"])
        return (
            store,
            try store.bringIn(text: first, as: "list.csv", issued: "2020-04-01", defaults: defaults)
                + (try store.bringIn(text: second, as: "list2.csv", issued: "2022-02-01", defaults: defaults))
        )
    }

    @Test("A newer edition says what it added, changed and removed")
    func counts() throws {
        let (store, results) = try imported()
        #expect(results.map(\.added) == [2, 1])
        #expect(results.map(\.changed) == [0, 1])
        #expect(results.map(\.removed) == [0, 1])
        let journal = try store.tags.editions()
        #expect(journal.map(\.edition.number) == [1, 2])
        #expect(journal.allSatisfy { $0.edition.sha256.count == 64 })
    }

    @Test("Screening answers differently before, during and after a listing")
    func asOf() throws {
        let (store, _) = try imported()
        func designated(_ day: String) throws -> Bool {
            try Screening(store: store.tags, asOf: TagRecordTests.day(day)).screen([Self.one])[0].isDesignated
        }
        #expect(try !designated("2020-02-29"))
        #expect(try designated("2020-03-01"))
        #expect(try designated("2022-01-31"))
        #expect(try !designated("2022-02-01"))
        let answer = try Screening(store: store.tags, asOf: TagRecordTests.day("2023-01-01")).screen([Self.one])[0]
        #expect(answer.listings.map(\.standing) == [.noLonger(TagRecordTests.day("2022-02-01"))])
        #expect(try store.records(of: Self.one).count == 1)
    }

    @Test("A claim in new words replaces the old one in screening and stays in the history")
    func changed() throws {
        let (store, _) = try imported()
        let answer = try Screening(store: store.tags, asOf: TagRecordTests.day("2023-01-01")).screen([Self.two])[0]
        #expect(answer.isDesignated)
        #expect(try store.records(of: Self.two).count == 2)
    }

    @Test("A payment before a designation is never called one to a designated person")
    func relation() {
        let listed = TagRecordTests.day("2022-08-08")
        let listing = ClaimPeriod(begins: listed, isDesignation: true)
        #expect(
            listing.sentence(at: TagRecordTests.day("2022-07-27"))
                == "designated on 2022-08-08, 12 days after this payment")
        #expect(
            listing.sentence(at: TagRecordTests.day("2022-08-09"))
                == "designated on 2022-08-08, 1 day before this payment")
        #expect(listing.sentence(at: listed)?.contains("the day of this payment; the list does not give the hour") == true)
    }

    @Test("The same imports in the same order give the same digest; another import another")
    func digest() throws {
        let (a, _) = try imported()
        let (b, _) = try imported()
        #expect(try a.tags.digest == b.tags.digest)
        _ = try b.bringIn(text: "address\n\(Self.one)\n", as: "more.csv", defaults: TagDefaults(currency: "BTC", label: "X"))
        #expect(try a.tags.digest != b.tags.digest)
    }

    @Test("Sources that name different actors are a conflict, told with what they speak of; nothing is settled")
    func conflicts() throws {
        let store = try ScratchTags()
        _ = try store.bringIn(
            text: "address,label,actor\n\(Self.one),A,alpha\n\(Self.two),B,beta\n", as: "a.csv", source: "a",
            defaults: TagDefaults(currency: "BTC"))
        _ = try store.bringIn(
            text: "address,label,actor\n\(Self.one),G,gamma\n\(Self.two),B,Beta\n", as: "b.csv", source: "b",
            defaults: TagDefaults(currency: "BTC", level: .cluster))
        let found = try store.tags.conflicts(at: TagRecordTests.day("2026-01-01"), limit: 10)
        #expect(found.map(\.subject.text) == [Self.one])
        #expect(found[0].records.count == 2)
        #expect(found[0].sentence.contains("some speak of this address, some of every address in its cluster"))
    }

    @Test("An address with the ends of a tagged one is named as a look-alike, and so is one in other letters")
    func lookAlikes() throws {
        let store = try ScratchTags()
        let real = "0x098B716B8Aaf21512996dC57EB0615e2383E2f96"
        _ = try store.bringIn(
            text: "address,label\n\(real),Bridge thief\n", as: "a.csv", defaults: TagDefaults(currency: "ETH"))
        let fake = "0x098b000000000000000000000000000000002f96"
        let cyrillic = "1Bo\u{430}tSLRHtKNngkdXEeobR76b53LETtpyT"
        let answers = try Screening(store: store.tags, asOf: TagRecordTests.day("2026-01-01")).screen([fake, cyrillic])
        #expect(answers[0].lookAlikes.map(\.text) == [real])
        #expect(answers[1].problem != nil)
        #expect(answers[1].lookAlikes.map(\.text) == [Self.one])
    }
}
