"""CER-ci and word F1 as Sources/ExtractionEvaluation defines them, written again for the peers' texts: `ErrorRate.characters` with
`TextNormalisation.caseFolded`, and `MatchCounts.bagOfWords`. Both are micro averages: counts add up over documents."""
import collections
import re
import unicodedata

from rapidfuzz.distance import Levenshtein

DEFINITIONS = """\
CER-ci: Levenshtein distance in Unicode scalars / scalars of the transcript, after lower-casing, NFC, and collapsing white space; micro over files.
word F1: F1 of the multisets of words, in lower case, without punctuation or symbols at their edges; order doesn't count; micro over files."""

WHITE_SPACE = re.compile("[\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")  # Unicode's property White_Space


def normalised(text):
    return WHITE_SPACE.sub(" ", unicodedata.normalize("NFC", text.lower())).strip(" ")


def is_word_part(character):
    return unicodedata.category(character)[0] not in "PS"


def bare_words(text):
    for word in normalised(text).split(" "):
        inner = [place for place, character in enumerate(word) if is_word_part(character)]
        if inner:
            yield word[inner[0] : inner[-1] + 1]


class Score:
    """The counts of several texts."""

    def __init__(self):
        self.edits = self.length = self.right = self.found = self.expected = 0

    def add(self, text, transcript):
        reference = normalised(transcript)
        self.edits += Levenshtein.distance(reference, normalised(text))
        self.length += len(reference)
        found = collections.Counter(bare_words(text))
        expected = collections.Counter(bare_words(transcript))
        self.right += sum((found & expected).values())
        self.found += sum(found.values())
        self.expected += sum(expected.values())

    @property
    def error_rate(self):
        return self.edits / self.length if self.length else None

    @property
    def f1(self):
        total = self.found + self.expected
        return 2 * self.right / total if total else None
