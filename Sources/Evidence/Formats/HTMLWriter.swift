import Encoding

/// Lays a document out as one HTML file: no script, no link, nothing loaded, well-formed as XML too.
enum HTMLWriter {
    static func text(of document: EvidenceDocument) -> String {
        let title = MarkupText.escape(document.title)
        var out = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8"/>
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"/>
            <meta name="viewport" content="width=device-width, initial-scale=1"/>
            <meta name="referrer" content="no-referrer"/>
            <title>Evidence summary: \(title)</title>
            <style>
            \(DocumentStyle.sheet)</style>
            </head>
            <body>
            <header>
            <p class="kind">Evidence summary</p>
            <h1>\(title)</h1>
            </header>
            <main>

            """
        var chapter = 0
        for block in document.blocks { write(block, document, &chapter, &out) }
        out += "</main>\n</body>\n</html>\n"
        return out
    }

    private static func write(
        _ block: DocumentBlock, _ document: EvidenceDocument, _ chapter: inout Int, _ out: inout String
    ) {
        switch block {
        case .heading(1, let title):
            chapter += 1
            out += "<h2><span class=\"number\">\(chapter)</span> \(MarkupText.escape(title))</h2>\n"
        case .heading(_, let title): out += "<h3>\(MarkupText.escape(title))</h3>\n"
        case .paragraph(let spans): out += "<p>\(inline(spans))</p>\n"
        case .facts(let facts):
            out += "<dl>\n"
            for fact in facts { out += "<dt>\(MarkupText.escape(fact.name))</dt><dd>\(inline(fact.value))</dd>\n" }
            out += "</dl>\n"
        case .list(let items):
            out += "<ul>\n" + items.map { "<li>\(inline($0))</li>\n" }.joined() + "</ul>\n"
        case .table(let table): write(table, &out)
        case .note(let byline, let text):
            out += "<aside class=\"note\">\n<p class=\"byline\">\(MarkupText.escape(byline))</p>\n"
            out += "<pre>\(MarkupText.escape(text, keepingLines: true))</pre>\n</aside>\n"
        case .picture(let picture):
            out += "<figure>\n\(NeighbourhoodDrawing.svg(picture, chain: document.figures.chain))"
            out += "<figcaption>\(MarkupText.escape(caption(picture)))</figcaption>\n</figure>\n"
        }
    }

    private static func caption(_ picture: Neighbourhood) -> String {
        let numbered = "Numbers are those of the table below. The strokes' width is the share of value."
        let cut = picture.isComplete ? "" : " The address has more transactions than were read for this picture."
        return "What came to the address and where it went, as the ledger has it. \(numbered)\(cut)"
    }

    private static func write(_ table: DocumentTable, _ out: inout String) {
        func cells(_ row: [[Span]]) -> String {
            zip(row, table.columns).map { cell, column in "<td\(mark(column.kind))>\(inline(cell))</td>" }.joined()
        }
        out += "<table>\n<thead><tr>"
        for column in table.columns {
            out += "<th\(mark(column.kind)) scope=\"col\">\(MarkupText.escape(column.title))</th>"
        }
        out += "</tr></thead>\n<tbody>\n"
        for row in table.rows { out += "<tr>\(cells(row))</tr>\n" }
        // In the body, because a foot would be repeated on every printed page.
        for row in table.footer { out += "<tr class=\"sum\">\(cells(row))</tr>\n" }
        out += "</tbody>\n</table>\n"
    }

    private static func mark(_ kind: DocumentTable.Kind) -> String {
        switch kind {
        case .text: ""
        case .short: " class=\"short\""
        case .number: " class=\"number\""
        case .identifier: " class=\"identifier\""
        }
    }

    private static func inline(_ spans: [Span]) -> String {
        spans.map { span in
            let text = MarkupText.escape(span.raw)
            return switch span {
            case .text: text
            case .strong: "<strong>\(text)</strong>"
            case .identifier: "<code>\(halves(span.raw))</code>"
            }
        }.joined()
    }

    /// A place in the middle where a long identifier may break, so that a narrow column shows two even lines. Copying
    /// the text leaves nothing of it.
    private static func halves(_ text: String) -> String {
        let visible = VisibleText.escape(text)
        let length = visible.utf8.count
        guard (25...100).contains(length) else { return MarkupText.escape(visible) }
        let middle = length > 64 && length < 76 ? 32 : (length + 1) / 2
        return MarkupText.escape(String(visible.prefix(middle))) + "<wbr/>"
            + MarkupText.escape(String(visible.dropFirst(middle)))
    }
}
