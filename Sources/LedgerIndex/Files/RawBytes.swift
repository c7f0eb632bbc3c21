import Ledger

extension Array where Element: BitwiseCopyable {
    /// The elements' bytes, with errors of one type.
    func withRaw<Value>(
        _ body: (UnsafeRawBufferPointer) throws(LedgerError) -> Value
    ) throws(LedgerError) -> Value {
        let result: Result<Value, LedgerError> = withUnsafeBytes { raw in
            do throws(LedgerError) { return .success(try body(raw)) } catch { return .failure(error) }
        }
        return try result.get()
    }
}
