import ArgumentParser
import Foundation
import Synchronization

/// The exit codes of DESIGN section 8.
enum ExitStatus {
    static let checkFailed = ExitCode(1)
    static let wrongUse = ExitCode(2)
    static let refusedByPolicy = ExitCode(3)
    static let interrupted = ExitCode(4)
}

/// Writes to standard error; what a command says about itself never mixes with its answer.
func say(_ line: String) {
    FileHandle.standardError.write(Data((line + "\n").utf8))
}

/// Says what was wrong and ends with the code for it.
func failure(_ sentence: some CustomStringConvertible, _ code: ExitCode = ExitStatus.wrongUse) -> ExitCode {
    if let sink = AnswerSink.complaints { sink.add("\(sentence)") } else { say("clew: \(sentence)") }
    return code
}

/// Collects the answer of a command that another command runs, instead of printing it.
final class AnswerSink: Sendable {
    @TaskLocal static var current: AnswerSink?
    /// Where sentences about what was wrong go instead of standard error, while a screen is shown.
    @TaskLocal static var complaints: AnswerSink?

    private let collected = Mutex("")

    var text: String { collected.withLock { $0 } }

    func add(_ text: String) { collected.withLock { $0 += text } }
}

/// Writes the answer of a command to standard output, whole.
func answer(_ text: String) {
    if let sink = AnswerSink.current { return sink.add(text) }
    FileHandle.standardOutput.write(Data(text.utf8))
}
