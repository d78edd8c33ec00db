internal import Synchronization

/// Keeps pages' text in memory for as long as it lives, up to a number of words; then the pages that were asked for longest ago go.
public final class InMemoryPageTextStore: PageTextStore {
    private let pages: Mutex<RecentPages>

    /// Creates an empty store.
    ///
    /// - Parameter capacity: How many words it keeps at most, where a page counts as one more than its words. A word takes about 100
    ///   bytes: the default is about 50 MB, or a thousand full pages.
    public init(capacity: Int = 500_000) {
        pages = Mutex(RecentPages(capacity: capacity))
    }

    /// The text under a key, or `nil` where there is none.
    public func text(for key: PageTextKey) async throws -> PageText? {
        pages.withLock { $0.text(for: key) }
    }

    /// Keeps a text. A page above the whole capacity isn't kept.
    public func save(_ text: PageText, for key: PageTextKey) async throws {
        pages.withLock { $0.save(text, for: key) }
    }
}

/// The pages that were asked for last.
struct RecentPages {
    private struct Entry {
        var text: PageText
        var size: Int
        var lastUse: Int
    }

    let capacity: Int
    private(set) var size = 0
    private var entries: [PageTextKey: Entry] = [:]
    private var uses = 0

    init(capacity: Int) { self.capacity = capacity }

    mutating func text(for key: PageTextKey) -> PageText? {
        guard let text = entries[key]?.text else { return nil }
        uses += 1
        entries[key]?.lastUse = uses
        return text
    }

    mutating func save(_ text: PageText, for key: PageTextKey) {
        remove(key)
        let added = 1 + text.lines.reduce(0) { $0 + $1.words.count }
        guard added <= capacity else { return }
        // A page costs milliseconds to seconds to read; a look at every key is nothing beside it.
        while size + added > capacity, let oldest = entries.min(by: { $0.value.lastUse < $1.value.lastUse }) { remove(oldest.key) }
        uses += 1
        entries[key] = Entry(text: text, size: added, lastUse: uses)
        size += added
    }

    private mutating func remove(_ key: PageTextKey) {
        if let entry = entries.removeValue(forKey: key) { size -= entry.size }
    }
}
