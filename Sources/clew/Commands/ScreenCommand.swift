import ArgumentParser
import Attribution
import Encoding
import Ledger

/// `clew screen ADDRESS...`: what the tags say of addresses as of a date.
struct ScreenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "screen", abstract: "Screen addresses against the tags as of a date.",
        discussion: """
            Says which addresses a sanctions list named then, and by how many days a designation came before or after. \
            Warns of addresses that look like tagged ones or those of the case. With a case, its labels and roles are claims \
            too, marked as the case's. Long files are answered a part at a time.
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

    @OptionGroup var caseOptions: CaseOptions
    @OptionGroup var format: JSONOptions

    /// Addresses that are in memory at once.
    private static let batch = 1_000

    func validate() throws {
        guard [csv, jsonl, format.json].filter({ $0 }).count < 2 else {
            throw ValidationError("--csv, --json and --jsonl exclude each other.")
        }
    }

    func run() async throws {
        let store = try SharedTags.needed()
        let time = try SharedTags.time(asOf, option: "--as-of")
        let file = try AddressFile(addresses, column: column)
        guard file.count > 0 else { throw failure("There is no address to screen.") }
        let claims = try CaseClaims.asked(caseOptions, others: otherCases)
        let own = try CaseClaims.named(caseOptions)?.value.addresses ?? []
        let screening = Screening(
            store: claims.isEmpty ? store : OwnTags(store, own: claims), asOf: time,
            network: network.map { TagNetwork.named($0) }, caseAddresses: own)
        var writer = ScreenWriter(form: csv ? .csv : jsonl ? .lines : format.json ? .document : .text, asOf: time)
        answer(writer.head)
        Interruption.watch()
        let progress = ProgressLine()
        try file.batches(of: Self.batch) { texts in
            let answers: [ScreenedAddress]
            do throws(TagError) { answers = try screening.screen(texts) } catch {
                progress.end()
                throw failure(error)
            }
            answer(writer.take(answers, onlyHits: hits))
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

    private func document(_ time: UTCTime, _ store: TagStore) throws -> String {
        try tagsDocument(
            "clew-screen-1", store,
            ["options": ["as_of": .string(time.rfc3339), "network": .optional(network), "hits": .bool(hits)]])
    }
}
