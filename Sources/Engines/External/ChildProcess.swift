internal import CLinux
internal import ExtractionKit
internal import Foundation

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// A running program with pipes to its standard streams, in a session of its own. It belongs to one thread.
///
/// `posix_spawn` and not Foundation's `Process` or swift-subprocess: a session of its own, a file that the child inherits, no other
/// descriptor of this process, and a life that isn't bound to one closure can be asked for in no other way. The descriptors are closed and the process is
/// reaped when this object ends; whatever is left of its session is killed then.
final class ChildProcess {
    /// The number of the file that the program inherits.
    static let inheritedFile: Int32 = 3

    let pid: pid_t
    /// Writes to the program's stdin; never blocks.
    private(set) var input: FileDescriptor
    /// Reads the program's stdout.
    let output: FileDescriptor
    /// Reads the program's stderr.
    let errors: FileDescriptor
    /// How it ended, once it is known.
    private(set) var ending: String?
    private var isReaped = false

    /// Starts a program.
    ///
    /// - Parameters:
    ///   - command: The program and its arguments.
    ///   - environment: All of its environment.
    ///   - file: What it inherits as descriptor 3, besides its standard streams.
    init(command: [String], environment: [String: String], inheriting file: FileDescriptor?) throws {
        guard let name = command.first else { throw ExtractionError(.invalidConfiguration, "Name the program in 'command'.") }
        let stdin = try Pipe(), stdout = try Pipe(), stderr = try Pipe()
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, stdin.reading.number, 0)
        posix_spawn_file_actions_adddup2(&actions, stdout.writing.number, 1)
        posix_spawn_file_actions_adddup2(&actions, stderr.writing.number, 2)
        if let file { posix_spawn_file_actions_adddup2(&actions, file.number, Self.inheritedFile) }
        // Libraries in this process may hold files, sockets and keys without the mark "close on exec".
        posix_spawn_file_actions_addclosefrom_np(&actions, file == nil ? Self.inheritedFile : Self.inheritedFile + 1)

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t(), all = sigset_t()
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        // 0x80 is POSIX_SPAWN_SETSID, which makes the program the head of a group and a session.
        posix_spawnattr_setflags(&attributes, Int16(0x80 | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

        var started: pid_t = 0
        let error = command.withCStrings { arguments in
            environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.withCStrings { variables in
                posix_spawnp(&started, name, &actions, &attributes, arguments, variables)
            }
        }
        guard error == 0 else {
            throw ExtractionError(
                .missingResource,
                "The program '\(name)' can't be started (\(String(cString: strerror(error)))); install it, or correct 'command'.")
        }
        pid = started
        input = stdin.writing
        output = stdout.reading
        errors = stderr.reading
        _ = fcntl(input.number, F_SETFL, O_NONBLOCK)
        _ = fcntl(output.number, F_SETFL, O_NONBLOCK)
        _ = fcntl(errors.number, F_SETFL, O_NONBLOCK)
        LivePrograms.shared.add(pid)
    }

    /// Whether the program has ended. It stays a zombie, and its number its own, until it is reaped.
    var hasEnded: Bool {
        guard !isReaped else { return true }
        var info = siginfo_t()
        return waitid(P_PID, id_t(pid), &info, WEXITED | WNOWAIT | WNOHANG) == 0 && info.si_signo == SIGCHLD
    }

    /// Closes the program's stdin, which asks it to end, and waits for that.
    func end(within grace: Duration) {
        input = .closed
        let limit = ContinuousClock.now.advanced(by: grace)
        while !hasEnded, ContinuousClock.now < limit { usleep(2_000) }
        kill()
    }

    /// Kills the whole session and reaps the program.
    func kill() {
        guard !isReaped else { return }
        // Before the program is reaped its number can't belong to anybody else, so the session is still its own.
        let endedByItself = hasEnded
        LivePrograms.killSession(pid)
        var status: Int32 = 0
        while waitpid(pid, &status, 0) == -1, errno == EINTR {}
        isReaped = true
        LivePrograms.shared.remove(pid)
        if endedByItself { ending = status & 0x7F == 0 ? "exit status \((status >> 8) & 0xFF)" : "signal \(status & 0x7F)" }
    }

    deinit { kill() }
}

/// A descriptor that is closed when nobody uses it any more, and that no program inherits by accident.
final class FileDescriptor: Sendable {
    let number: Int32

    static let closed = FileDescriptor(-1)

    /// Takes over an open descriptor.
    init(_ number: Int32) { self.number = number }

    /// Takes over an open descriptor, and moves it out of the way of the numbers that a program gets its streams at.
    init(lifting number: Int32) throws {
        let lifted = fcntl(number, F_DUPFD_CLOEXEC, 16)
        close(number)
        guard lifted >= 0 else { throw SystemError.current("Duplicating a file descriptor") }
        self.number = lifted
    }

    deinit { if number >= 0 { close(number) } }
}

/// Both ends of a pipe.
private struct Pipe {
    let reading: FileDescriptor
    let writing: FileDescriptor

    init() throws {
        var ends: [Int32] = [-1, -1]
        guard pipe2(&ends, O_CLOEXEC) == 0 else { throw SystemError.current("Opening a pipe") }
        defer { if ends[1] >= 0 { close(ends[1]) } }
        reading = try FileDescriptor(lifting: ends[0])
        let last = ends[1]
        ends[1] = -1
        writing = try FileDescriptor(lifting: last)
    }
}

/// What the operating system refused.
enum SystemError {
    static func current(_ what: String) -> ExtractionError {
        ExtractionError(.engineFailure, "\(what) failed (\(String(cString: strerror(errno)))); look at the limits of this machine.")
    }
}

extension [String] {
    /// Calls with the strings as C takes arguments: an array that ends with a null pointer.
    fileprivate func withCStrings<R>(_ body: ([UnsafeMutablePointer<CChar>?]) -> R) -> R {
        let strings = map { strdup($0) }
        defer { for string in strings { free(string) } }
        return body(strings + [nil])
    }
}
