import Encoding
import Testing

@Suite("UTC time")
struct UTCTimeTests {
    @Test("writes known moments", arguments: [
        (0, "1970-01-01T00:00:00Z"),
        (1_231_006_505_000, "2009-01-03T18:15:05Z"),
        (951_782_400_000, "2000-02-29T00:00:00Z"),
        (4_294_967_295_000, "2106-02-07T06:28:15Z"),
        (-1, "1969-12-31T23:59:59.999Z"),
        (1_708_512_346_180, "2024-02-21T10:45:46.180Z"),
        (253_402_300_799_999, "9999-12-31T23:59:59.999Z"),
    ] as [(Int64, String)])
    func known(milliseconds: Int64, text: String) {
        #expect(UTCTime(milliseconds: milliseconds).rfc3339 == text)
        #expect(UTCTime(rfc3339: text)?.milliseconds == milliseconds)
    }

    @Test("has a form for each place it is shown in")
    func forms() {
        let time = UTCTime(seconds: 1_708_512_346)
        #expect(time.evidence == "2024-02-21 10:45:46 UTC")
        #expect(time.minute == "2024-02-21 10:45")
        #expect(time.date == "2024-02-21")
        #expect(time.monthDay == "02-21")
    }

    @Test("knows leap years", arguments: [(2000, true), (2024, true), (1900, false), (2023, false), (2100, false)])
    func leapYears(year: Int, isLeap: Bool) {
        #expect((UTCTime(rfc3339: "\(year)-02-29T00:00:00Z") != nil) == isLeap)
    }

    @Test("refuses other forms, zones and impossible dates", arguments: [
        "", "2024-02-21", "2024-02-21T10:45:46", "2024-02-21T10:45:46+00:00", "2024-02-21t10:45:46z",
        "2024-02-21 10:45:46Z", "2024-02-30T00:00:00Z", "2024-13-01T00:00:00Z", "2024-00-01T00:00:00Z",
        "2024-01-00T00:00:00Z", "2024-01-01T24:00:00Z", "2024-01-01T00:60:00Z", "2024-01-01T00:00:60Z",
        "2024-01-01T00:00:00.Z", "2024-01-01T00:00:00.1234567890Z", "20240-01-01T00:00:00Z", "-024-01-01T00:00:00Z",
        "2024-01-01T00:00:00.12aZ", "２０２４-01-01T00:00:00Z",
    ])
    func refusals(text: String) {
        #expect(UTCTime(rfc3339: text) == nil)
    }

    @Test("takes one to nine decimals and keeps milliseconds")
    func decimals() {
        #expect(UTCTime(rfc3339: "1970-01-01T00:00:00.5Z")?.milliseconds == 500)
        #expect(UTCTime(rfc3339: "1970-01-01T00:00:00.123456789Z")?.milliseconds == 123)
    }

    @Test("reads back every day of eight centuries and random moments between")
    func roundTrip() {
        var random = Pebbles(state: 7)
        for day in stride(from: -25_567, to: 266_000, by: 1) {
            let time = UTCTime(milliseconds: Int64(day) * 86_400_000 + Int64.random(in: 0..<86_400_000, using: &random))
            #expect(UTCTime(rfc3339: time.rfc3339) == time)
        }
    }
}
