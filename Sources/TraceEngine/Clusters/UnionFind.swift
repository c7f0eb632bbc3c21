/// Disjoint sets of the numbers from 0 up: union by size, paths halved. Sets only ever grow together.
///
/// A kernel for passes over whole ledgers: one word a member, which names the member above it or, of one that stands for
/// its set, says how many that has, below 0. At most 2³¹ members.
public struct UnionFind: Sendable {
    private(set) var links: ContiguousArray<Int32> = []

    public init(count: Int = 0) { grow(to: count) }

    /// Sets as `links` gave them; nil where they are no sets.
    init?(links: ContiguousArray<Int32>) {
        guard links.count <= Self.greatest else { return nil }
        var members: Int64 = 0
        for link in links {
            if link < 0 { members -= Int64(link) } else if Int(link) >= links.count { return nil }
        }
        // Every member counts once. A circle would be found by no root standing for its members.
        guard members == Int64(links.count) else { return nil }
        self.links = links
    }

    /// Members there can be.
    public static var greatest: Int { Int(Int32.max) }

    /// Members, in sets of their own unless joined.
    public var count: Int { links.count }

    /// Adds members, each a set of its own, up to `count`.
    public mutating func grow(to count: Int) {
        if count > links.count { links.append(contentsOf: repeatElement(-1, count: count - links.count)) }
    }

    /// The member that stands for the set of `member`. It may be another after the next union.
    public mutating func root(of member: UInt32) -> UInt32 {
        links.withUnsafeMutableBufferPointer { links in
            guard Int(member) < links.count, let base = links.baseAddress else { return member }
            return UInt32(bitPattern: Self.root(of: Int32(bitPattern: member), base))
        }
    }

    /// The kernel of it: halves the path on the way. The member must be one.
    @inline(__always)
    static func root(of member: Int32, _ links: UnsafeMutablePointer<Int32>) -> Int32 {
        var place = member
        while true {
            let above = links[Int(place)]
            if above < 0 { return place }
            let next = links[Int(above)]
            if next < 0 { return above }
            links[Int(place)] = next
            place = next
        }
    }

    /// Makes one set of two different ones that `a` and `b` stand for; answers who stands for it.
    @inline(__always)
    static func unite(_ a: Int32, _ b: Int32, _ links: UnsafeMutablePointer<Int32>) -> Int32 {
        let sizes = (links[Int(a)], links[Int(b)])
        let (great, small) = sizes.0 > sizes.1 ? (b, a) : (a, b)
        links[Int(great)] = sizes.0 &+ sizes.1
        links[Int(small)] = great
        return great
    }

    /// Calls `body` with the links.
    mutating func withLinks<Value>(_ body: (UnsafeMutablePointer<Int32>?) -> Value) -> Value {
        links.withUnsafeMutableBufferPointer { body($0.baseAddress) }
    }

    /// Joins many pairs, one after the other; both of each must be members. Answers how many sets went into others.
    public mutating func join(pairs: UnsafeBufferPointer<(UInt32, UInt32)>) -> Int {
        let count = UInt32(clamping: count)
        return withLinks { links in
            guard let links else { return 0 }
            var joined = 0
            var place = 0
            while place < pairs.count {
                let (a, b) = pairs[place]
                precondition(a < count && b < count, "a pair names no member")
                let x = Self.root(of: Int32(bitPattern: a), links), y = Self.root(of: Int32(bitPattern: b), links)
                if x != y {
                    _ = Self.unite(x, y, links)
                    joined &+= 1
                }
                place &+= 1
            }
            return joined
        }
    }

    /// The same without shortening the path, for readers.
    public func settledRoot(of member: UInt32) -> UInt32 {
        var place = Int(member)
        while links[place] >= 0 { place = Int(links[place]) }
        return UInt32(place)
    }

    /// Members of the set that `root` stands for.
    public func size(ofRoot root: UInt32) -> UInt32 { UInt32(clamping: -Int64(links[Int(root)])) }

    /// Makes one set of two; false when they were one already.
    @discardableResult
    public mutating func join(_ a: UInt32, _ b: UInt32) -> Bool {
        let (a, b) = (root(of: a), root(of: b))
        if a == b { return false }
        return withLinks { links in
            guard let links else { return false }
            _ = Self.unite(Int32(bitPattern: a), Int32(bitPattern: b), links)
            return true
        }
    }
}
