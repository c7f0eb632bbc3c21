import Encoding

/// Coverage as every document and every ledger's MANIFEST writes it.
extension Coverage {
    /// `{"assumed": [], "complete": true, "heights_known": true, "ranges": [{"from": 0, "to": 4312}], "whole_blocks":
    /// true}`; `complete` follows from the others and is there for readers. `"chain_assumed": true` is there where it is so.
    public var json: JSONValue {
        var members: [String: JSONValue] = [
            "ranges": Self.json(of: ranges),
            "assumed": Self.json(of: assumed),
            "heights_known": .bool(heightsKnown),
            "whole_blocks": .bool(wholeBlocks),
            "complete": .bool(isComplete),
        ]
        if isChainAssumed { members["chain_assumed"] = .bool(true) }
        return .object(members)
    }

    /// What `json` wrote; nil for anything else, also for ranges that touch, overlap or do not ascend.
    public init?(json: JSONValue) {
        guard let ranges = Self.ranges(json["ranges"]), let assumed = Self.ranges(json["assumed"]),
            let heightsKnown = json["heights_known"]?.boolValue, let wholeBlocks = json["whole_blocks"]?.boolValue
        else { return nil }
        self.init(ranges: ranges, heightsKnown: heightsKnown, assumed: assumed, wholeBlocks: wholeBlocks,
            isChainAssumed: json["chain_assumed"]?.boolValue ?? false)
    }

    /// The same coverage as far as `height`.
    public func clipped(to height: UInt32) -> Coverage {
        func clipped(_ ranges: [ClosedRange<UInt32>]) -> [ClosedRange<UInt32>] {
            ranges.filter { $0.lowerBound <= height }.map { $0.lowerBound...min($0.upperBound, height) }
        }
        var result = self
        result.ranges = clipped(ranges)
        result.assumed = clipped(assumed)
        return result
    }

    private static func json(of ranges: [ClosedRange<UInt32>]) -> JSONValue {
        .array(ranges.map { ["from": .integer(Int64($0.lowerBound)), "to": .integer(Int64($0.upperBound))] })
    }

    private static func ranges(_ json: JSONValue?) -> [ClosedRange<UInt32>]? {
        guard let members = json?.arrayValue else { return nil }
        var ranges: [ClosedRange<UInt32>] = []
        for member in members {
            guard let from = member["from"]?.integerValue.flatMap({ UInt32(exactly: $0) }),
                let to = member["to"]?.integerValue.flatMap({ UInt32(exactly: $0) }), from <= to,
                ranges.last.map({ UInt64($0.upperBound) + 1 < UInt64(from) }) ?? true
            else { return nil }
            ranges.append(from...to)
        }
        return ranges
    }
}
