import Workbench

extension GraphDocument {
    /// The document as plain text, UTF-8, lines ended by a line feed.
    public func text() -> String {
        var lines = [title, ""]
        let names = facts.map { TextWidth.cells(of: $0.name) }.max() ?? 0
        lines += facts.map { TextFit.pad($0.name, to: names + 2) + $0.text }
        lines.append("")
        lines += (0..<picture.height).map { Self.trimmed(picture.row($0)) }
        lines += ["", "Rows"]
        let places = rows.map { TextWidth.cells(of: $0.place) }.max() ?? 0
        let kinds = rows.map { TextWidth.cells(of: $0.kind) }.max() ?? 0
        let amounts = rows.map { TextWidth.cells(of: $0.amount) }.max() ?? 0
        let texts = rows.map { TextWidth.cells(of: $0.text) }.max() ?? 0
        for row in rows {
            lines.append(
                Self.trimmed(
                    TextFit.padLeft(row.place, to: places) + "  " + TextFit.pad(row.kind, to: kinds) + "  "
                        + TextFit.padLeft(row.amount, to: amounts) + "  " + TextFit.pad(row.text, to: texts) + "  " + row.remark))
        }
        if !rules.isEmpty { lines += ["", "Rules"] + rules }
        return lines.joined(separator: "\n") + "\n"
    }

    static func trimmed(_ line: String) -> String { String(line.reversed().drop { $0 == " " }.reversed()) }
}
