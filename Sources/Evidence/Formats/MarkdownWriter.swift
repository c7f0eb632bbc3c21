import Encoding

/// Lays a document out as GitHub-flavoured Markdown.
enum MarkdownWriter {
    static func text(of document: EvidenceDocument) -> String {
        var out = "# Evidence summary: \(inline(document.title))\n\n"
        var chapter = 0
        for block in document.blocks { write(block, document, &chapter, &out) }
        while out.hasSuffix("\n\n") { out.removeLast() }
        return out
    }

    private static func write(
        _ block: DocumentBlock, _ document: EvidenceDocument, _ chapter: inout Int, _ out: inout String
    ) {
        switch block {
        case .heading(1, let title):
            chapter += 1
            out += "## \(chapter). \(inline(title))\n\n"
        case .heading(_, let title): out += "### \(inline(title))\n\n"
        case .paragraph(let spans): out += spans.map(span).joined() + "\n\n"
        case .facts(let facts):
            out += "| | |\n| --- | --- |\n"
            for fact in facts { out += "| \(inline(fact.name)) | \(fact.value.map(span).joined()) |\n" }
            out += "\n"
        case .list(let items):
            for item in items { out += "- \(item.map(span).joined())\n" }
            out += "\n"
        case .table(let table): write(table, &out)
        case .note(let byline, let text):
            let fence = String(repeating: "`", count: max(3, longestRun(of: "`", in: text) + 1))
            out += "**\(inline(byline))**\n\n\(fence)text\n\(VisibleText.escape(text, keepingLines: true))\n\(fence)\n\n"
        case .picture(let picture): write(picture, document.figures, &out)
        }
    }

    private static func write(_ table: DocumentTable, _ out: inout String) {
        out += "| " + table.columns.map { inline($0.title) }.joined(separator: " | ") + " |\n"
        out += "|" + table.columns.map { $0.kind == .number ? " ---: |" : " --- |" }.joined() + "\n"
        for row in table.rows + table.footer {
            out += "| " + row.map { $0.map(span).joined() }.joined(separator: " | ") + " |\n"
        }
        out += "\n"
    }

    /// The picture in words: the same rows, the same order.
    private static func write(_ picture: Neighbourhood, _ figures: Figures, _ out: inout String) {
        for (title, rows, total) in [
            ("Received", picture.received, picture.receivedValue), ("Sent and held", picture.sent, picture.sentValue),
        ] where !rows.isEmpty {
            let sum = figures.sum(total, complete: picture.sumsAreWhole)
            out += "**\(title): \(sum) \(figures.chain.ticker)**\n\n"
            var table = DocumentTable(columns: [
                ("No.", .number), ("Time", .text), (title == "Received" ? "From" : "To", .text),
                ("Amount \(figures.chain.ticker)", .number), ("Share", .number),
            ])
            table.rows = rows.map { row in
                [
                    [.text(row.number.map(String.init) ?? "")], [.text(row.time.map { figures.time($0) } ?? "")],
                    [row.partyIsAddress ? .identifier(row.party) : .text(row.party)],
                    [.text(figures.coin(row.value))], [.text(Figures.share(row.value, of: total) ?? "")],
                ]
            }
            write(table, &out)
        }
    }

    private static func span(_ span: Span) -> String {
        switch span {
        case .text(let text): inline(text)
        case .strong(let text):
            // Emphasis must touch its words.
            text.hasSuffix(" ") ? "**\(inline(String(text.dropLast())))** " : "**\(inline(text))**"
        case .identifier(let text): code(text)
        }
    }

    /// Text in one line that cannot become markup: hidden characters shown, marks escaped, and as code where a renderer
    /// could make a link of it.
    static func inline(_ text: String) -> String {
        let lower = text.lowercased()
        if lower.contains("://") || lower.contains("www.") || lower.contains("@") { return code(text) }
        var out = ""
        for character in VisibleText.escape(text) {
            if "\\`*_[]<>#|~&!$".contains(character) { out += "\\" }
            out.append(character)
        }
        return out
    }

    /// A code span. Its fence is longer than any run of backticks in it; a bar is escaped for tables.
    private static func code(_ text: String) -> String {
        let visible = VisibleText.escape(text).replacing("|", with: "\\|")
        guard !visible.isEmpty else { return "" }
        let fence = String(repeating: "`", count: longestRun(of: "`", in: visible) + 1)
        let space = visible.hasPrefix("`") || visible.hasSuffix("`") ? " " : ""
        return fence + space + visible + space + fence
    }

    private static func longestRun(of character: Character, in text: String) -> Int {
        var (longest, run) = (0, 0)
        for next in text {
            run = next == character ? run + 1 : 0
            longest = max(longest, run)
        }
        return longest
    }
}
