internal import CPoppler

/// What Poppler says of damaged files: one message per fault, often thousands, with parts of the document in them.
enum PopplerMessages {
    /// Drops them, from now on and for the whole process. They go to glib's log, which prints them where `G_MESSAGES_DEBUG` asks for it.
    static func silence() { _ = isSilenced }

    private static let isSilenced: Bool = {
        // Critical ones stay: they are this module's own mistakes, not the document's.
        let levels = [G_LOG_LEVEL_WARNING, G_LOG_LEVEL_MESSAGE, G_LOG_LEVEL_INFO, G_LOG_LEVEL_DEBUG].reduce(0) { $0 | $1.rawValue }
        g_log_set_handler("Poppler", GLogLevelFlags(rawValue: levels), { _, _, _, _ in }, nil)
        return true
    }()
}
