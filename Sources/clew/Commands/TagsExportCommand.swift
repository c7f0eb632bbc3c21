import ArgumentParser
import Casework
import Encoding
import Evidence
import Foundation

/// `clew tags export`: the labels of a case for others to use.
struct TagsExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write the labels of a case as a TagPack.",
        discussion: """
            Takes every labelled address and transaction of a case on bitcoin; addresses of victims are left out. A TagPack \
            is made to be passed on: look through the labels for what must not leave the case.
            """)

    @Argument(help: "The case.", completion: CaseOptions.completion) var place: String?
    @OptionGroup var caseOptions: CaseOptions

    @Option(help: ArgumentHelp("Who makes the claims (default: $CLEW_AUTHOR, else the login name).", valueName: "name"))
    var creator: String?

    @Option(help: ArgumentHelp("Where the claims come from: a web address, a file number.", valueName: "text"))
    var source: String

    @Option(help: ArgumentHelp("\(TagPackExport.grades.joined(separator: ", ")).", valueName: "grade"))
    var confidence = "forensic_investigation"

    @Flag(name: .customLong("public"), help: "Say in the file that everybody may see it.")
    var isPublic = false

    @Option(help: ArgumentHelp("Where to write it (default: standard output). A file that is there is not replaced.", valueName: "file"))
    var output: String?

    func run() async throws {
        let store = try OpenCase.forReading(try caseOptions.folder(place))
        let pack: TagPackExport
        do throws(TagPackExportError) {
            pack = try TagPackExport(
                of: store.current, creator: creator ?? Author.name, source: source, confidence: confidence, isPublic: isPublic)
        } catch {
            throw failure(error)
        }
        if pack.victims > 0 { say("Left out: \(Form.count(UInt64(pack.victims), "label")) of victims.") }
        guard let output else { return answer(pack.text) }
        do throws(FileError) {
            guard let written = try SummaryFiles.write(Array(pack.text.utf8), to: absolute(output), replacing: false) else {
                throw FileError(call: "open", path: absolute(output), code: EEXIST)
            }
            say("\(Form.count(UInt64(pack.count), "tag")) written.")
            answer("\(written.sha256)  \(VisibleText.escape(written.path))\n")
        } catch {
            throw failure("The TagPack was not written: \(VisibleText.escape(error.sentence))")
        }
    }
}
