/// The units that are printed behind quantities and measurements.
enum MeasureUnit {
    /// Whether a folded word is a unit.
    static func isKnown(_ word: String) -> Bool {
        units.contains(word.last == "." ? String(word.dropLast()) : word)
    }

    private static let units: Set<String> = [
        "kg", "g", "mg", "ug", "µg", "μg", "ng", "t", "lb", "lbs", "oz", "l", "ml", "cl", "dl", "m", "cm", "mm", "km", "m2", "m²", "m3",
        "m³", "qm",
        "ft", "in", "h", "hr", "hrs", "hour", "hours", "std", "stunden", "stunde", "min", "day", "days", "tag", "tage", "monat", "monate",
        "month", "months", "mois", "pc", "pcs", "pce", "pieces", "piece", "ea", "each", "unit", "units", "stk", "stuck", "stueck", "st",
        "pck", "pack", "box",
        "set", "pair", "paar", "ctn", "btl", "kwh", "wh", "kw", "mb", "gb", "tb", "ppm", "ppb", "mg/g", "mg/kg", "ug/g", "µg/g", "μg/g",
        "ug/kg", "µg/kg", "μg/kg",
        "ng/g", "mg/ml", "mg/l", "mg/serving", "mg/unit", "mg/package", "cfu/g", "cfu", "aw", "h87", "c62", "hur", "kgm", "ltr", "mtr",
        "w/w", "pce", "unites", "unite", "heures",
        "uds", "ud", "nights", "night",
    ]
}
