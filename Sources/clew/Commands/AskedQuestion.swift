import ArgumentParser
import Casework
import Crypto
import Encoding
import Foundation

/// A question to a ledger in the words of the command line, and what was answered.
///
/// A finding keeps the command and its arguments without the ledger; asking again is running the same command.
struct AskedQuestion {
    /// The commands whose answers rest on a ledger and nothing else.
    static let kinds: Set<String> = ["address", "tx", "neighbours", "detect", "cluster", "trace", "common", "path"]

    /// The command: `trace`.
    let kind: String
    /// Those whose answers rest on tags as well.
    private static let kindsWithTags: Set<String> = ["address", "trace", "common", "path"]

    /// Its arguments, without those that name the ledger, its height or the form of the answer.
    let arguments: [String]
    /// The ledger named among them; nil where it was left to the default.
    private(set) var ledger: String?
    private(set) var height: UInt64?

    /// Reads `trace --from ... --ledger L --at 170`; throws where no question is asked.
    init(_ words: [String]) throws {
        guard let kind = words.first, Self.kinds.contains(kind) else {
            throw failure("A question is one of these commands with its arguments: \(Self.kinds.sorted().joined(separator: ", ")).")
        }
        self.kind = kind
        var rest = words.dropFirst()
        var kept: [String] = []
        while let word = rest.popFirst() {
            switch word {
            case "--ledger": ledger = rest.popFirst()
            case "--at": height = rest.popFirst().flatMap(UInt64.init)
            case "--json", "--jsonl": break
            case _ where word.hasPrefix("--ledger="): ledger = String(word.dropFirst("--ledger=".count))
            case _ where word.hasPrefix("--at="): height = UInt64(word.dropFirst("--at=".count))
            default: kept.append(word)
            }
        }
        arguments = kept
    }

    /// The question of a finding; nil when it was not asked by a command of this build.
    init?(_ finding: CaseFinding) {
        guard Self.kinds.contains(finding.kind), let words = finding.question["arguments"]?.arrayValue else { return nil }
        kind = finding.kind
        arguments = words.compactMap(\.stringValue)
        height = finding.ledger.height
    }

    /// A question to the ledger that the workbench has open.
    init(kind: String, arguments: [String]) {
        self.kind = kind
        self.arguments = arguments
    }

    /// True where the tags at hand bear on the answer.
    var restsOnTags: Bool { Self.kindsWithTags.contains(kind) }

    /// Question and answer as a finding; nil where the document does not say which ledger it rests on.
    ///
    /// - Parameter tags: the digest of the tags that were used, as `tagDigest` gives it.
    func finding(_ document: JSONValue, title: String, remark: String, tags: String?) -> CaseFinding? {
        guard let ledger = document["ledger"], let chain = ledger["chain"]?.stringValue,
            let digest = ledger["digest"]?.stringValue
        else { return nil }
        return CaseFinding(
            title: title, kind: kind, question: ["arguments": .array(arguments.map { .string($0) })],
            method: Self.methods(in: document), options: document["options"].map(Self.portable) ?? [:],
            ledger: CaseFinding.Ledger(
                chain: chain, height: ledger["tip_height"]?.integerValue.flatMap { UInt64(exactly: $0) }, digest: digest),
            tags: tags, answer: Self.answer(in: document), remark: remark)
    }

    /// Options are kept without decimals, which a case does not hold.
    private static func portable(_ options: JSONValue) -> JSONValue {
        switch options {
        case .decimal(let literal): .string(literal)
        case .array(let values): .array(values.map(portable))
        case .object(let members): .object(members.mapValues(portable))
        default: options
        }
    }

    /// The document that the command gives. What goes wrong is said on standard error, and thrown.
    func ask(_ folder: String?) async throws -> JSONValue {
        var words = [kind] + arguments + ["--json"]
        if let folder = folder ?? ledger { words += ["--ledger", folder] }
        if let height { words += ["--at", String(height)] }
        let sink = AnswerSink()
        var command = try Clew.parseAsRoot(words)
        try await AnswerSink.$current.withValue(sink) {
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        }
        do { return try JSONValue.parse(sink.text, limits: .foreign) } catch {
            throw failure("The answer is not readable. \(error.sentence)")
        }
    }

    /// The answer in a document: all but where it came from. Null where every list in it is empty: nothing was found.
    static func answer(in document: JSONValue) -> JSONValue {
        guard var members = document.objectValue else { return document }
        for name in ["schema", "ledger", "options", "incomplete", "incomplete_reasons"] { members[name] = nil }
        let lists = members.values.compactMap(\.arrayValue)
        return !lists.isEmpty && lists.allSatisfy(\.isEmpty) ? .null : .object(members)
    }

    /// The methods of a trace with their versions: `fifo 1, haircut 1`.
    static func methods(in document: JSONValue) -> String {
        (document["methods"]?.arrayValue ?? []).compactMap { method in
            method["method"]?.stringValue.map { name in
                method["version"]?.integerValue.map { "\(name) \($0)" } ?? name
            }
        }.joined(separator: ", ")
    }

    /// SHA-256 over the tag files that the question names, in order, and the digest of the user's tags; nil when there are
    /// none of either, or one cannot be read.
    var tagDigest: String? {
        guard restsOnTags else { return nil }
        var hash = SHA256()
        var count = 0
        for (index, word) in arguments.enumerated() where word == "--tags" || word.hasPrefix("--tags=") {
            let file = word == "--tags" ? arguments[safely: index + 1] : String(word.dropFirst("--tags=".count))
            guard let file, let data = FileManager.default.contents(atPath: absolute(file)) else { return nil }
            hash.update(data: Data(SHA256.hash(data: data)))
            count += 1
        }
        if let store = try? SharedTags.open(), let digest = try? store.digest {
            hash.update(data: digest)
            count += 1
        }
        return count == 0 ? nil : Hex.text(hash.finalize())
    }
}

extension Array {
    /// The element at a place; nil where there is none.
    fileprivate subscript(safely index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}
