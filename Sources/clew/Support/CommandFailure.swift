import ArgumentParser
import Foundation

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
    say("clew: \(sentence)")
    return code
}

/// Writes the answer of a command to standard output, whole.
func answer(_ text: String) {
    FileHandle.standardOutput.write(Data(text.utf8))
}
