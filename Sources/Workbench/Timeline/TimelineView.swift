import Casework
import Encoding
import Ledger
import TraceEngine

/// What happened to the addresses of the case and in the case itself, in time.
///
/// Histories are read a page at a time, one address after the other, and of each no more than `limit` unless more is asked
/// for: a hub does not drown the rest, and what was left out is said.
public struct TimelineView: TableView {
    public static let pane = Pane.timeline
    public var table = Table<TimelineRow>()
    /// The addresses looked at, in the order of the case.
    public private(set) var addresses: [Address] = []
    /// Services of the case that are not looked at unless they are marked.
    public private(set) var servicesLeftOut = 0
    /// True when only marked addresses are looked at, not all of the case.
    public let isOfMarked: Bool
    /// What each column stands for; nil takes the finest by which everything fits.
    public internal(set) var chosenScale: TimeScale?
    /// Whether all events of the journal are shown, not only notes and records.
    public private(set) var showsJournal = false
    /// The first column of the chart when it was last drawn.
    public internal(set) var chartStart: Int?

    /// What was read of one address.
    private struct History: Sendable {
        var events: [AddressView.Event] = []
        var total: UInt64 = 0
        var isComplete = false
    }

    private var histories: [Address: History] = [:]
    /// Changes with every page, so that rows are made anew.
    private var version = 0
    private var built: Built?
    private var journal: (head: UInt64, events: [JournalEvent])?
    private var blockTimes: [UInt32: UInt32] = [:]
    /// Where the cursor is to go, in seconds since 1970, while histories are still read.
    var awaitedTime: Int64?
    /// Transactions of one address that are read at most.
    private var limit = Self.firstLimit

    private struct Built: Equatable { var version: Int, head: UInt64, journal: UInt64?, times: Int, addresses: Int }

    static let firstLimit = 5_000, page = 1_000
    /// Gaps of the coverage that are shown.
    static let gapLimit = 200

    init(_ addresses: [Address], isOfMarked: Bool) {
        self.addresses = addresses
        self.isOfMarked = isOfMarked
    }

    public var subject: CaseSubject? { table.selected?.subject }
    public var filterHelp: String { "words, received, sent, note, gap, amount>0.1, after:2024-02-14, by:MK, not …" }

    // MARK: Reading

    /// Addresses whose histories are here as far as they will be.
    public var addressesRead: Int { addresses.count { isRead($0) } }

    /// Addresses of which only the first part is shown: how much of how much.
    public var cut: [(address: Address, read: Int, total: UInt64)] {
        addresses.compactMap { address in
            guard let history = histories[address], !history.isComplete, history.events.count >= limit else { return nil }
            return (address, history.events.count, history.total)
        }
    }

    private func isRead(_ address: Address) -> Bool {
        histories[address].map { $0.isComplete || $0.events.count >= limit } ?? false
    }

    public func needs(in state: WorkbenchState) -> [Effect] {
        var effects: [Effect] = []
        if showsJournal, journal?.head != state.journalHead { effects.append(.loadJournal(head: state.journalHead)) }
        guard let info = state.ledgerInfo else { return effects }
        if let next = addresses.first(where: { !isRead($0) }) {
            effects.append(.loadEvents(next, after: histories[next]?.events.last?.tx.at, limit: Self.page))
        }
        let unknown = Self.borders(of: info.coverage).filter { blockTimes[$0] == nil }
        if !unknown.isEmpty { effects.append(.loadBlockTimes(unknown)) }
        let height = state.tableRows ?? 0
        let parties = (table.top..<max(table.top, min(table.count, table.top + height))).compactMap { place -> TxRef? in
            guard case .transaction(let row, _, _) = table[place].what,
                row.inputCount + row.outputCount <= TransactionsView.largestParties, state.known.transactions[row.at] == nil
            else { return nil }
            return row.at
        }
        if !parties.isEmpty { effects.append(.loadTransactions(parties.sorted())) }
        return effects
    }

