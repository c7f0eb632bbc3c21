import ArgumentParser
import Attribution
import Casework
import Encoding
import Ledger
import Workbench

/// `clew case decide-tags`: what the case does where tags contradict each other.
struct CaseDecideTagsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decide-tags", abstract: "Say how the case works with tags of an address that contradict each other.",
        discussion: """
            The tags stay as their sources made them; the journal keeps what was chosen among which, and of which tag set. \
            clew tags conflicts lists what contradicts.
            """)

    @Argument(help: "An address of the case's chain.") var address: String

    @Option(help: ArgumentHelp("Go by the tag of this source; with more than one of it, say label too.", valueName: "source"))
    var follow: String?

    @Option(help: "The label of the tag to go by.") var label: String?
    @Flag(help: "Keep all tags and say that they contradict.") var keepBoth = false
    @Flag(help: "Say that both may be right.") var dismiss = false
    @Option(help: "Why.") var reason = ""
    @OptionGroup var caseOptions: CaseOptions

    func validate() throws {
        guard [follow != nil, keepBoth, dismiss].filter({ $0 }).count == 1 else {
            throw ValidationError("Say one of --follow, --keep-both, --dismiss.")
        }
    }

    func run() async throws {
        let tags = try SharedTags.needed()
        let folder = try caseOptions.folder()
        let chain = try OpenCase.forReading(folder).current.chain
        let address = try Address.typed(self.address, on: chain)
        let held: [TagRecord]
        let digest: String
        do throws(TagError) {
            held = try tags.tags(of: TagKey(address), on: chain.name, at: .now)
            digest = Hex.text(try tags.digest)
        } catch { throw failure(error) }
        guard TagConflict.among(held) != nil else {
            throw failure("No tags of \(self.address) contradict each other now.")
        }
        let fitting = held.filter { record in
            follow.map { record.source == $0 } ?? false && label.map { record.tag.label == $0 } ?? true
        }
        guard follow == nil || fitting.count == 1 else {
            let sources = Set(held.map(\.source)).sorted().joined(separator: ", ")
            throw failure(
                fitting.isEmpty
                    ? "No such tag holds now; there are tags of \(VisibleText.escape(sources))."
                    : "The source has \(fitting.count) tags of it. Name one with --label.")
        }
        let choice = TagChoice(
            subject: .address(address.text(on: chain)), decision: follow != nil ? .follow : keepBoth ? .keepBoth : .dismiss,
            claims: held.map { TagChoice.Claim($0) }, followed: fitting.first.map { TagChoice.Claim($0) }, reason: reason,
            tagSet: digest)
        try OpenCase.change(folder) { store throws(CaseError) in [store.current.change(to: choice)] }
    }
}

/// `clew case pin-tags`: the case names the set of tags it works with.
struct CasePinTagsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pin-tags", abstract: "Let the case name the set of tags it works with, with its digest and editions.",
        discussion: "clew case show says from then on whether the tags at hand are the same, and how they differ.")

    @OptionGroup var caseOptions: CaseOptions

    func run() async throws {
        let set: TagSetPin
        do throws(TagError) { set = try SharedTags.pin(of: try openTags()) } catch { throw failure(error) }
        try OpenCase.change(try caseOptions.folder()) { store throws(CaseError) in [store.current.change(to: set)] }
    }

    private func openTags() throws(TagError) -> TagStore { try TagStore(folder: SharedTags.folder) }
}

extension SharedTags {
    /// What there is to say of the set that a case names: nothing where it names none.
    static func pinned(by value: Case) -> [String] {
        guard let (record, pin) = value.tagSet else { return [] }
        let day = (record.changed?.time ?? record.added).date
        var lines = ["Tags      \(pin.digest), named on \(day)"]
        guard let store = try? TagStore.open(folder: folder), let present = try? Self.pin(of: store) else {
            return lines + ["          There are no tags here."]
        }
        let differences = pin.differences(from: present)
        lines += differences.isEmpty ? ["          The tags at hand are this set."] : ["          The tags at hand are another set:"]
        return lines + differences.map { "          " + VisibleText.escape($0) }
    }
}
