import Casework
import Encoding
import Ledger
import TraceEngine

extension EvidenceSummary {
    /// Transactions of one address that are read; the sums are always those of all.
    static let historyLimit = 5_000

    /// Gathers the summary of a case from its ledger.
    ///
    /// Throws when the ledger is of another chain than the case, or cannot be read.
    public static func make(
        of value: Case, ledger: some UTXOReader, version: String = ClewVersion.current
    ) async throws(LedgerError) -> EvidenceSummary {
        guard ledger.info.chain == value.chain else {
            throw LedgerError(
                "The case is on \(value.chain) and the ledger on \(ledger.info.chain). Name the ledger of \(value.chain).")
        }
        var summary = make(of: value, version: version)
        summary.basis = Basis(info: ledger.info, totals: try await ledger.totals())
        try await summary.readAddresses(ledger)
        try await summary.readTransactions(ledger)
        return summary
    }

    /// The same without a ledger: what the case says, and no figures.
    public static func make(of value: Case, version: String = ClewVersion.current) -> EvidenceSummary {
        var names: [Address: String] = [:]
        var subjects: [CaseSubject] = []
        for item in value.items {
            subjects.append(item.subject)
            if case .address(let text) = item.subject, !item.label.isEmpty,
                let address = try? Address(text, on: value.chain)
            {
                names[address] = item.label
            }
        }
        for note in value.notes {
            subjects.append(note.subject)
            subjects += CitedTransactions.ids(in: note.text).map(CaseSubject.transaction)
        }
        var seen: Set<CaseSubject> = []
        subjects = subjects.filter { seen.insert($0).inserted }
        return EvidenceSummary(
            subject: value, basis: nil,
            addresses: subjects.compactMap { subject in
                guard case .address(let text) = subject else { return nil }
                return AddressEvidence(text: text, item: value.item(subject), notes: value.notes(on: subject))
            },
            transactions: subjects.compactMap { subject in
                guard case .transaction(let id) = subject else { return nil }
                return TransactionEvidence(
                    txid: id, item: value.item(subject), notes: value.notes(on: subject), views: [])
            },
            names: names, version: version)
    }

    private mutating func readAddresses(_ ledger: some UTXOReader) async throws(LedgerError) {
        var known: [(place: Int, address: Address)] = []
        for (place, evidence) in addresses.enumerated() {
            if let address = try? Address(evidence.text, on: subject.chain) { known.append((place, address)) }
        }
        let views = try await ledger.addressViews(of: known.map(\.address), limit: Self.historyLimit)
        // The transactions of all pictures are read together.
        let refs = Set(views.flatMap { Neighbourhood.shown(of: $0) }).sorted()
        let transactions = try await ledger.transactionViews(of: refs)
        let byRef = Dictionary(zip(refs, transactions), uniquingKeysWith: { $1 })
        for (known, view) in zip(known, views) {
            addresses[known.place].view = view
            guard !view.events.isEmpty else { continue }
            addresses[known.place].neighbourhood = Neighbourhood(
                of: view, text: addresses[known.place].text, transactions: byRef, names: names, info: ledger.info)
        }
    }

    private mutating func readTransactions(_ ledger: some UTXOReader) async throws(LedgerError) {
        let found = try await ledger.find(transactions.map(\.txid))
        let refs = Array(Set(found.joined())).sorted()
        let views = try await ledger.transactionViews(of: refs)
        let byRef = Dictionary(zip(refs, views), uniquingKeysWith: { $1 })
        for (place, refs) in found.enumerated() { transactions[place].views = refs.compactMap { byRef[$0] } }
        let order = transactions.map { $0.views.first?.row.at ?? .none }
        // Stable: what the ledger does not hold keeps the order of the case.
        transactions = transactions.indices.sorted { (order[$0], $0) < (order[$1], $1) }.map { transactions[$0] }
    }
}
