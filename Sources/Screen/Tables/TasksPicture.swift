import Casework
import Encoding
import Workbench

extension TablePicture {
    /// Tasks and hypotheses: number, what it says, when it is due, who is to do it, how it stands.
    static func tasks(_ view: TasksView, _ context: ScreenContext) -> TablePicture {
        var picture = TablePicture()
        picture.show(view)
        let open = view.table.rows.count { $0.isOpen }
        picture.figure = "\(open) open \(context.glyphs[.between]) \(view.total - open) settled"
        picture.columns = [
            TableColumn("id", 6), TableColumn("what", 24, most: 64), TableColumn("kind", 10, rank: 2), TableColumn("due", 10),
            TableColumn("who", 12, rank: 3), TableColumn("stands", 11),
        ]
        picture.cells = { place in
            let row = view.table[place]
            let role: Role = row.isOpen ? .strong : .muted
            var who = ""
            if case .task(let task) = row.what { who = context.outside(task.assignee) }
            return [
                TableCell("\(row.id)"), TableCell(context.outside(row.record.content.title), role),
                TableCell(row.record.content.kind, .muted), TableCell(context.outside(row.due ?? "")), TableCell(who, .muted),
                standing(row, context.glyphs),
            ]
        }
        picture.empty =
            view.table.rows.isEmpty
            ? "No tasks and no hypotheses yet. On an address or transaction K writes down what is to be done, H what may be so."
            : "Nothing passes the filter. Esc shows all again."
        guard let row = view.table.selected else { return picture }
        picture.below = below(row, context)
        picture.selected = (
            "\(row.record.content.kind) \(context.glyphs[.between]) \(view.cursor + 1) of \(view.count)",
            [
                FactLine(
                    "written \(row.record.added.evidence)", .text, right: "by \(context.outside(row.record.author))"),
                FactLine(
                    row.subjects.isEmpty ? "about nothing of the case" : "about \(Set(row.subjects).count) of the case", .text,
                    right: context.noteMark(.record(row.id))),
            ]
        )
        return picture
    }

    private static func standing(_ row: TaskRow, _ glyphs: GlyphSet) -> TableCell {
        switch row.what {
        case .task(let task): task.isDone ? TableCell("\(glyphs[.equal]) done", .ok) : TableCell("to do")
        case .hypothesis(let hypothesis):
            switch hypothesis.standing {
            case .open: TableCell("open")
            case .supported: TableCell("\(glyphs[.equal]) supported", .ok)
            case .rejected: TableCell("\(glyphs[.differs]) rejected", .changed)
            }
        }
    }

    /// What it says in full, and what it is about; of a hypothesis what speaks for it and what against.
    private static func below(_ row: TaskRow, _ context: ScreenContext) -> [TableCell] {
        let cells = max(20, context.state.columns - 12)
        func part(_ name: String, _ text: String, _ role: Role = .text) -> [TableCell] {
            TextFit.wrap(text, cells: cells).enumerated().map { place, line in
                let name = place == 0 ? name : ""
                return TableCell(name + String(repeating: " ", count: max(2, 10 - name.count)) + line, role)
            }
        }
        var lines = part("\(row.id)", context.outside(row.record.content.title), .strong)
        switch row.what {
        case .task: lines += row.subjects.flatMap { part("about", named($0, context), .id) }
        case .hypothesis(let hypothesis):
            for evidence in hypothesis.evidence {
                lines += part(evidence.speaksFor ? "for" : "against", named(evidence.subject, context), .id)
                if !evidence.remark.isEmpty { lines += part("", context.outside(evidence.remark)) }
            }
        }
        return lines
    }

    /// The identifier in full, and what the case calls it.
    private static func named(_ subject: CaseSubject, _ context: ScreenContext) -> String {
        let label = context.outside(context.state.label(of: subject))
        return label.isEmpty ? subject.text : "\(subject.text)  \(label)"
    }
}
