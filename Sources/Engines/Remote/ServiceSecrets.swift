public import ExtractionKit

extension PluginEnvironment {
    /// The secret in an environment variable that a setting names.
    ///
    /// - Throws: ``/ExtractionKit/ExtractionError`` with the code `missingResource`, which names the variable.
    public func requiredSecret(_ variable: String, of service: String) throws -> Secret {
        guard let secret = secret(variable) else {
            throw ExtractionError(.missingResource, "\(service) needs a key in the environment variable '\(variable)'; set it.")
        }
        // A line break would end the header field, and what follows would be another.
        guard secret.reveal().utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw ExtractionError(
                .invalidConfiguration, "The key in the environment variable '\(variable)' has characters that no key has; copy it again.")
        }
        return secret
    }

    /// What carries requests, for an engine of a service.
    ///
    /// - Throws: ``/ExtractionKit/ExtractionError`` with the code `missingResource`.
    public func requiredTransport(of service: String) throws -> any HTTPTransport {
        guard let httpTransport else {
            throw ExtractionError(
                .missingResource,
                "\(service) needs an HTTP client; set 'httpTransport' of the plugin environment, such as AsyncHTTPTransport.")
        }
        return httpTransport
    }
}
