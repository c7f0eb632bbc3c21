/// The signs that the screens are written with, by meaning; `GlyphSet` says how each looks.
///
/// All take one cell in Unicode; none is wide, emoji, braille or private use.
public enum Glyph: String, CaseIterable, Sendable {
    /// The cursor in the pane that has the focus.
    case cursor
    /// The cursor in another pane.
    case cursorOther
    /// A row that was marked for a command on several.
    case marked
    /// An output that was spent.
    case spent
    /// An output that is unspent at the tip.
    case unspent
    /// Not known: the ledger's coverage lacks it.
    case unknown
    /// An amount that may be larger: earlier coins are not covered.
    case atLeast
    /// At most.
    case atMost
    /// The focus of the graph.
    case focus
    /// A folded group.
    case folded
    /// Drawn elsewhere, at hop:row.
    case elsewhere
    /// A flagged item.
    case flagged
    /// Notes here; the count follows.
    case notes
    /// Concluded by a rule, not by the ledger; directly before the word.
    case inference
    /// Looks like another one, but is not it.
    case lookAlike
    /// Holds, equal, checked.
    case equal
    /// Differs from what it was.
    case differs
    /// The answer rests on an older tip.
    case olderTip
    /// Not possible now; also the fee output.
    case notPossible
    /// The minus of a negative amount (U+2212).
    case minus
    /// Something was left out here.
    case elided
    /// Between two facts in a title.
    case between
    /// A count times an amount.
    case times
    /// About: a fiat value at a day's close.
    case approximately
    /// Plus or minus.
    case plusMinus
    /// From a time to a time.
    case rangeArrow
    /// From a height to a height.
    case rangeDash
    /// The head of an edge that goes right.
    case arrowRight
    /// The head of an edge that goes left.
    case arrowLeft
    /// More above.
    case above
    /// More below.
    case below
    /// Opening quotation mark.
    case quoteOpen
    /// Closing quotation mark.
    case quoteClose
    /// Apostrophe.
    case apostrophe
    /// The Enter key in a hint.
    case enterKey
    /// Before a tag of somebody whom a sanctions list names.
    case tagSanctioned
    /// Before a tag of somebody who took part in an abuse: ransomware, a scam, a theft.
    case tagAbuse
    /// Before a tag of a mixer.
    case tagMixer
    /// Before a tag of a bridge to another chain.
    case tagBridge
    /// Before a tag of somebody who holds other people's coin.
    case tagService

    /// How it looks where the terminal speaks UTF-8.
    public var unicode: String {
        switch self {
        case .cursor: "▌"
        case .cursorOther: "▏"
        case .marked, .times: "×"
        case .spent: "●"
        case .unspent: "○"
        case .unknown: "◌"
        case .atLeast: "≥"
        case .atMost: "≤"
        case .focus: "◆"
        case .folded: "▸"
        case .elsewhere: "↺"
        case .flagged: "⚑"
        case .notes: "¶"
        case .inference: "~"
        case .lookAlike, .differs: "≠"
        case .equal: "="
        case .olderTip: "‹"
        case .notPossible, .minus: "−"
        case .elided: "…"
        case .between: "·"
        case .approximately: "≈"
        case .plusMinus: "±"
        case .rangeArrow: "→"
        case .rangeDash: "–"
        case .arrowRight: "▶"
        case .arrowLeft: "◀"
        case .above: "↑"
        case .below: "↓"
        case .quoteOpen: "“"
        case .quoteClose: "”"
        case .apostrophe: "’"
        case .enterKey: "⏎"
        case .tagSanctioned: "§"
        case .tagAbuse: "†"
        case .tagMixer: "%"
        case .tagBridge: "^"
        case .tagService: "$"
        }
    }

    /// How it looks everywhere else; up to three cells.
    public var ascii: String {
        switch self {
        case .cursor, .atLeast: ">"
        case .cursorOther: ":"
        case .marked, .times: "x"
        case .spent: "*"
        case .unspent: "o"
        case .unknown: "?"
        case .atMost, .olderTip: "<"
        case .focus: "#"
        case .folded: "+"
        case .elsewhere: "@"
        case .flagged, .lookAlike, .differs: "!"
        case .notes: "N"
        case .inference: "~"
        case .equal: "="
        case .notPossible, .minus, .rangeDash: "-"
        case .elided: ".."
        case .between: "."
        case .approximately: "ca."
        case .plusMinus: "+-"
        case .rangeArrow: "->"
        case .arrowRight: ">"
        case .arrowLeft: "<"
        case .above: "^"
        case .below: "v"
        case .quoteOpen, .quoteClose: "\""
        case .apostrophe: "'"
        case .enterKey: "Ret"
        case .tagSanctioned: "S"
        case .tagAbuse: "X"
        case .tagMixer: "%"
        case .tagBridge: "^"
        case .tagService: "$"
        }
    }
}
