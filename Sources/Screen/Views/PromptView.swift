import Casework
import Ledger
import Workbench

/// A question of one line in the last row; what is wrong with the answer stands above it.
struct PromptView {
    let context: ScreenContext
    let prompt: Prompt

    func draw(into surface: inout Surface, y: Int) {
        let frame = FrameView(context: context)
        switch prompt.purpose {
        case .add:
            frame.editor(prompt.line, before: "add: ", hint: "type or paste an address or a transaction id", into: &surface, y: y)
            if let complaint = prompt.complaint {
                complain("Not added", complaint, into: &surface, y)
            } else {
                hint("\(context.glyphs[.enterKey]) add  Esc back", after: "add: ", into: &surface, y)
            }
        case .filter:
            frame.editor(
                prompt.line, before: "/ ",
                hint: context.glyphs.sentence(context.state.filterHelp), into: &surface, y: y)
            let (shown, all) = context.state.filterCounts
            hint(
                "\(AmountText.grouped(UInt64(shown))) of \(AmountText.grouped(UInt64(all)))   "
                    + "\(context.glyphs[.enterKey]) keep  Esc clear", after: "/ ", into: &surface, y)
        case .label(let subject):
            let question = "label of \(TextFit.elide(context.name(subject), cells: surface.width / 4, glyphs: context.glyphs)): "
            let keys = prompt.isUntouched ? "Tab edit it  Esc back" : "\(context.glyphs[.enterKey]) save  Esc back"
            let room = surface.width - TextWidth.cells(of: question + keys) - 6
            let now = prompt.isUntouched ? TextFit.elide(context.outside(prompt.suggestion ?? ""), cells: room, glyphs: context.glyphs) : ""
            frame.editor(prompt.line, before: question, hint: now, into: &surface, y: y)
            if let complaint = prompt.complaint { complain("Not saved", complaint, into: &surface, y) }
            hint(keys, after: question + now, into: &surface, y)
        case .hypothesis: ask("hypothesis: ", "what may be so; what is selected speaks for it", into: &surface, y)
        case .task: ask("task: ", "what is to be done, due:2024-05-31 for:MK if you like", into: &surface, y)
        case .importFile: ask("file: ", "CSV with a column address, and label, role, note if you like", into: &surface, y)
        case .colour(let subject):
            choose(
                "colour", subject, ["r red", "o orange", "y yellow", "g green", "c cyan", "b blue", "v violet", "- none"],
                into: &surface, y)
        case .saveElsewhere:
            let question = "folder of the copy: "
            frame.editor(prompt.line, before: question, hint: "such as /media/stick/lantern.clew", into: &surface, y: y)
            hint("\(context.glyphs[.enterKey]) save  Esc back", after: question, into: &surface, y)
        case .openFolder: ask("open: ", "a folder, or the name of a case", "open", into: &surface, y)
        case .newCase: ask("name of the case: ", "such as lantern; its folder is made among your cases", "on", into: &surface, y)
        case .newCaseChain(let name):
            let question = "chain of \(context.outside(name)): "
            frame.editor(prompt.line, before: question, hint: "", into: &surface, y: y)
            if let complaint = prompt.complaint { complain("Not begun", complaint, into: &surface, y) }
            hint("\(context.glyphs[.enterKey]) on  Esc back", after: question, into: &surface, y)
        case .newCaseQuestion(let name, _):
            ask("\(context.outside(name)) is to answer: ", "a question, or nothing", "begin it", into: &surface, y)
        case .finding:
            let question = "the question: "
            let example = prompt.isUntouched ? "in words of your own" : ""
            frame.editor(prompt.line, before: question, hint: example, into: &surface, y: y)
            if let complaint = prompt.complaint {
                complain("Not saved", complaint, into: &surface, y)
            } else if prompt.isUntouched {
                let lines = TextFit.wrap(context.outside(prompt.suggestion ?? ""), cells: surface.width - 2)
                frame.message("Proposed", figure: "", lines.map { ($0, .text) }, above: y, into: &surface)
            }
            hint("\(context.glyphs[.enterKey]) on" + (prompt.isUntouched ? "  Tab edit it" : "") + "  Esc back", after: question + example, into: &surface, y)
        case .findingRemark: ask("it means: ", "in your words, or nothing", into: &surface, y)
        case .tagChoice(let choice): ask("why: ", "\(reasonFor(choice)); may be empty", into: &surface, y)
        case .role(let subject):
            choose("role", subject, ["s suspect", "v victim", "x service", "o other", "- none"], into: &surface, y)
        }
    }

    /// One letter is the answer. All letters are seen: the name gives way to them, it stands under the cursor anyway.
    private func choose(_ what: String, _ subject: CaseSubject, _ words: [String], into surface: inout Surface, _ y: Int) {
        let choices = words.map { "  " + $0 }.joined()
        let room = surface.width - TextWidth.cells(of: " \(what) of :\(choices)  Esc back ")
        let name = room < 4 ? "" : " of " + TextFit.elide(context.name(subject), cells: room, glyphs: context.glyphs)
        let end = surface.putKeys(" \(what)\(name):\(choices)", x: 0, y: y, role: .prompt, letters(words))
        guard end + TextWidth.cells(of: " Esc back ") <= surface.width else { return }
        surface.putKeys(" Esc back ", endingAt: surface.width, y: y, [("Esc back", .escape)])
    }

    /// Words that begin with their key; two blanks before each tell it from the same words in a name.
    private func letters(_ words: [String]) -> [(words: String, key: KeyStroke)] {
        words.compactMap { words in words.first.map { ("  " + words, .character($0)) } }
    }

    private func reasonFor(_ choice: TagChoice) -> String {
        switch choice.decision {
        case .follow: "the case goes by [\(context.outside(choice.followed?.label ?? ""))]"
        case .keepBoth: "the case shows all of them"
        case .dismiss: "both may be right"
        }
    }

    private func ask(_ question: String, _ example: String, _ verb: String = "save", into surface: inout Surface, _ y: Int) {
        FrameView(context: context).editor(prompt.line, before: question, hint: example, into: &surface, y: y)
        hint("\(context.glyphs[.enterKey]) \(verb)  Esc back", after: question + (prompt.line.text.isEmpty ? example : ""), into: &surface, y)
    }

    /// What the keys do, at the right edge as long as what is typed leaves room.
    private func hint(_ text: String, after question: String, into surface: inout Surface, _ y: Int) {
        let typed = TextWidth.cells(of: question) + TextWidth.cells(of: context.outside(prompt.line.text)) + 3
        guard typed + TextWidth.cells(of: text) + 2 <= surface.width else { return }
        let enter = context.glyphs[.enterKey]
        surface.putKeys(
            " \(text) ", endingAt: surface.width, y: y,
            ["add", "save", "keep", "on", "open", "begin it"].map { ("\(enter) " + $0, .enter) }
                + [("Tab edit it", .tab), ("Esc back", .escape), ("Esc clear", .escape)])
    }

    /// The reason on rows of its own above the prompt, with the likely correction.
    private func complain(_ title: String, _ complaint: String, into surface: inout Surface, _ y: Int) {
        var lines = TextFit.wrap(context.glyphs.sentence(context.outside(complaint)), cells: surface.width - 2).map { (text: $0, role: Role.warning) }
        if !prompt.isUntouched, let suggestion = prompt.suggestion {
            lines.append(("Tab takes the only address that one changed character explains:", .warning))
            lines.append((suggestion, .id))
        }
        FrameView(context: context).message(title, figure: "nothing was changed", lines, above: y, into: &surface)
    }
}
