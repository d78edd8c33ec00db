"""Amounts, quantities and dates as the locales print them. Amounts are Decimal."""

import datetime
from decimal import ROUND_HALF_UP, Decimal

NBSP = "\u00a0"
MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
}
SEPARATORS = {"en": (",", "."), "de": (".", ","), "fr": (NBSP, ","), "es": (".", ",")}


def dec(value):
    return Decimal(str(value))


def cents(value):
    return dec(value).quantize(Decimal("0.01"), ROUND_HALF_UP)


def places(value, n):
    return dec(value).quantize(Decimal(1).scaleb(-n), ROUND_HALF_UP)


def number(value, language="en", decimals=2):
    group, point = SEPARATORS[language]
    s = f"{places(value, decimals):,}"
    return s.replace(",", "\0").replace(".", point).replace("\0", group)


def quantity(value, language="en"):
    s = f"{dec(value).normalize():f}"
    return s.replace(".", SEPARATORS[language][1])


def month(date, language, short=False):
    name = MONTHS[language].split()[date.month - 1]
    return name[:3] if short else name


def date(iso):
    return datetime.date.fromisoformat(iso)


def plain(value):
    """A Decimal as the JSON number a person would write: 12 rather than 12.0."""
    value = dec(value)
    return int(value) if value == value.to_integral_value() else float(value)
