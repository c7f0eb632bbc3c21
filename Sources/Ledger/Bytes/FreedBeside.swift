import Dispatch

/// Replaces a value of very many parts, each of which memory is held for. Another thread frees what was there: of millions
/// that takes seconds, and whoever asked to stop should not wait for it.
public func freeBeside<Value: Sendable>(_ value: inout Value, leaving rest: Value) {
    let held = Held(value)
    value = rest
    DispatchQueue.global(qos: .utility).async { held.value = nil }
}

/// Is emptied by one thread, after the other has let it go.
private final class Held<Value: Sendable>: @unchecked Sendable {
    var value: Value?

    init(_ value: Value) { self.value = value }
}
