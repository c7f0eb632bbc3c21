import Encoding
import Screen
import Terminal
import Workbench

/// The workbench as the terminal runs it: state in, cells out, effects handed on.
struct WorkbenchProgram: TerminalProgram {
    private(set) var state: WorkbenchState
    private(set) var theme: Theme
    var isFinished: Bool { state.isFinished }

    private let themes: ThemeFolder
    private(set) var isASCII: Bool
    private let runner: EffectRunner
    /// Keeps the view; answers what went wrong.
    private let keepView: (JSONValue) -> String?
    /// Where the events of this session are written.
    private let recorder: SessionRecorder?
    private var requests: [TerminalRequest] = []
    /// What each text in the editor is for, by the number it was sent with.
    private var edited: [Int: NoteTarget] = [:]
    private var nextEdit = 0

    init(
        state: WorkbenchState, themes: ThemeFolder, theme: Theme, isASCII: Bool, runner: EffectRunner,
        recorder: SessionRecorder? = nil, keepView: @escaping (JSONValue) -> String?
    ) {
        self.state = state
        self.themes = themes
        self.theme = theme
        self.isASCII = isASCII
        self.runner = runner
        self.keepView = keepView
        self.recorder = recorder
        carryOut(begin(&self.state))
    }

    mutating func handle(_ event: TerminalEvent) {
        recorder?.record(event)
        take(event)
        replayClicks()
    }

    private mutating func take(_ event: TerminalEvent) {
        switch event {
        case .click(let column, let row):
            if let target = drawn.target(at: column, row) { return carryOut(update(&state, .clicked(target))) }
        case .doubleClick(let column, let row):
            if let target = drawn.target(at: column, row) { return carryOut(update(&state, .doubleClicked(target))) }
        default: break
        }
        carryOut(update(&state, .terminal(event)))
    }

    /// What a replayed click meets is what is on the screen by then.
    private mutating func replayClicks() {
        while let click = state.takeReplayedClick() { take(click) }
    }

    /// The screen as it is now: what a click meets.
    private var drawn: Surface { WorkbenchScreen.draw(state, glyphs: isASCII ? .ascii : theme.glyphs) }

    mutating func handle(posted message: Workbench.Message) {
        carryOut(update(&state, message))
        replayClicks()
    }

    mutating func handle(_ reply: TerminalReply) {
        switch reply {
        case .copied(let count):
            let what = state.copyable.map { $0.count > 42 ? $0.prefix(42) + "…" : $0 } ?? "text"
            carryOut(update(&state, .said("Copied \(what) (\(count) characters) to the terminal's clipboard.")))
        case .copyRefused(let reason): carryOut(update(&state, .failed("Not copied: \(reason)")))
        case .edited(let text, let tag):
            guard let target = edited.removeValue(forKey: tag) else { return }
            carryOut(update(&state, .edited(target, text)))
        case .editFailed(let reason, let tag):
            edited[tag] = nil
            carryOut(update(&state, .failed(reason)))
        }
    }

    mutating func takeRequests() -> [TerminalRequest] {
        defer { requests = [] }
        return requests
    }

    func render(width: Int, height: Int) -> Surface { drawn }

    private mutating func carryOut(_ effects: [Effect]) {
        for effect in effects {
            switch effect {
            case .copy(let text): requests.append(.copy(text))
            case .useMouse(let isUsed): requests.append(.mouse(isUsed))
            case .edit(let target, let text):
                nextEdit += 1
                edited[nextEdit] = target
                requests.append(.edit(text, tag: nextEdit))
            case .suspend: requests.append(.suspend)
            case .nextTheme: nextTheme()
            case .toggleGlyphs: isASCII.toggle()
            case .keepView:
                // Whatever is said already matters more than a view.
                if let problem = keepView(state.viewMemory), state.toast == nil { state.toast = .warning(problem) }
            case .quit: runner.finish()
            default: runner.start(effect)
            }
        }
    }

    private mutating func nextTheme() {
        let names = ThemeLibrary.names
        let at = names.firstIndex(of: theme.name) ?? -1
        do throws(ThemeError) {
            theme = try themes.theme(named: names[(at + 1) % max(1, names.count)])
            state.toast = .news("Theme \(theme.name).")
        } catch {
            state.toast = .warning(error.description)
        }
    }
}
