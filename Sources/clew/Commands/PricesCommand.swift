import ArgumentParser
import Encoding
import Foundation
import Ledger
import Pricing

/// `clew prices ...`: daily prices from the user's own files.
struct PricesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prices", abstract: "Keep daily prices from your own files, to be shown beside exact amounts.",
        discussion: """
            Clew fetches no prices. A price is a claim of its source: it stands beside an exact amount, with a ≈, at the \
            close of the day of the block (UTC), and never in a trace. A day without a price is said, not filled.
            """,
        subcommands: [PricesImportCommand.self, PricesListCommand.self, PricesShowCommand.self])
}

/// `clew prices import FILE`.
struct PricesImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Take in daily prices from a CSV file whose first row names the columns.",
        discussion: "An import replaces the prices of the same coin and currency.")

    @Argument(help: ArgumentHelp("A CSV file with a date and a price a row.", valueName: "file"))
    var file: String

    @Option(help: ArgumentHelp("The coin's ticker.", valueName: "ticker"))
    var asset = "BTC"

    @Option(help: ArgumentHelp("The currency's code.", valueName: "code"))
    var currency = "USD"

    @Option(help: ArgumentHelp("The column of the prices (default: close, else price).", valueName: "name"))
    var column: String?

    @Option(help: ArgumentHelp("Where the file was got from, to be kept with it.", valueName: "text"))
    var origin = ""

    func run() async throws {
        let path = absolute(file)
        let size = (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? UInt64) ?? 0
        guard size <= UInt64(PriceFile.largestFile) else {
            throw failure("\(VisibleText.escape(file)) has \(size) bytes; \(PriceFile.largestFile) are read at most.")
        }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw failure("\(VisibleText.escape(file)) cannot be read. Check its name and your rights.")
        }
        let series: PriceSeries
        do throws(PriceError) {
            series = try PriceFile.read(
                [UInt8](data), asset: asset, currency: currency, column: column,
                file: URL(filePath: path).lastPathComponent, origin: origin,
                at: UTCTime(milliseconds: Int64(Date().timeIntervalSince1970) * 1000))
            try UserPrices.store.save(series)
        } catch {
            throw failure("\(VisibleText.escape(file)): \(error)")
        }
        answer(UserPrices.text([series]))
    }
}

/// `clew prices list`.
struct PricesListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "Show which prices are kept, from where.")

    @OptionGroup var format: JSONOptions

    func run() async throws {
        let all: [PriceSeries]
        do throws(PriceError) { all = try UserPrices.store.all() } catch { throw failure(error) }
        answer(
            format.json
                ? JSONValue.object(["schema": "clew-prices-list-1", "prices": .array(all.map(UserPrices.json))]).pretty() + "\n"
                : all.isEmpty ? "No prices are kept. clew prices import FILE takes them in.\n" : UserPrices.text(all))
    }
}

/// `clew prices show DAY...`.
struct PricesShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show the prices of days, as their sources write them.")

    @Argument(help: ArgumentHelp("Days in UTC: 2024-02-21.", valueName: "day"))
    var days: [String]

    @Option(help: ArgumentHelp("The coin's ticker.", valueName: "ticker"))
    var asset = "BTC"

    @OptionGroup var format: JSONOptions

    func run() async throws {
        let wanted = try days.map { text in
            guard let day = PriceDay(text) else {
                throw failure("\(VisibleText.escape(text)) is no date like 2024-02-21.")
            }
            return day
        }
        let found: [PriceSeries]
        do throws(PriceError) { found = try UserPrices.store.all().filter { $0.asset == asset.uppercased() } } catch {
            throw failure(error)
        }
        guard !found.isEmpty else {
            throw failure("No prices of \(VisibleText.escape(asset)) are kept. clew prices import FILE takes them in.")
        }
        if format.json {
            let rows = found.map { series -> JSONValue in
                var members = UserPrices.json(series).objectValue ?? [:]
                members["days"] = .array(
                    wanted.map { ["day": .string("\($0)"), "price": .optional(series.days[$0]?.text)] })
                return .object(members)
            }
            return answer(JSONValue.object(["schema": "clew-prices-show-1", "prices": .array(rows)]).pretty() + "\n")
        }
        var lines = Lines()
        for series in found {
            lines.title("\(series.name), \(series.source.phrase)")
            for day in wanted {
                lines.pair("\(day)", series.days[day].map { "\($0.text) \(series.currency)" } ?? "no price that day")
            }
        }
        answer(lines.text)
    }
}
