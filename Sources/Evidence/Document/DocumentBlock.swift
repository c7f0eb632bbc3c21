/// The parts of a document, before they are laid out as Markdown or HTML. All text is raw; the writers escape it.
enum DocumentBlock {
    /// Level 1 begins a chapter, 2 a subject in it.
    case heading(Int, String)
    case paragraph([Span])
    /// Names with what they stand for.
    case facts([Fact])
    case list([[Span]])
    case table(DocumentTable)
    /// Text by somebody, verbatim.
    case note(byline: String, text: String)
    case picture(Neighbourhood)
}

/// A run of text with one meaning.
enum Span: Hashable {
    case text(String)
    case strong(String)
    /// An address, an id or a hash: fixed-width letters, never shortened, may break anywhere.
    case identifier(String)

    var raw: String {
        switch self {
        case .text(let text), .strong(let text), .identifier(let text): text
        }
    }
}

struct Fact {
    var name: String
    var value: [Span]

    init(_ name: String, _ value: String) {
        self.name = name
        self.value = [.text(value)]
    }

    init(_ name: String, _ value: [Span]) {
        self.name = name
        self.value = value
    }
}

struct DocumentTable {
    enum Kind {
        case text
        /// A few characters that stay on one line.
        case short
        /// Ends in one column.
        case number
        case identifier
    }

    var columns: [(title: String, kind: Kind)]
    var rows: [[[Span]]] = []
    /// The last rows, which add up or say what is left out.
    var footer: [[[Span]]] = []
}
