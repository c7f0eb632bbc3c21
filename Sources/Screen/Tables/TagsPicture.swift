import Attribution
import Casework
import Encoding
import Ledger
import Workbench

extension TablePicture {
    /// Every claim on an address: whom it names, who says so, how surely and since when; below, the one under the cursor in
    /// full.
    static func tags(_ view: TagsView, _ context: ScreenContext) -> TablePicture {
        let glyphs = context.glyphs
        var picture = TablePicture()
        picture.show(view)
        picture.subject = "of \(context.name(view.subject ?? .wholeCase))"
        guard let claims = view.claims else {
            picture.empty = "Asking the tags \(glyphs[.elided])"
            return picture
        }
        let held = claims.held
        picture.figure = "\(held.count) of \(view.total) hold now"
        if let conflict = claims.conflict {
            let choice = context.state.openCase.tagChoice(on: view.subject ?? .wholeCase)?.choice
            let word = choice.map { TagDecisionText.sentence($0, context) } ?? "b goes by one of them, & keeps all, X says that both may be right."
            picture.above = [[TableCell("\(glyphs[.differs]) \(conflict.sentence)", .warning)], [TableCell(word, choice == nil ? .muted : .text)]]
        }
        picture.columns = [
            TableColumn("kind", 12, rank: 2), TableColumn("tag", 18, most: 60), TableColumn("source", 20, rank: 1),
            TableColumn("sure", 4, .right), TableColumn("made", 10, rank: 3), TableColumn("stands", 13),
        ]
        picture.cells = { place in
            let row = view.table[place]
            let tag = row.record.tag
            let kind = TagKind(tag)
            return [
                TableCell(context.outside(tag.category.isEmpty ? tag.abuse : tag.category), .muted),
                TableCell(TagText.sign(kind, glyphs) + context.outside("[\(tag.label)]"), row.standing == .holds ? TagText.role(kind) : .muted),
                TableCell(context.outside(row.record.source)), TableCell("\(tag.confidence.level)"),
                TableCell((tag.claimed ?? row.record.added.date).date), TableCell(word(row.standing), row.standing == .holds ? .text : .unknown),
            ]
        }
        picture.empty = view.total == 0 ? "No source and no case ever said anything of this address." : "Nothing passes the filter. Esc shows all again."
        picture.below = below(view, claims, context)
        picture.selected = selected(view, claims, context)
        return picture
    }

    private static func word(_ standing: TagStanding) -> String {
        switch standing {
        case .holds: "holds"
        case .notYet(let begins): "from \(begins.date.dropFirst(2))"
        case .noLonger(let ends): "till \(ends.date.dropFirst(2))"
        case .undated: "not known"
        }
    }

    /// The claim under the cursor, everything that its source says.
    private static func below(_ view: TagsView, _ claims: AddressClaims, _ context: ScreenContext) -> [TableCell] {
        var lines: [TableCell] = []
        func add(_ name: String, _ text: String, _ role: Role = .text) {
            guard !text.isEmpty else { return }
            let room = max(20, context.state.columns - 18)
            for (row, line) in TextFit.wrap(context.outside(text), cells: room).prefix(2).enumerated() {
                lines.append(TableCell(TextFit.pad(row == 0 ? name : "", to: 14) + line, role))
            }
        }
        if let row = view.table.selected {
            let (tag, record) = (row.record.tag, row.record)
            add("names", row.name + (row.name == tag.label ? "" : " [\(tag.label)]"), .strong)
            add("says it of", tag.level == .cluster ? "\(context.glyphs[.inference])every address in its cluster: an inference" : "this address alone")
            add("holds", holds(record))
            add("made", made(record))
            let surety = "\(tag.confidence.phrase), \(tag.confidence.level) of 100" + (tag.subject.isVerified ? "" : "; address not verified")
            add("sure", surety)
            add("kind", [tag.category, tag.abuse].filter { !$0.isEmpty }.joined(separator: ", ") + jurisdictions(tag, claims))
            if let listing = tag.listing {
                add("listed", ([listing.party + (listing.partyID.isEmpty ? "" : " (no. \(listing.partyID))")] + listing.programs).joined(separator: ", "))
                add("also called", listing.aliases.joined(separator: "; "))
            }
            add("says where", tag.reference)
            add("says more", tag.context)
        }
        for text in claims.lookAlikes.prefix(3) { add("\(context.glyphs[.lookAlike]) looks like", text + ", and is not it", .warning) }
        for text in context.state.tagSetDifferences.prefix(3) { add("\(context.glyphs[.differs]) tag set", text, .changed) }
        return lines
    }

    private static func jurisdictions(_ tag: Tag, _ claims: AddressClaims) -> String {
        let codes = claims.actors[tag.actor]?.jurisdictions ?? []
        return codes.isEmpty ? "" : ", in \(codes.joined(separator: " "))"
    }

    private static func made(_ record: TagRecord) -> String {
        let claimed = record.tag.claimed.map { "\($0.date) by its source; " } ?? ""
        if record.isOwn { return "\(record.added.date.date), in your case \(record.added.file)" }
        return claimed + "here since edition \(record.added.number) of \(record.added.date.date), \(record.added.file)"
    }

    private static func holds(_ record: TagRecord) -> String {
        let from = record.begins.map { "\(record.tag.listing == nil ? "from" : "designated on") \($0.date)" } ?? "no beginning is given"
        let until = record.ends.map { ", until \($0.date)" } ?? ", no end"
        let removed = record.removed.map { "; edition \($0.number) of \($0.date.date) no longer has it" } ?? ""
        return from + until + removed
    }

    private static func selected(_ view: TagsView, _ claims: AddressClaims, _ context: ScreenContext) -> (figure: String, lines: [FactLine]) {
        var lines = [FactLine(view.subject?.text ?? "", .id)]
        if let row = view.table.selected {
            lines.append(FactLine("\(context.outside(row.record.source)), edition \(row.record.added.number), sha256 \(row.record.added.sha256.prefix(16))"))
        }
        if let pinned = context.theCase.tagSet {
            let isSame = context.state.tagSetDifferences.isEmpty
            lines.append(
                FactLine("The case names the tag set of \((pinned.record.changed?.time ?? pinned.record.added).date); this is "
                    + (isSame ? "it." : "another."), isSame ? .muted : .changed))
        } else {
            lines.append(FactLine("The case names no tag set yet; :pin-tags does it.", .muted))
        }
        let figure = view.count == 0 ? "no tag" : "tag \(context.glyphs[.between]) \(view.cursor + 1) of \(view.count)"
        return (figure, lines)
    }
}

/// Decisions about contradicting claims, in words.
enum TagDecisionText {
    static func sentence(_ choice: TagChoice, _ context: ScreenContext) -> String {
        let reason = choice.reason.isEmpty ? "" : ": \(context.outside(choice.reason))"
        return switch choice.decision {
        case .follow: "The case goes by [\(context.outside(choice.followed?.label ?? ""))] of \(context.outside(choice.followed?.source ?? ""))\(reason)"
        case .keepBoth: "The case keeps all and says that they contradict\(reason)"
        case .dismiss: "The case takes them as no contradiction\(reason)"
        }
    }
}
