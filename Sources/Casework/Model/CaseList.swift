/// What stands in one of a case's lists, each under a key of its own.
protocol CaseListed: Hashable, Sendable {
    associatedtype Key: Hashable & Sendable
    /// What it is looked up by.
    var key: Key { get }
    /// What it hangs on; nil where nothing asks how much does.
    var anchor: CaseSubject? { get }
}

extension CaseListed {
    var anchor: CaseSubject? { nil }
}

/// A list in its order that finds an element by its key in a time that hardly grows with the list.
///
/// Places move when an element is removed before them, so the index holds a rank for each key instead: ranks ascend along the
/// list and never change while there is room between them. A look-up is one hash and one binary search; a change costs what
/// it costs an array.
struct CaseList<Element: CaseListed>: Sendable {
    private(set) var elements: [Element]
    private var ranks: [UInt64] = []
    private var rankOfKey: [Element.Key: UInt64] = [:]
    private var countOfAnchor: [CaseSubject: Int] = [:]
    /// Room for thirty insertions at the same place and for four billion elements.
    private static var gap: UInt64 { 1 << 31 }

    init(_ elements: [Element] = []) {
        self.elements = elements
        rank()
        for element in elements { count(element, 1) }
    }

    var count: Int { elements.count }

    /// Where the element of a key stands; nil when there is none.
    func place(of key: Element.Key) -> Int? { rankOfKey[key].flatMap(place(ofRank:)) }

    /// The element of a key; nil when there is none.
    subscript(key: Element.Key) -> Element? { place(of: key).map { elements[$0] } }

    /// How many elements hang on a subject.
    func count(on subject: CaseSubject) -> Int { countOfAnchor[subject] ?? 0 }

    mutating func insert(_ element: Element, at place: Int) {
        let low = place > 0 ? ranks[place - 1] : 0
        let high = place < ranks.count ? ranks[place] : low + 2 * Self.gap
        elements.insert(element, at: place)
        count(element, 1)
        if high - low > 1 {
            ranks.insert(low + (high - low) / 2, at: place)
            rankOfKey[element.key] = ranks[place]
        } else {
            rank()
        }
    }

    mutating func remove(at place: Int) -> Element {
        let element = elements.remove(at: place)
        forget(element, ranks.remove(at: place))
        return element
    }

    /// Answers the element that stood there before.
    mutating func replace(at place: Int, with element: Element) -> Element {
        let before = elements[place]
        if before.key != element.key { forget(before, ranks[place]) } else { count(before, -1) }
        elements[place] = element
        rankOfKey[element.key] = ranks[place]
        count(element, 1)
        return before
    }

    private mutating func forget(_ element: Element, _ rank: UInt64) {
        if rankOfKey[element.key] == rank { rankOfKey[element.key] = nil }
        count(element, -1)
    }

    private mutating func count(_ element: Element, _ difference: Int) {
        guard let anchor = element.anchor else { return }
        let count = (countOfAnchor[anchor] ?? 0) + difference
        countOfAnchor[anchor] = count == 0 ? nil : count
    }

    private mutating func rank() {
        ranks = elements.indices.map { (UInt64($0) + 1) * Self.gap }
        rankOfKey.reserveCapacity(elements.count)
        // Of two under the same key, which only a changed file can have, the first is found.
        for (element, rank) in zip(elements, ranks).reversed() { rankOfKey[element.key] = rank }
    }

    private func place(ofRank rank: UInt64) -> Int? {
        var (low, high) = (0, ranks.count)
        while low < high {
            let middle = (low + high) / 2
            if ranks[middle] < rank { low = middle + 1 } else { high = middle }
        }
        return low < ranks.count && ranks[low] == rank ? low : nil
    }
}

/// Two lists are the same when they hold the same in the same order.
extension CaseList: Hashable {
    static func == (a: Self, b: Self) -> Bool { a.elements == b.elements }
    func hash(into hasher: inout Hasher) { hasher.combine(elements) }
}

extension CaseItem: CaseListed { var key: CaseSubject { subject } }
extension CaseExhibit: CaseListed { var key: String { sha256 } }
extension CaseRecord: CaseListed { var key: UInt64 { id } }
extension RetentionDate: CaseListed { var key: RetentionTarget { target } }
extension CaseNote: CaseListed {
    var key: UInt64 { id }
    var anchor: CaseSubject? { subject }
}
/// By bytes: for `==` two spellings of an accent are the same.
extension MethodLock: CaseListed { var key: [UInt8] { Array(asset.utf8) } }
