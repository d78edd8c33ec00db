/// Where a plugin does its work. With it a policy such as "nothing leaves this machine" can be proven from a plan.
public enum Residency: Hashable, Sendable, Codable {
    /// On this machine.
    case local
    /// On another machine, which receives the content.
    case remote(host: String)
}
