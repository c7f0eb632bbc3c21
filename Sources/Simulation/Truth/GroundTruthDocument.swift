import Encoding
import Ledger

extension GroundTruth {
    /// The name and version of the document below.
    public static let schema = "clew-truth-1"

    /// The document that stands beside a generated ledger. Amounts are decimal strings in base units, times RFC 3339.
    public var document: JSONValue {
        [
            "schema": .string(Self.schema),
            "seed": .string(seed.description),
            "scenario": .string(seed.scenario.rawValue),
            "chain": .string(chain.name),
            "blocks": .integer(Int64(seed.blocks) + 1),
            "transactions": .integer(Int64(clamping: transactions)),
            "tip_hash": .string(tipHash.description),
            "first_time": .string(UTCTime(seconds: firstTime).rfc3339),
            "last_time": .string(UTCTime(seconds: lastTime).rfc3339),
            "actors": .array(actors.map(\.document)),
            "movements": .array(movements.map(\.document)),
            "patterns": .array(patterns.map(\.document)),
            "totals": totals,
        ]
    }

    /// Loss, and where it went; `returned`, `deposited`, `spent`, `unspent` and `fees` add up to `loss`.
    private var totals: JSONValue {
        [
            "loss": .amount(loss),
            "diverted_to_imitator": .amount(sum(.diverted)),
            "returned": .amount(sum(.giveBack)),
            "deposited": .amount(sum(.deposit)),
            "spent": .amount(sum(.spending)),
            "unspent": .amount(unspentValue),
            "fees": .amount(gangFees),
            "unspent_outputs": .array(unspent.map(\.document)),
        ]
    }
}

extension GroundTruth.Actor {
    fileprivate var document: JSONValue {
        ["name": .string(name), "kind": .string(kind.rawValue), "addresses": .array(addresses.map { .string($0) })]
    }
}

extension GroundTruth.Movement {
    fileprivate var document: JSONValue {
        [
            "kind": .string(kind.rawValue),
            "from": .string(from),
            "to": .string(to),
            "address": .string(address),
            "output": .string(output.description),
            "value": .amount(value),
            "height": .integer(Int64(height)),
            "time": .string(UTCTime(seconds: time).rfc3339),
        ]
    }
}

extension GroundTruth.Pattern {
    fileprivate var document: JSONValue {
        ["name": .string(name), "transactions": .array(transactions.map { .string($0.description) })]
    }
}
