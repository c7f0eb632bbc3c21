import ArgumentParser
import Attribution
import Encoding
import Ledger
import TraceEngine

/// `clew screen ADDRESS...`: what the tags say of addresses as of a date.
struct ScreenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "screen", abstract: "Screen addresses against the tags as of a date.",
        discussion: """
            Says which addresses a sanctions list named then, and by how many days a designation came before or after. \
            Warns of addresses that look like tagged ones or those of the case. With a case, its labels and roles are claims \
            too, marked as the case's. Long files are answered a part at a time.

            --exposure follows the value of each address through the ledger, both ways, by haircut, and says whom tags or \
            detectors name and for how much; clew exposure shows one address in full.
            """)

    @Argument(help: ArgumentHelp("Addresses of any network, or files with one a line, or CSV.", valueName: "address"))
    var addresses: [String]

    @Option(name: .customLong("as-of"), help: ArgumentHelp("The day to answer for (default: now).", valueName: "date"))
    var asOf: String?

    @Option(help: ArgumentHelp("Only this network.", valueName: "network"))
    var network: String?

    @Option(help: ArgumentHelp("The column of CSV files that has the address (default: address).", valueName: "name"))
    var column: String?

    @Flag(help: "Answer only for addresses that there is something to say of.")
    var hits = false

    @Flag(help: "Take the labels and roles of your other cases as claims too, marked with the case; not those of victims.")
    var otherCases = false

    @Flag(help: "Print CSV, one row an address and claim, each field safe to open in a spreadsheet.")
    var csv = false

    @Flag(help: "Print one JSON line an address.")
    var jsonl = false

    @Flag(help: "Say with whom each address stood in connection in the ledger, and for how much.")
    var exposure = false

    @Option(help: ArgumentHelp("With --exposure: pass this many transactions at most.", valueName: "number"))
    var hops: UInt32?

    @OptionGroup var ledgerOptions: LedgerOptions
    @OptionGroup var caseOptions: CaseOptions
    @OptionGroup var format: JSONOptions

    /// Addresses that are in memory at once.
    private static let batch = 1_000

    func validate() throws {
        guard [csv, jsonl, format.json].filter({ $0 }).count < 2 else {
            throw ValidationError("--csv, --json and --jsonl exclude each other.")
        }
        guard exposure || hops == nil && ledgerOptions.ledger == nil else {
            throw ValidationError("--ledger and --hops are for --exposure.")
        }
    }

    func run() async throws {
        let store = try SharedTags.needed()
        let time = try SharedTags.time(asOf, option: "--as-of")
        let file = try await AddressFile(addresses, column: column)
        guard file.count > 0 else { throw failure("There is no address to screen.") }
        let exposures = try exposure ? openExposures(time) : nil
        let claims = try CaseClaims.asked(caseOptions, others: otherCases)
        let own = try CaseClaims.named(caseOptions)?.value.addresses ?? []
        let screening = Screening(
            store: claims.isEmpty ? store : OwnTags(store, own: claims), asOf: time,
            network: network.map { TagNetwork.named($0) }, caseAddresses: own)
        var writer = ScreenWriter(
            form: csv ? .csv : jsonl ? .lines : format.json ? .document : .text, asOf: time, hasExposure: exposure)
        answer(writer.head)
        Interruption.watch()
        let progress = ProgressLine()
        try await file.batches(of: Self.batch) { texts in
            let answers: [ScreenedAddress]
            do throws(TagError) { answers = try screening.screen(texts) } catch {
                progress.end()
                throw failure(error)
            }
            var text = ""
            for one in answers {
                text += writer.take(one, try await exposures?.answer(one.text), onlyHits: hits)
                if exposure {
                    answer(text)
                    text = ""
                    progress.show("screening", UInt64(writer.done), of: UInt64(file.count), "addresses")
                    if Interruption.isAsked { break }
                }
            }
            answer(text)
            progress.show("screening", UInt64(writer.done), of: UInt64(file.count), "addresses")
            return !Interruption.isAsked
        }
        progress.end()
        if Interruption.isAsked, writer.done < file.count {
            if format.json { answer("\n") }
            throw failure(
                "Interrupted after \(AmountText.grouped(UInt64(writer.done))) of \(AmountText.grouped(UInt64(file.count))) "
                    + "addresses; the answer is not whole.", ExitStatus.interrupted)
        }
        if format.json { answer(writer.end(try document(time, store))) }
        if file.count > 1 { say(writer.summary) }
    }

    /// The ledger and what the tags said of its chain on that day.
    private func openExposures(_ time: UTCTime) throws -> ScreenExposure {
        let ledger: OpenLedger
        do throws(LedgerError) { ledger = try LedgerOpening.open(at: ledgerOptions.folder()) } catch { throw failure(error) }
        var tags = QuestionTags(table: TagTable(), store: try SharedTags.open(), chain: ledger.info.chain)
        tags.asOf = time
        return ScreenExposure(ledger: ledger, tags: tags, hops: hops)
    }

    private func document(_ time: UTCTime, _ store: TagStore) throws -> String {
        try tagsDocument(
            "clew-screen-1", store,
            ["options": [
                    "as_of": .string(time.rfc3339), "network": .optional(network), "hits": .bool(hits), "exposure": .bool(exposure),
                    "hops": hops.map { .integer(Int64($0)) } ?? .null,
                ]])
    }
}
