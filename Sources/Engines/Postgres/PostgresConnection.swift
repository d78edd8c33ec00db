internal import CPostgres
internal import ExtractionEngineSupport
internal import ExtractionKit

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// One connection to a server, used by one thread.
///
/// Nothing in here blocks for good: the thread waits for the socket, and looks 50 times a second whether somebody still waits for the answer. When
/// nobody does, the statement is cancelled at the server and `PostgresAbandonment` is thrown.
package final class PostgresConnection {
    private let handle: OpaquePointer
    /// The call that is being served.
    private(set) var status: CallStatus
    /// The names of prepared statements, by their text.
    private var prepared: [String: String] = [:]
    private var preparedCount = 0

    /// When an answer must be there, beside the call's own deadline.
    private var patience = Deadline.never

    /// A program makes its statements of literals, so there are not many; one that makes them endlessly gets this many at a time.
    private static let preparedLimit = 500

    /// Connects.
    ///
    /// - Throws: `PostgresFailure` and `PostgresAbandonment`.
    init(_ configuration: PostgresConfiguration, status: CallStatus) throws {
        let parameters = configuration.connectionParameters
        let keywords = parameters.map { strdup($0.keyword) }
        let values = parameters.map { strdup($0.value) }
        defer { for pointer in keywords + values { free(pointer) } }
        let started = (keywords.map { UnsafePointer($0) } + [nil]).withUnsafeBufferPointer { keywords in
            (values.map { UnsafePointer($0) } + [nil]).withUnsafeBufferPointer { values in
                PQconnectStartParams(keywords.baseAddress, values.baseAddress, 0)
            }
        }
        guard let started else { throw PostgresFailure(.disconnected, message: "there is no memory for a connection") }
        handle = started
        self.status = status
        // The server's remarks would go to the standard error.
        PQsetNoticeProcessor(handle, { _, _ in }, nil)
        try connect(by: .after(configuration.connectTimeLimit))
        PQsetnonblocking(handle, 1)
    }

    deinit { PQfinish(handle) }

    private func connect(by deadline: Deadline) throws {
        var need = PGRES_POLLING_WRITING
        while true {
            switch need {
            case PGRES_POLLING_OK: return
            case PGRES_POLLING_READING: try wait(for: POLLIN, by: deadline)
            case PGRES_POLLING_WRITING: try wait(for: POLLOUT, by: deadline)
            default: throw PostgresFailure(connecting: handle)
            }
            need = PQconnectPoll(handle)
        }
    }

    /// Takes up a call, if the connection is still good: a server that went away has closed its end.
    ///
    /// - Parameter asks: Whether the server has to answer, for a connection that nobody used for long.
    func begin(_ status: CallStatus, asks: Bool) -> Bool {
        self.status = status
        guard PQstatus(handle) == CONNECTION_OK else { return false }
        if poll(for: POLLIN, milliseconds: 0) != 0 {
            guard PQconsumeInput(handle) == 1, PQstatus(handle) == CONNECTION_OK else { return false }
            // Words that nobody asked for are a notice or a goodbye.
            if poll(for: POLLIN, milliseconds: 0) != 0, PQconsumeInput(handle) == 0 { return false }
        }
        guard PQtransactionStatus(handle) == PQTRANS_IDLE else { return false }
        guard asks else { return true }
        // A server that vanished without a word answers never.
        patience = .after(.seconds(5))
        defer { patience = .never }
        do {
            try execute("SELECT 1")
            return true
        } catch {
            return false
        }
    }

    /// Whether the connection may serve the next call: no transaction is open, and the link stands.
    var isIdle: Bool { PQstatus(handle) == CONNECTION_OK && PQtransactionStatus(handle) == PQTRANS_IDLE }

    /// Runs a statement.
    ///
    /// - Throws: `PostgresFailure`, `PostgresAbandonment`.
    @discardableResult
    package func execute(_ query: PostgresQuery) throws -> PostgresResult {
        let text = query.text
        let parameters = query.parameters
        let name = try prepare(text, types: parameters.map(\.typeNumber))
        return try withValues(of: parameters) { values, lengths, formats in
            try send(PQsendQueryPrepared(handle, name, Int32(parameters.count), values, lengths, formats, 1))
        }
    }

    /// Runs statements without parameters, one after the other, such as those of a migration.
    package func run(script: StaticString) throws { try send(PQsendQuery(handle, script.description)) }

    /// Sends rows to a table with COPY, by far the quickest way. A table with row security doesn't take it: copy into a temporary table first.
    ///
    /// - Parameters:
    ///   - target: The statement up to the table and its columns: `COPY staging (a, b)`.
    ///   - rows: The values of each row. They must be of the columns' types exactly.
    /// - Returns: The number of rows.
    package func copy(_ target: StaticString, rows: some Sequence<[any PostgresEncodable]>) throws -> Int {
        guard PQsendQuery(handle, target.description + " FROM STDIN WITH (FORMAT binary)") == 1 else { throw lostConnection() }
        try flush()
        let opening = try nextResult()
        guard let opening, PQresultStatus(opening) == PGRES_COPY_IN else {
            let failure = PostgresFailure(opening, on: handle)
            PQclear(opening)
            try drain()
            throw failure
        }
        PQclear(opening)
        var buffer: [UInt8] = Array("PGCOPY\n".utf8) + [0xFF, 0x0D, 0x0A, 0] + [UInt8](repeating: 0, count: 8)
        do {
            for row in rows {
                buffer.append(bigEndian: Int16(clamping: row.count))
                for value in row { buffer.append(copying: value.postgresParameter) }
                if buffer.count > 1 << 16 { try put(&buffer) }
            }
            buffer.append(bigEndian: Int16(-1))
            try put(&buffer)
        } catch {
            // The server forgets the rows that it has.
            PQputCopyEnd(handle, "given up")
            try? drain()
            throw error
        }
        try whileBusy { PQputCopyEnd(handle, nil) }
        try flush()
        return try finish().count
    }

    /// Prepares a statement, unless it was before.
    private func prepare(_ text: String, types: [UInt32]) throws -> String {
        if let name = prepared[text] { return name }
        if prepared.count >= Self.preparedLimit {
            try send(PQsendQuery(handle, "DEALLOCATE ALL"))
            prepared = [:]
        }
        preparedCount += 1
        let name = "s\(preparedCount)"
        try send(PQsendPrepare(handle, name, text, Int32(types.count), types))
        prepared[text] = name
        return name
    }

    private func withValues<R>(
        of parameters: [PostgresParameter],
        _ body: (UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?) throws -> R
    ) throws -> R {
        var bytes: [UInt8] = []
        var starts: [Int?] = []
        var lengths: [Int32] = []
        var formats: [Int32] = []
        for parameter in parameters {
            switch parameter {
            case .null:
                starts.append(nil)
                lengths.append(0)
                formats.append(0)
            case .text(let text):
                // It would end there: libpq takes text as C does.
                guard !text.utf8.contains(0) else { throw PostgresFailure(.refused, sqlState: "22021") }
                starts.append(bytes.count)
                lengths.append(0)
                formats.append(0)
                bytes += text.utf8
            case .binary(let value, _):
                // The server takes no more than 1 GiB.
                guard value.count <= 1 << 30 else { throw PostgresFailure(.refused, sqlState: "54000") }
                starts.append(bytes.count)
                lengths.append(Int32(value.count))
                formats.append(1)
                bytes += value
            }
            bytes.append(0)
        }
        return try bytes.withUnsafeBytes { buffer in
            let base = buffer.baseAddress?.assumingMemoryBound(to: CChar.self)
            let pointers = starts.map { start in start.flatMap { base?.advanced(by: $0) } }
            return try pointers.withUnsafeBufferPointer { try body($0.baseAddress, lengths, formats) }
        }
    }

    /// Waits for the answer to what was sent.
    @discardableResult
    private func send(_ sent: Int32) throws -> PostgresResult {
        guard sent == 1 else { throw lostConnection() }
        try flush()
        return try finish()
    }

    private func lostConnection() -> PostgresFailure {
        PQstatus(handle) == CONNECTION_BAD
            ? PostgresFailure(.disconnected, sqlState: "08006")
            : PostgresFailure(.refused, message: "the statement couldn't be sent")
    }

    /// Reads all results of what was sent; the last one counts, and the first failure.
    private func finish() throws -> PostgresResult {
        var last: PostgresResult?
        var failure: PostgresFailure?
        while let result = try nextResult() {
            switch PQresultStatus(result) {
            case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY: last = PostgresResult(result)
            default:
                failure = failure ?? PostgresFailure(result, on: handle)
                PQclear(result)
            }
            if PQstatus(handle) == CONNECTION_BAD { break }
        }
        if let failure { throw failure }
        guard let last else { throw lostConnection() }
        return last
    }

    private func drain() throws {
        while let result = try nextResult() {
            PQclear(result)
            if PQstatus(handle) == CONNECTION_BAD { return }
        }
    }

    private func nextResult() throws -> OpaquePointer? {
        while PQisBusy(handle) == 1 {
            do {
                try wait(for: POLLIN)
            } catch let abandonment as PostgresAbandonment {
                stop()
                throw abandonment
            }
            guard PQconsumeInput(handle) == 1 else { throw PostgresFailure(.disconnected, sqlState: "08006") }
        }
        return PQgetResult(handle)
    }

    /// Asks the server to give a statement up, and waits a moment for it, so that the connection can be used on.
    private func stop() {
        guard let cancel = PQgetCancel(handle) else { return }
        defer { PQfreeCancel(cancel) }
        var message = [CChar](repeating: 0, count: 256)
        guard PQcancel(cancel, &message, Int32(message.count)) == 1 else { return }
        let deadline = Deadline.after(.seconds(1))
        while !deadline.hasPassed {
            while PQisBusy(handle) == 1, !deadline.hasPassed {
                _ = poll(for: POLLIN, milliseconds: 20)
                guard PQconsumeInput(handle) == 1 else { return }
            }
            guard PQisBusy(handle) == 0, let result = PQgetResult(handle) else { return }
            PQclear(result)
        }
    }

    private func put(_ buffer: inout [UInt8]) throws {
        try whileBusy {
            buffer.withUnsafeBytes { PQputCopyData(handle, $0.baseAddress?.assumingMemoryBound(to: CChar.self), Int32($0.count)) }
        }
        buffer.removeAll(keepingCapacity: true)
    }

    /// Makes a call of COPY, which answers 0 where it has to wait.
    private func whileBusy(_ call: () -> Int32) throws {
        while true {
            switch call() {
            case 1: return
            case 0: try flush()
            default: throw lostConnection()
            }
        }
    }

    private func flush() throws {
        while true {
            switch PQflush(handle) {
            case 0: return
            case 1:
                let ready = try wait(for: POLLIN | POLLOUT)
                // A server that is full until it has said something would wait for ever.
                if ready & Int16(POLLIN) != 0 { PQconsumeInput(handle) }
            default: throw PostgresFailure(.disconnected, sqlState: "08006")
            }
        }
    }

    @discardableResult
    private func wait(for events: Int32, by deadline: Deadline = .never) throws -> Int16 {
        while true {
            let ready = poll(for: events, milliseconds: 20)
            if ready != 0 { return ready }
            if status.isAbandoned { throw PostgresAbandonment() }
            if min(deadline, patience).hasPassed { throw PostgresFailure(.disconnected, message: "the server didn't answer in time") }
        }
    }

    private func poll(for events: Int32, milliseconds: Int32) -> Int16 {
        var socket = pollfd(fd: PQsocket(handle), events: Int16(events), revents: 0)
        guard socket.fd >= 0 else { return Int16(POLLERR) }
        let count = waitForSocket(&socket, milliseconds)
        return count > 0 ? socket.revents : 0
    }
}

/// The system's call, whose name means a method of the class in there.
private func waitForSocket(_ socket: inout pollfd, _ milliseconds: Int32) -> Int32 { poll(&socket, 1, milliseconds) }

/// Nobody waits for the call any more: its task was cancelled, or its deadline passed.
struct PostgresAbandonment: Error {}

extension PostgresParameter {
    /// The type that the server is told, 0 for the one that the statement wants.
    fileprivate var typeNumber: UInt32 {
        if case .binary(_, let type) = self { type.rawValue } else { 0 }
    }
}

extension [UInt8] {
    /// A value of a row in COPY's binary format: its length, -1 for none, and its bytes.
    fileprivate mutating func append(copying parameter: PostgresParameter) {
        switch parameter {
        case .null: append(bigEndian: Int32(-1))
        case .text(let text):
            append(bigEndian: Int32(clamping: text.utf8.count))
            append(contentsOf: text.utf8)
        case .binary(let bytes, _):
            append(bigEndian: Int32(clamping: bytes.count))
            append(contentsOf: bytes)
        }
    }
}
