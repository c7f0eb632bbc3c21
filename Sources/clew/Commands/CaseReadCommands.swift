import ArgumentParser
import Casework
import Encoding

/// `clew case show`
struct CaseShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Print a case as it stands, or as it stood.")

    @Argument(help: "The case.", completion: CaseOptions.completion) var place: String?
    @OptionGroup var caseOptions: CaseOptions
    @OptionGroup var moment: MomentOptions
    @OptionGroup var output: JSONOptions

    func run() async throws {
        let store = try OpenCase.forReading(try caseOptions.folder(place))
        let value = try moment.value(of: store)
        answer(output.json ? CaseText.json(of: value, store: store).pretty() + "\n" : CaseText.text(of: value))
    }
}

/// `clew case log`
struct CaseLogCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "log", abstract: "Print the journal: everything that was ever done in a case, oldest first.")

    @Argument(help: "The case.", completion: CaseOptions.completion) var place: String?
    @OptionGroup var caseOptions: CaseOptions
    @OptionGroup var moment: MomentOptions
    @OptionGroup var output: JSONOptions

    func run() async throws {
        let store = try OpenCase.forReading(try caseOptions.folder(place))
        let head = try moment.value(of: store).head
        let events = store.events().filter { $0.number <= head }
        if output.json {
            answer(CaseText.json(of: events, store: store).pretty() + "\n")
        } else {
            for event in events { answer(CaseText.line(of: event) + "\n") }
            if store.readOnlyReason == OpenCase.readerReason {
                say("\(events.count) events, each follows from those before.")
            }
        }
    }
}

/// As of when to look at a case.
struct MomentOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "As of an event's number, a time (2024-04-05T16:20:00Z) or the end of a day (2024-04-05).",
            valueName: "event or time"))
    var at: String?

    /// The case at that moment.
    func value(of store: CaseStore) throws -> Case {
        guard let at else { return store.current }
        do throws(CaseError) {
            if let number = UInt64(at) { return try store.asOf(event: number) }
            guard let time = UTCTime(rfc3339: at) ?? UTCTime(rfc3339: at + "T23:59:59.999Z") else {
                throw CaseError(
                    .refused, "\(VisibleText.escape(at)) is neither an event's number nor a time like 2024-04-05T16:20:00Z.")
            }
            return try store.asOf(time: time)
        } catch { throw failure(error) }
    }
}
