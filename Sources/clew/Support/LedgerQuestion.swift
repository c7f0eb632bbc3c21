import ArgumentParser
import Encoding
import Ledger

/// What every question to a ledger has in common: which ledger, as of when, and how to print the answer.
struct LedgerQuestion: ParsableArguments {
    @OptionGroup var ledger: LedgerOptions

    @Option(
        help: ArgumentHelp("Answer as the ledger stood after the block of this height (default: the last).", valueName: "height"))
    var at: UInt32?

    @OptionGroup var format: JSONOptions

    /// Opens the ledger as of the height asked for.
    func open() async throws -> OpenLedger {
        do throws(LedgerError) {
            let ledger = try LedgerOpening.open(at: ledger.folder())
            guard let at else { return ledger }
            return try await ledger.snapshot(at: at)
        } catch {
            throw failure(error)
        }
    }

    /// Opens the ledger, of either kind, as of the height asked for.
    func openAny() async throws -> AnyLedger {
        do throws(LedgerError) {
            switch try LedgerOpening.openAny(at: ledger.folder()) {
            case .outputs(let ledger):
                guard let at else { return .outputs(ledger) }
                return .outputs(try await ledger.snapshot(at: at))
            case .accounts(let ledger):
                guard let at else { return .accounts(ledger) }
                return .accounts(try ledger.snapshot(at: at))
            }
        } catch {
            throw failure(error)
        }
    }

    /// The options that every document repeats, with those of the command.
    func options(_ more: [String: JSONValue] = [:]) -> [String: JSONValue] {
        more.merging(["at": at.map { .integer(Int64($0)) } ?? .null]) { mine, _ in mine }
    }
}

/// The document of a command that asked a ledger, as DESIGN section 8 fixes it.
struct LedgerDocument {
    /// The document's name and version: `clew-address-1`.
    var schema: String
    var info: LedgerInfo
    var options: [String: JSONValue]
    /// Why the answer may lack something, a sentence each; none when it is whole.
    var incomplete: [String]

    /// The document with the command's own members.
    func json(_ members: [String: JSONValue]) -> JSONValue {
        .object(
            members.merging([
                "schema": .string(schema),
                "ledger": [
                    "chain": .string(info.chain.name),
                    "tip_height": info.tip.map { .integer(Int64($0)) } ?? .null,
                    "tip_hash": .optional(info.tipHash.map { info.chain.text(of: $0) }),
                    "digest": .string(Hex.text(info.digest)),
                    "coverage": info.coverage.json,
                ],
                "options": .object(options),
                "incomplete": .bool(!incomplete.isEmpty),
                "incomplete_reasons": .array(incomplete.map { .string($0) }),
            ]) { mine, _ in mine })
    }
}

extension LedgerInfo {
    /// Why an answer that met inputs of unknown value, or coins not seen spent, lacks something: never nothing, since
    /// such an input may stand in whole blocks too.
    var shortfallsOfUnknown: [String] {
        coverage.shortfalls.isEmpty ? ["Some inputs name outputs that are not in this ledger."] : coverage.shortfalls
    }
}

extension Coverage {
    /// Why answers from such a ledger may lack something; none when it is complete.
    var shortfalls: [String] {
        var reasons: [String] = []
        guard let first = ranges.first?.lowerBound else { return ["The ledger is empty."] }
        if !heightsKnown {
            reasons.append("The source of this ledger gave no heights; transactions are in the order of their times.")
        }
        if !wholeBlocks { reasons.append("Some blocks are held in part: exports need not hold every transaction.") }
        if heightsKnown, first > 0 { reasons.append("Blocks 0 to \(first - 1) are not in this ledger.") }
        if heightsKnown, missing > 0 {
            let gaps = gaps.prefix(3).map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound) to \($0.upperBound)" }
            let more = self.gaps.count > 3 ? " and others" : ""
            reasons.append("\(AmountText.grouped(missing)) blocks are missing: \(gaps.joined(separator: ", "))\(more).")
        }
        return reasons
    }

    /// `blocks 0 to 4312`, for a sentence.
    var phrase: String { heightsKnown ? "blocks \(text)" : "transactions without heights" }

    /// `0 to 4312`, `5 to 6, 9 to 10`: at most four ranges, then how many more.
    var text: String {
        func text(_ range: ClosedRange<UInt32>) -> String {
            range.count == 1 ? "\(range.lowerBound)" : "\(range.lowerBound) to \(range.upperBound)"
        }
        let shown = ranges.prefix(4).map(text).joined(separator: ", ")
        return ranges.count > 4 ? "\(shown) and \(ranges.count - 4) more ranges" : shown
    }
}
