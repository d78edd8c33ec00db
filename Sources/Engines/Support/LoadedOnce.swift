internal import Synchronization

/// A value that several threads need and one makes, when it is first asked for. A failure isn't kept: the next try may find what was missing.
public final class LoadedOnce<Value: Sendable>: Sendable {
    private let state: Mutex<Value?>
    private let make: @Sendable () throws -> Value

    /// Creates a value that isn't made yet.
    public init(_ make: @escaping @Sendable () throws -> Value) {
        self.make = make
        state = Mutex(nil)
    }

    /// The value. Who asks while another thread makes it waits for that.
    ///
    /// - Throws: What making it throws.
    public func value() throws -> Value {
        try state.withLock { value in
            if let value { return value }
            let made = try make()
            value = made
            return made
        }
    }
}
