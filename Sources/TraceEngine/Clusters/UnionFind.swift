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
            var place = Int(member)
            while Int(parents[place]) != place {
                let above = parents[Int(parents[place])]
                parents[place] = above
                place = Int(above)
            }
            return UInt32(place)
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
        var (a, b) = (root(of: a), root(of: b))
        if a == b { return false }
        if sizes[Int(a)] < sizes[Int(b)] { swap(&a, &b) }
        parents[Int(b)] = a
        sizes[Int(a)] += sizes[Int(b)]
        return true
    }
}
