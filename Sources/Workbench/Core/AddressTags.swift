import Encoding
import Ledger
import TraceEngine

/// What others say of an address: the surest claim in words, the rest as a number. Never a fact of a ledger.
public struct AddressTags: Hashable, Sendable {
    /// What the source calls it; not escaped.
    public var label: String
    /// The source's short name; not escaped.
    public var source: String
    /// When the source made the claim, else the date of its edition.
    public var date: UTCTime
    /// How sure the source is, 0–100.
    public var confidence: Int
    /// True when the claim is about every address that a clustering puts together with this one: an inference.
    public var isOfCluster: Bool
    /// Claims that hold, this one among them.
    public var count: Int
    /// True when the claims cannot all be right.
    public var contradict: Bool

    public init(
        label: String, source: String, date: UTCTime, confidence: Int, isOfCluster: Bool = false, count: Int = 1,
        contradict: Bool = false
    ) {
        self.label = label
        self.source = source
        self.date = date
        self.confidence = confidence
        self.isOfCluster = isOfCluster
        self.count = count
        self.contradict = contradict
    }

    /// `[Exchange K]`: brackets tell somebody's claim from the case's own names.
    public var name: String { "[\(label)]" }
}

extension WorkbenchState {
    /// Asks once for the tags of each address.
    mutating func loadTags(of addresses: some Sequence<Address>) -> [Effect] {
        let wanted = addresses.filter { askedTags.insert($0).inserted }
        return wanted.isEmpty ? [] : [.loadTags(wanted)]
    }

    mutating func loadTags(of views: [TransactionView]) -> [Effect] {
        loadTags(of: views.flatMap { $0.inputs.compactMap(\.owner) + $0.outputs.compactMap(\.owner) })
    }

    /// Tags of an address; nil while none is known.
    public func tags(of address: String) -> AddressTags? {
        guard !known.tags.isEmpty, let address = index.addresses[address] ?? (try? Address(address, on: openCase.chain))
        else { return nil }
        return known.tags[address]
    }
}
