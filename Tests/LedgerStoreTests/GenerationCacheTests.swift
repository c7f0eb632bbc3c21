import Testing

@testable import LedgerStore

@Suite("A cache of bounded size")
struct GenerationCacheTests {
    @Test("remembers what was asked for lately and forgets the rest")
    func forgets() {
        var cache = GenerationCache<Int, Int>(capacity: 4)
        cache.insert(10, for: 1)
        for key in 2...9 {
            cache.insert(key * 10, for: key)
            #expect(cache.value(for: 1) == 10, "asked for again and again")
        }
        #expect(cache.value(for: 9) == 90)
        #expect(cache.value(for: 2) == nil)
    }

    @Test("does not bring back what was removed")
    func removes() {
        var cache = GenerationCache<Int, Int>(capacity: 2)
        for key in 1...3 { cache.insert(key, for: key) }
        for key in 1...3 { cache.remove(key) }
        #expect((1...3).allSatisfy { cache.value(for: $0) == nil })
    }
}
