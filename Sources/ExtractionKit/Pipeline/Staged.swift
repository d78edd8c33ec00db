/// Runs a part of the work and adds to its error where it happened. Cancellation passes unchanged.
func staged<R>(
    _ stage: ExtractionError.Stage, _ plugin: PluginID? = nil, _ body: () async throws -> R
) async throws -> R {
    do {
        return try await body()
    } catch let error as CancellationError {
        throw error
    } catch {
        throw ExtractionError(wrapping: error).scoped(stage: stage, plugin: plugin)
    }
}
