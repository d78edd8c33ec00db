"""One fixture: its pages, its truth and where it goes."""

from dataclasses import dataclass, field


@dataclass
class Document:
    id: str
    folder: str
    type: str
    language: str
    locale: str
    pages: list
    fields: dict = field(default_factory=dict)
    tags: list = field(default_factory=list)

    def truth(self):
        return {"type": self.type, "language": self.language, "locale": self.locale,
                "fields": self.fields}


@dataclass
class File:
    """A file to write, with its truth; text is None where nothing is to be read."""

    id: str
    path: str
    data: bytes
    media_type: str
    type: str
    language: str | None
    locale: str | None
    pages: int
    tags: list
    truth: dict
    text: str | None
