internal import CPoppler

/// What Poppler says of damaged files: one message per fault, often thousands, with parts of the document in them.
enum PopplerMessages {
    /// Drops them, from now on and for the whole process. Poppler's part of glib's log is otherwise printed on stderr.
    static func silence() { _ = isSilenced }

    private static let isSilenced: Bool = {
        let levels = [G_LOG_LEVEL_CRITICAL, G_LOG_LEVEL_WARNING, G_LOG_LEVEL_MESSAGE, G_LOG_LEVEL_INFO, G_LOG_LEVEL_DEBUG]
            .reduce(0) { $0 | $1.rawValue }
        for domain in ["Poppler", "poppler"] {
            g_log_set_handler(domain, GLogLevelFlags(rawValue: levels), { _, _, _, _ in }, nil)
        }
        return true
    }()
}