    mutating func receive(_ address: Address, _ page: AddressEventPage, after place: TxRef?) {
        var history = histories[address] ?? History()
        guard addresses.contains(address), place == history.events.last?.tx.at else { return }
        history.events += page.events
        history.total = page.total
        history.isComplete = page.isLast
        histories[address] = history
        version += 1
    }

    mutating func receive(_ events: [JournalEvent], head: UInt64) {
        if showsJournal { journal = (head, events) }
    }

    mutating func receive(_ times: [UInt32: UInt32]) { blockTimes.merge(times) { $1 } }

    /// Reads on where a history was cut.
    mutating func readOn() { limit += Self.firstLimit }

    mutating func toggleJournal() {
        showsJournal.toggle()
        if !showsJournal { journal = nil }
        version += 1
    }

    // MARK: Rows

    public mutating func refresh(_ state: WorkbenchState) {
        if !isOfMarked {
            func of(_ items: [CaseItem]) -> [Address] {
                items.compactMap { if case .address(let text) = $0.subject { state.index.addresses[text] } else { nil } }
            }
            // What services do all day would bury the rest; where the case has nothing else, they are looked at.
            let others = of(state.openCase.items.filter { $0.role != .service })
            let all = of(state.openCase.items)
            addresses = others.isEmpty ? all : others
            servicesLeftOut = all.count - addresses.count
        }
        let now = Built(
            version: version, head: state.openCase.head, journal: journal?.head, times: blockTimes.count, addresses: addresses.count)
        guard now != built else { return }
        built = now
        // A cursor that was never moved stays on the first row while earlier ones come in.
        let isFirst = table.cursor == 0
        table.replace(rows(state).sorted(by: TimelineRow.isBefore))
        if let awaitedTime {
            let place = (0..<table.count).first { table[$0].time.milliseconds / 1000 >= awaitedTime }
            if let place { table.select(place: place) }
            if addressesRead == addresses.count { self.awaitedTime = nil }
        } else if isFirst {
            table.select(place: 0)
        }
    }

    private func rows(_ state: WorkbenchState) -> [TimelineRow] {
        var sums: [TxRef: (row: TxRow, received: UInt64, sent: UInt64, words: String)] = [:]
        for address in addresses {
            let word = state.label(of: .address(address.text(on: state.openCase.chain))).lowercased()
            for event in histories[address]?.events ?? [] {
                var sum = sums[event.tx.at] ?? (event.tx, 0, 0, event.tx.txid.description)
                sum.received &+= event.received
                sum.sent &+= event.sent
                sum.words += " " + word
                sums[event.tx.at] = sum
            }
        }
        var rows = sums.values.map {
            TimelineRow(
                what: .transaction($0.row, received: $0.received, sent: $0.sent), time: UTCTime(seconds: $0.row.time), words: $0.words)
        }
        rows += state.openCase.notes.map {
            TimelineRow(what: .note($0), time: $0.written, words: $0.text.lowercased() + " " + state.label(of: $0.subject).lowercased())
        }
        rows += state.openCase.records.map {
            TimelineRow(what: .record($0), time: $0.added, words: $0.content.title.lowercased())
        }
        let shown = Set(state.openCase.notes.map(\.id) + state.openCase.records.map(\.id))
        for event in journal?.events ?? [] where !shown.contains(event.number) {
            rows.append(TimelineRow(what: .journal(event), time: event.time, words: event.title.lowercased()))
        }
        for gap in (state.ledgerInfo?.coverage.gaps ?? []).prefix(Self.gapLimit) {
            guard let before = blockTimes[gap.lowerBound - 1] else { continue }
            rows.append(TimelineRow(what: .gap(gap), time: UTCTime(seconds: before), words: ""))
        }
        return rows
    }

    /// The blocks beside the gaps, whose times bound what is missing.
    static func borders(of coverage: Coverage) -> [UInt32] {
        guard coverage.heightsKnown else { return [] }
        return coverage.gaps.prefix(gapLimit).flatMap { [$0.lowerBound - 1, $0.upperBound + 1] }
    }

    /// The time of the block after a gap; nil until it is known.
    public func end(of gap: ClosedRange<UInt32>) -> UTCTime? { blockTimes[gap.upperBound + 1].map { UTCTime(seconds: $0) } }
}
