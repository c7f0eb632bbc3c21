/// Disjoint sets of the numbers from 0 up: union by size, paths halved. Sets only ever grow together.
///
/// A kernel for passes over whole ledgers: two words a member, in plain arrays of a struct.
public struct UnionFind: Sendable {
    private var parents: ContiguousArray<UInt32> = []
    private var sizes: ContiguousArray<UInt32> = []

    public init(count: Int = 0) { grow(to: count) }

    /// Members, in sets of their own unless joined.
    public var count: Int { parents.count }

    /// Adds members, each a set of its own, up to `count`.
    public mutating func grow(to count: Int) {
        guard count > parents.count else { return }
        parents.append(contentsOf: UInt32(parents.count)..<UInt32(count))
        sizes.append(contentsOf: repeatElement(1, count: count - sizes.count))
    }

    /// The member that stands for the set of `member`. It may be another after the next union.
    public mutating func root(of member: UInt32) -> UInt32 {
        parents.withUnsafeMutableBufferPointer { parents in
            guard Int(member) < parents.count, let base = parents.baseAddress else { return member }
            return Self.root(of: member, base)
        }
    }

    /// The kernel of it: halves the path on the way.
    @inline(__always)
    static func root(of member: UInt32, _ parents: UnsafeMutablePointer<UInt32>) -> UInt32 {
        var place = member
        while true {
            let above = parents[Int(place)]
            if above == place { return place }
            let next = parents[Int(above)]
            parents[Int(place)] = next
            place = next
        }
    }

    /// Makes one set of two that `a` and `b` stand for; answers who stands for it.
    @inline(__always)
    static func unite(
        _ a: UInt32, _ b: UInt32, _ parents: UnsafeMutablePointer<UInt32>, _ sizes: UnsafeMutablePointer<UInt32>
    ) -> UInt32 {
        let (great, small) = sizes[Int(a)] < sizes[Int(b)] ? (b, a) : (a, b)
        parents[Int(small)] = great
        sizes[Int(great)] &+= sizes[Int(small)]
        return great
    }

    /// Calls `body` with parents and sizes.
    mutating func withParts<Value>(
        _ body: (UnsafeMutablePointer<UInt32>?, UnsafeMutablePointer<UInt32>?) -> Value
    ) -> Value {
        parents.withUnsafeMutableBufferPointer { parents in
            sizes.withUnsafeMutableBufferPointer { body(parents.baseAddress, $0.baseAddress) }
        }
    }

    /// Joins many pairs, one after the other; both of each must be members. Answers how many sets went into others.
    public mutating func join(pairs: UnsafeBufferPointer<(UInt32, UInt32)>) -> Int {
        let count = UInt32(clamping: count)
        return withParts { parents, sizes in
            guard let parents, let sizes else { return 0 }
            var joined = 0
            var place = 0
            while place < pairs.count {
                let (a, b) = pairs[place]
                precondition(a < count && b < count, "a pair names no member")
                let x = Self.root(of: a, parents), y = Self.root(of: b, parents)
                if x != y {
                    _ = Self.unite(x, y, parents, sizes)
                    joined &+= 1
                }
                place &+= 1
            }
            return joined
        }
    }

    /// The same without shortening the path, for readers.
    public func settledRoot(of member: UInt32) -> UInt32 {
        var place = member
        while parents[Int(place)] != place { place = parents[Int(place)] }
        return place
    }

    /// Members of the set that `root` stands for.
    public func size(ofRoot root: UInt32) -> UInt32 { sizes[Int(root)] }

    /// Makes one set of two; false when they were one already.
    @discardableResult
    public mutating func join(_ a: UInt32, _ b: UInt32) -> Bool {
        let (a, b) = (root(of: a), root(of: b))
        if a == b { return false }
        return withParts { parents, sizes in
            guard let parents, let sizes else { return false }
            _ = Self.unite(a, b, parents, sizes)
            return true
        }
    }
}
