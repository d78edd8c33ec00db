"""Refuses ground truth that contradicts itself or the printed text."""

from decimal import Decimal

from document import File


def problems(file: File):
    fields = file.truth.get("fields", {})
    money = lambda v: Decimal(str(v))
    items = fields.get("line_items") or fields.get("items") or []
    if items and file.type == "invoice":
        if sum(money(i["amount"]) for i in items) != money(fields["subtotal"]):
            yield "the items do not add up to the subtotal"
        if money(fields["subtotal"]) + money(fields["tax"]) != money(fields["total_amount"]):
            yield "subtotal and tax do not add up to the total"
    if file.type == "receipt":
        total = money(fields["total"])
        added = sum(money(i["amount"]) for i in items)
        if total not in (added, added + money(fields["tax"])):
            yield "the items do not add up to the total"
    if file.type == "lab_report":
        values = {a["name"]: money(a["value"] or 0) for a in fields["analytes"]}
        for key, neutral, acid in (("thc_total_pct", "Δ9-THC", "THCA"), ("cbd_total_pct", "CBD", "CBDA")):
            off = abs(values[neutral] + values[acid] * Decimal("0.877") - money(fields[key]))
            if off > Decimal("0.005"):
                yield f"{key} is off by {off}"
        if fields["overall_result"] == "pass" and any(
                a.get("status") == "fail" for a in fields["analytes"]):
            yield "passes although an analyte fails"
    flat = " ".join((file.text or "").split())
    for key, value in fields.items():
        if isinstance(value, str) and not key.lower().endswith(("date", "address", "time")) \
                and key not in ("currency", "overall_result") and value not in flat:
            yield f"{key} is not printed: {value}"
        if key.endswith("address"):
            for part in value.split(", "):
                if part not in flat:
                    yield f"{key} is not printed: {part}"
