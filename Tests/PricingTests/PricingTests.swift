import Encoding
import Support
import Testing

@testable import Pricing

@Suite("Prices of the user's own file")
struct PricingTests {
    private func read(_ text: String, column: String? = nil) throws(PriceError) -> PriceSeries {
        try PriceFile.read(
            Array(text.utf8), asset: "btc", currency: "usd", column: column, file: "prices.csv", origin: "",
            at: UTCTime(milliseconds: 0))
    }

    private func refusal(_ text: String, column: String? = nil) -> String? {
        do throws(PriceError) {
            _ = try read(text, column: column)
            return nil
        } catch { return error.sentence }
    }

    @Test("a real file: days, gaps, hash", .enabled(if: SharedData.isPresent, "\(SharedData.absent)"))
    func real() throws {
        let bytes = try SharedData.bytes("prices/cablej-BTC-USD.csv")
        let series = try PriceFile.read(
            bytes, asset: "BTC", currency: "USD", column: nil, file: "cablej-BTC-USD.csv", origin: "",
            at: UTCTime(milliseconds: 0))
        #expect(series.days.count == 4630 && series.missing == 0)
        #expect("\(series.first!)" == "2012-02-24" && "\(series.last!)" == "2024-10-27")
        #expect(series.days[PriceDay("2024-10-27")!]?.text == "67609.015625")
        #expect(series.source.column == "Close" && series.source.sha256.count == 64)
    }

    @Test("an amount at the price of its day, rounded once")
    func value() throws {
        let series = try read("Date,Close\n2024-02-21,51839.179688\n2024-02-22,51304.97\n")
        let noon: UInt32 = 1_708_516_800
        #expect(series.value(of: 8220, at: noon).text == "≈4.26 USD")
        #expect(series.value(of: 100_000_000, at: noon).text == "≈51,839.18 USD")
        #expect(series.value(of: 1, at: noon).text == "≈0.00 USD")
        #expect(series.value(of: 2_100_000_000_000_000, at: noon).decimal == "1088622773448.00")
        var sum = FiatSum(series)
        sum.add(10, at: noon)
        sum.add(10, at: noon + 86_400)
        #expect(sum.text == "≈0.01 USD")
        sum.add(10, at: noon + 2 * 86_400)
        #expect(sum.text == "≈0.01 USD (1 amount on days without a price)")
        sum.add(10, at: nil)
        #expect(sum.text == "≈0.01 USD (2 amounts on days without a price)")
        #expect(series.value(of: 10, at: 0).text == "no USD price that day")
        #expect(FiatSum(series).text == nil)
    }

    @Test("a day without a price stays without: it is not filled from its neighbours")
    func gaps() throws {
        let series = try read("date,price\n2024-02-20,1.5\n2024-02-21,null\n2024-02-22,\n2024-02-23,2\n")
        #expect(series.days.count == 2 && series.missing == 2)
        #expect(series.days[PriceDay("2024-02-21")!] == nil)
    }

    @Test(
        "each refusal says where and what to do",
        arguments: [
            ("", "Prices, line 1: the file is empty; its first row must name the columns."),
            ("day,value\n", "Prices, line 1: no column is named close or price; there is day, value."),
            ("close\n1\n", "Prices, line 1: no column is named date."),
            ("date,close\n21.02.2024,5\n", "Prices, line 2: 21.02.2024 is no date like 2024-02-21."),
            (
                "date,close\n2024-02-21,=1+1\n",
                "Prices, line 2: =1+1 is no price: it takes a decimal number above zero, like 67609.01."
            ),
            (
                "date,close\n2024-02-21,-5\n",
                "Prices, line 2: -5 is no price: it takes a decimal number above zero, like 67609.01."
            ),
            ("date,close\n2024-02-21,5\n2024-02-21,6\n", "Prices, line 3: 2024-02-21 was given before, with 5."),
            ("date,close\n2024-02-21\n", "Prices, line 2: it has 1 fields, and the first row names 2 columns."),
            ("date,close\n", "There is no day with a price in the file."),
        ])
    func refusals(text: String, sentence: String) { #expect(refusal(text) == sentence) }

    @Test("what is stored is read back the same, and an import replaces its pair")
    func store() throws {
        let folder = try ScratchFolder()
        let store = PriceStore(path: folder.file("prices"))
        #expect(try store.all().isEmpty)
        let series = try read("date,close,open\n2024-02-21,5.25,4\n")
        try store.save(series)
        #expect(try store.all() == [series])
        let other = try read("date,close,open\n2024-02-21,5.25,4\n", column: "OPEN")
        try store.save(other)
        #expect(try store.series(of: "BTC") == other)
        #expect(try store.series(of: "LTC") == nil)
    }
}
