import Screen
import Terminal
import Workbench

/// The screen while a case is being opened by a worker: something is seen at once, and Ctrl-C leaves.
struct OpeningProgram: TerminalProgram {
    enum Message: Sendable {
        case progress(String)
        /// The case, or why it could not be opened.
        case opened(Result<OpenCommand.Opening, OpeningProblem>)
    }

    /// Why a case could not be opened, in a sentence.
    struct OpeningProblem: Error {
        let sentence: String
    }

    let name: String
    let theme: Theme
    let glyphs: GlyphSet
    /// Nil while it is being opened, and when the user left first.
    private(set) var result: Result<OpenCommand.Opening, OpeningProblem>?
    private(set) var isFinished = false
    private var progress = ""
    private var size = (columns: 0, rows: 0)

    init(name: String, theme: Theme, glyphs: GlyphSet) {
        self.name = name
        self.theme = theme
        self.glyphs = glyphs
    }

    mutating func handle(_ event: TerminalEvent) {
        switch event {
        case .resize(let columns, let rows): size = (columns, rows)
        case .key(.control("c")), .key(.character("q")): isFinished = true
        default: break
        }
    }

    mutating func handle(posted message: Message) {
        switch message {
        case .progress(let line): progress = line
        case .opened(let result):
            self.result = result
            isFinished = true
        }
    }

    func render(width: Int, height: Int) -> Surface {
        OpeningScreen.draw(name: name, progress: progress, width: width, height: height, glyphs: glyphs)
    }
}
