import Ledger

/// A pattern that was found, before its handles have names.
struct PatternFinding: Sendable {
    var pattern: Pattern
    /// The transaction that completes it.
    var anchor: TxRef
    var measures: Measures = [:]
    var addresses: [String: [AddressRef]] = [:]
    var transactions: [String: [TxRef]] = [:]

    /// Names listed of each kind; counts are exact whatever is listed.
    static let listed = 100
}

/// A hit of a whole-ledger pattern and the transaction that completes it.
public struct PatternHit: Hashable, Sendable {
    public var row: TxRow
    public var hit: DetectorHit
}

extension UTXOReader {
    /// The findings with addresses and transaction ids in place of handles, in ledger order of the anchors.
    func named(_ findings: [PatternFinding], _ settings: PatternSettings) async throws(LedgerError) -> [PatternHit] {
        let sorted = findings.enumerated().sorted { ($0.element.anchor, $0.offset) < ($1.element.anchor, $1.offset) }
            .map(\.element)
        let addresses = try await names(
            of: sorted.flatMap { $0.addresses.values.flatMap { $0.prefix(PatternFinding.listed) } })
        let refs = Array(
            Set(sorted.flatMap { [$0.anchor] + $0.transactions.values.flatMap { $0.prefix(PatternFinding.listed) } }))
        let rows = Dictionary(zip(refs, try await transactions(of: refs)), uniquingKeysWith: { first, _ in first })
        let chain = info.chain
        return sorted.compactMap { finding in
            guard let row = rows[finding.anchor] else { return nil }
            var measures = finding.measures
            for (name, some) in finding.addresses {
                measures[name] = .texts(some.prefix(PatternFinding.listed).compactMap { addresses[$0]?.text(on: chain) })
            }
            for (name, some) in finding.transactions {
                measures[name] = .texts(some.prefix(PatternFinding.listed).compactMap { rows[$0]?.txid.description })
            }
            return PatternHit(
                row: row,
                hit: DetectorHit(
                    detector: finding.pattern.rawValue, version: Pattern.version, rule: finding.pattern.rawValue,
                    text: settings.text(of: finding.pattern), measures: measures))
        }
    }
}
