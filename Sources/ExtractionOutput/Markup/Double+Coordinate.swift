extension Double {
    /// With at most two digits behind the point and no exponent, as XML, SVG and PDF read numbers; 0 for what isn't a number or lies further
    /// away than anything on a page.
    package var coordinate: String {
        guard isFinite, abs(self) < 1e9 else { return "0" }
        let hundredths = Int64((self * 100).rounded())
        let (whole, rest) = (abs(hundredths) / 100, abs(hundredths) % 100)
        let sign = hundredths < 0 ? "-" : ""
        if rest == 0 { return "\(sign)\(whole)" }
        return rest % 10 == 0 ? "\(sign)\(whole).\(rest / 10)" : "\(sign)\(whole).\(rest < 10 ? "0" : "")\(rest)"
    }
}
