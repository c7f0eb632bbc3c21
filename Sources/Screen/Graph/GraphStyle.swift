import Encoding
import Ledger
import Pricing
import TraceEngine
import Workbench

/// How a graph is written: signs, chain and whether its pane has the focus.
public struct GraphStyle: Hashable, Sendable {
    /// The signs it is drawn with.
    public var glyphs: GlyphSet
    /// How addresses and amounts are written.
    public var chain: Chain
    /// Whether keys go to this pane: decides the cursor sign.
    public var hasFocus: Bool
    /// Prices to show beside amounts; nil for none.
    public var prices: PriceSeries?

    /// False where the source gave no heights: the ledger's own numbers are then no blocks.
    public var knowsHeights = true

    /// A document has no cursor.
    var isDocument = false

    public init(glyphs: GlyphSet = .unicode, chain: Chain, hasFocus: Bool = true, prices: PriceSeries? = nil) {
        self.init(glyphs: glyphs, chain: chain, hasFocus: hasFocus, isDocument: false, prices: prices)
    }

    init(glyphs: GlyphSet, chain: Chain, hasFocus: Bool, isDocument: Bool, prices: PriceSeries? = nil) {
        self.isDocument = isDocument
        self.prices = prices
        self.glyphs = glyphs
        self.chain = chain
        self.hasFocus = hasFocus
    }

    /// Base units as the coin's amount, never rounded; `≥` before an amount of which a part is not known.
    func amount(_ value: UInt64?, isAtLeast: Bool = false) -> String {
        guard let value else { return "not known" }
        return (isAtLeast ? glyphs[.atLeast] : "") + AmountText.coin(value, decimals: chain.decimals)
    }

    /// `≈50,011.37 USD`, the amount at the price of the day of `time`; empty where no prices are kept.
    func fiat(_ value: UInt64?, at time: UInt32?) -> String {
        guard let prices, let value, let time else { return "" }
        let text = prices.value(of: value, at: time, decimals: chain.decimals).text ?? ""
        return glyphs.base == .unicode ? text : text.replacing("≈", with: "~")
    }

    func count(_ value: Int) -> String { AmountText.grouped(UInt64(max(0, value))) }

    func sign(_ fate: GraphFate) -> (glyph: String, role: Role) {
        switch fate {
        case .spent: (glyphs[.spent], .spent)
        case .unspent: (glyphs[.unspent], .unspent)
        case .unknown: (glyphs[.unknown], .unknown)
        case .none: (" ", .text)
        }
    }

    /// A signed hop: `−2`, `0`, `+1`.
    func hop(_ column: Int) -> String {
        column == 0 ? "0" : (column < 0 ? glyphs[.minus] : "+") + String(abs(column))
    }

    /// A hop of a path tree: `3`, and `−3` backward.
    func treeHop(_ hop: Int, _ direction: TraceDirection) -> String { direction == .forward ? "\(hop)" : self.hop(-hop) }

    func place(_ place: GraphPlace) -> String {
        place.column == 0 ? "0" : "\(hop(place.column)):\(place.row)"
    }

    /// `name` in at most `cells`: the case's label, else the identifier elided in the middle.
    func name(_ address: Address, _ names: GraphNames, cells: Int) -> (text: String, role: Role) {
        if let mark = names.addresses[address], !mark.label.isEmpty {
            // A tag stands where the case has no name of its own.
            let sign = mark.label.hasPrefix("[") ? mark.tags.map { TagText.sign($0.kind, glyphs) } ?? "" : ""
            return (TextFit.elide(sign + VisibleText.escape(mark.label), cells: cells, glyphs: glyphs), role(of: mark))
        }
        let text = address.text(on: chain)
        let short = cells >= 16
            ? TextFit.address(text, glyphs: glyphs)
            : TextFit.elideMiddle(text, cells: cells, tail: min(4, cells / 3), glyphs: glyphs)
        return (short, .id)
    }

    func name(_ txid: TxID?, _ names: GraphNames) -> (text: String, role: Role) {
        guard let txid else { return ("id not loaded", .muted) }
        if let mark = names.transactions[txid], !mark.label.isEmpty {
            return (TextFit.elide(VisibleText.escape(mark.label), cells: 16, glyphs: glyphs), role(of: mark))
        }
        return (TextFit.transaction(txid.description, glyphs: glyphs), .id)
    }

    func role(of mark: GraphMark) -> Role {
        if mark.label.hasPrefix("[") { return mark.tags.map { TagText.role($0.kind) } ?? .tag }
        switch mark.role {
        case .suspect: return .roleSuspect
        case .victim: return .roleVictim
        case .service: return .roleService
        case .other, nil: return .strong
        }
    }

    /// `⚑ ¶2`, empty when nothing is marked.
    func marks(_ mark: GraphMark?) -> String {
        guard let mark else { return "" }
        return [mark.isFlagged ? glyphs[.flagged] : nil, mark.notes > 0 ? glyphs.notes(mark.notes) : nil]
            .compactMap { $0 }.joined(separator: " ")
    }
}
