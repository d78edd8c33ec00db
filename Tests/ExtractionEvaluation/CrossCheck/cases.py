"""Writes random inputs, and what independent implementations say of them, as JSON on standard output.

Each family of cases names the package that gives the expected values. See requirements.txt for the versions.
"""

import argparse
import json
import random
import sys
from collections import Counter

import jiwer
import numpy as np
from anls_star import anls_score
from apted import APTED, Config
from rapidfuzz.distance import Levenshtein
from scipy import optimize, stats
from sklearn import metrics

WORDS = "total invoice Straße naïve 12.50 the of and, (net) amount due — Müller & Söhne ACME acme. 漢字 £9 😀 line".split()
LETTERS = "abcdeé ß漢😀.0"


def text(rng, length):
    return "".join(rng.choice(LETTERS) for _ in range(length))


def damaged(rng, sequence, rate, alphabet):
    result = []
    for item in sequence:
        chance = rng.random()
        if chance < rate / 3:
            continue
        if chance < 2 * rate / 3:
            result.append(rng.choice(alphabet))
        elif chance < rate:
            result += [item, rng.choice(alphabet)]
        else:
            result.append(item)
    return result


def texts(rng, count):
    """CER and WER by jiwer; edit similarity by RapidFuzz."""
    for index in range(count):
        reference = [rng.choice(WORDS) for _ in range(rng.randint(1, 300 if index % 10 == 0 else 40))]
        hypothesis = damaged(rng, reference, rng.random(), WORDS)
        left, right = " ".join(reference), " ".join(hypothesis)
        hypothesis_letters = "".join(damaged(rng, left, rng.random(), LETTERS))
        collapsed = " ".join(hypothesis_letters.split())
        yield {
            "reference": left,
            "words": right,
            "letters": hypothesis_letters,
            "wer": jiwer.wer(left, right),
            "cer": jiwer.cer(left, collapsed),
            "similarity": Levenshtein.normalized_similarity(left, collapsed),
        }


def distances(rng, count):
    """Levenshtein distances by RapidFuzz, around the widths of machine words too."""
    for index in range(count):
        length = rng.choice([0, 1, 5, 63, 64, 65, 127, 128, 129, 200, 700])
        left = text(rng, length)
        right = "".join(damaged(rng, left, rng.random(), LETTERS)) if index % 3 else text(rng, rng.randint(0, 300))
        yield {"left": left, "right": right, "distance": Levenshtein.distance(left, right)}


def orders(rng, count):
    """Kendall's tau by SciPy, as (tau + 1) / 2."""
    for _ in range(count):
        order = list(range(rng.randint(2, 60)))
        for _ in range(rng.randint(0, 60)):
            i, j = rng.randrange(len(order)), rng.randrange(len(order))
            order[i], order[j] = order[j], order[i]
        tau = stats.kendalltau(range(len(order)), order).statistic
        yield {"order": order, "score": (tau + 1) / 2}


def bags(rng, count):
    """F1 of bags by scikit-learn: one sample for each word and occurrence, present or not."""
    for _ in range(count):
        truth = Counter(rng.choice("abcdefgh") for _ in range(rng.randint(1, 30)))
        found = Counter(rng.choice("abcdefgh") for _ in range(rng.randint(1, 30)))
        slots = [(word, n) for word in truth | found for n in range(max(truth[word], found[word]))]
        expected = metrics.f1_score([n < truth[w] for w, n in slots], [n < found[w] for w, n in slots])
        yield {"truth": " ".join(truth.elements()), "found": " ".join(found.elements()), "f1": expected}


class TableConfig(Config):
    def __init__(self, structure_only):
        self.structure_only = structure_only

    def rename(self, left, right):
        if left["tag"] != right["tag"] or left.get("spans") != right.get("spans"):
            return 1.0
        if left["tag"] != "td" or self.structure_only:
            return 0.0
        return Levenshtein.normalized_distance(left["text"], right["text"])

    def children(self, node):
        return node.get("children", [])


def tree(cells):
    rows = {}
    for cell in sorted(cells, key=lambda c: (c["row"], c["column"])):
        node = {"tag": "td", "spans": (cell["rowSpan"], cell["columnSpan"]), "text": cell["text"]}
        rows.setdefault(cell["row"], []).append(node)
    return {"tag": "table", "children": [{"tag": "tr", "children": rows[row]} for row in sorted(rows)]}


def size(node):
    return 1 + sum(size(child) for child in node.get("children", []))


def tables(rng, count):
    """TEDS on trees of rows and cells, with the tree edit distance by apted."""

    def table():
        cells = []
        for row in range(rng.randint(1, 7)):
            for column in range(rng.randint(1, 5)):
                if rng.random() < 0.9:
                    spans = [rng.choice([1, 1, 1, 1, 2]) for _ in range(2)]
                    words = " ".join(text(rng, rng.randint(0, 6)).split())
                    cells.append({"row": row, "column": column, "rowSpan": spans[0], "columnSpan": spans[1], "text": words})
        return cells

    for index in range(count):
        truth = table()
        found = table() if index % 2 else [
            {**cell, "text": rng.choice([cell["text"], "x"])} for cell in truth if rng.random() < 0.85
        ]
        trees = tree(truth), tree(found)
        nodes = max(size(trees[0]), size(trees[1])) - 1
        if nodes == 0:
            continue
        # Trees with little in common can cost more than the nodes of the larger one; a score ends at 0.
        scores = [max(0.0, 1 - APTED(*trees, TableConfig(only)).compute_edit_distance() / nodes) for only in (False, True)]
        yield {"truth": truth, "found": found, "teds": scores[0], "structure": scores[1]}


def anls(rng, count, regular):
    """ANLS* by its authors' package. Regular cases have lists of texts, or of dictionaries of the same keys, alone."""

    def leaf():
        return rng.choice([*WORDS, rng.randint(0, 999), "INV-" + str(rng.randint(0, 99)), "the total of it"])

    def value(depth):
        chance = rng.random()
        if regular:
            if chance < 0.5:
                return leaf()
            if chance < 0.7:
                return [leaf() for _ in range(rng.randint(0, 4))]
            return [{key: leaf() for key in "xyz"} for _ in range(rng.randint(0, 5))]
        if depth > 2 or chance < 0.4:
            return rng.choice([None, "", leaf(), leaf(), leaf()])
        if chance < 0.7:
            return [value(depth + 1) for _ in range(rng.randint(0, 4))]
        return {key: value(depth + 1) for key in "wxyz" if rng.random() < 0.7}

    def changed(node):
        if rng.random() < 0.1:
            return value(1)
        if isinstance(node, dict):
            return {key: changed(child) for key, child in node.items() if regular or rng.random() < 0.9}
        if isinstance(node, list):
            children = [changed(child) for child in node if rng.random() < 0.9]
            rng.shuffle(children)
            if regular and len({type(child) for child in children}) > 1:
                return node
            return children
        if isinstance(node, str):
            return "".join(damaged(rng, node, rng.random() * 0.5, LETTERS))
        return node

    def reordered(node):
        if isinstance(node, dict):
            return {key: reordered(child) for key, child in node.items()}
        return rng.sample([reordered(child) for child in node], len(node)) if isinstance(node, list) else node

    for _ in range(count):
        truth = {key: value(0) for key in "abcd" if rng.random() < 0.9}
        found = {key: changed(child) for key, child in truth.items() if rng.random() < 0.9}
        if rng.random() < 0.3:
            found["e"] = value(0)
        score = anls_score(truth, found)
        # Where pairings of lists tie, the package's score depends on the order of the lists, though it shouldn't.
        others = [] if regular else [anls_score(reordered(truth), reordered(found)) for _ in range(40)]
        is_stable = all(abs(other - score) < 1e-12 for other in others)
        yield {"truth": truth, "found": found, "score": score, "isStable": is_stable}


def lineitems(rng, count):
    """KIEval on rows: pairing by scipy's linear_sum_assignment with the same ranking of ties, counting as in the paper."""
    for _ in range(count):
        columns = "abcd"[: rng.randint(1, 4)]

        def row():
            return {c: rng.choice(["u", "v", "w"]) for c in columns if rng.random() < 0.85}

        truth = [row() for _ in range(rng.randint(0, 7))]
        found = [row() for _ in range(rng.randint(0, 7))]
        if truth and rng.random() < 0.5:
            found = [{c: (v if rng.random() < 0.8 else "z") for c, v in r.items()} for r in truth if rng.random() < 0.9]
            rng.shuffle(found)

        def equal(t, f):
            return sum(1 for c in t if c in f and t[c] == f[c])

        cells = max(sum(map(len, truth)), sum(map(len, found))) + 1
        weights = np.array(
            [[(equal(t, f) * cells + (t == f)) * cells + len(t.keys() & f.keys()) - equal(t, f) for f in found] for t in truth]
        ).reshape(len(truth), len(found))
        rows, partners = optimize.linear_sum_assignment(weights, maximize=True)
        pairs = [(truth[i], found[j]) for i, j in zip(rows, partners)]
        correct = sum(equal(t, f) for t, f in pairs)
        substitutions = sum(len(t.keys() & f.keys()) - equal(t, f) for t, f in pairs)
        corrections = substitutions + (sum(map(len, truth)) - correct - substitutions) + (sum(map(len, found)) - correct - substitutions)
        yield {
            "truth": truth,
            "found": found,
            "correct": correct,
            "truthCells": sum(map(len, truth)),
            "foundCells": sum(map(len, found)),
            "equalRows": sum(1 for t, f in pairs if t == f),
            "corrections": corrections,
        }


def assignments(rng, count):
    """Totals of best assignments by SciPy."""
    for _ in range(count):
        weights = [[rng.choice([rng.random(), rng.randint(-3, 3)]) for _ in range(columns)]
                   for columns in [rng.randint(1, 12)] for _ in range(rng.randint(1, 12))]
        array = np.array(weights)
        yield {"weights": weights, "total": float(array[optimize.linear_sum_assignment(array, maximize=True)].sum())}


def calibrations(rng, count):
    """AUROC and Brier score by scikit-learn; ECE by NumPy's digitize and array_split; coverage by trying every threshold."""
    for index in range(count):
        size = rng.randint(4, 400)
        distinct = index % 2 == 0
        confidence = [rng.random() if distinct else rng.randint(0, 20) / 20 for _ in range(size)]
        correct = [rng.random() < c ** 0.5 for c in confidence]
        correct[0], correct[1] = True, False
        c, y = np.array(confidence), np.array(correct)

        def error(groups):
            return sum(len(g) * abs(y[g].mean() - c[g].mean()) for g in groups if len(g)) / size

        place = np.digitize(c, [i / 10 for i in range(1, 10)], right=True)
        order = np.argsort(c, kind="stable")
        cuts = [size * i // 10 for i in range(1, 10)]
        accepted = [int((c >= t).sum()) for t in set(confidence) if y[c >= t].mean() >= 0.99]
        yield {
            "confidence": confidence,
            "correct": correct,
            "auroc": metrics.roc_auc_score(y, c),
            "brier": metrics.brier_score_loss(y, c),
            "ece": error([np.flatnonzero(place == b) for b in range(10)]),
            "eceEqualMass": error(np.split(order, cuts)) if distinct else None,
            "coverage": max(accepted, default=0) / size,
        }


def percentiles(rng, count):
    """Percentiles by NumPy."""
    for _ in range(count):
        values = [rng.gauss(0, 10) for _ in range(rng.randint(1, 50))]
        p = rng.choice([0, 0.5, 0.95, 0.99, 1, rng.random()])
        yield {"values": values, "p": p, "expected": float(np.percentile(values, p * 100))}


def signs(rng, count):
    """The sign test by SciPy's binomtest."""
    for _ in range(count):
        wins, losses = rng.randint(0, 60), rng.randint(0, 60)
        p = stats.binomtest(wins, wins + losses).pvalue if wins + losses else 1.0
        yield {"wins": wins, "losses": losses, "p": p}


def permutations(rng, count):
    """The exact paired permutation test by SciPy."""
    for _ in range(count):
        size = rng.randint(2, 9)
        # Sums of 64ths are exact: in others, SciPy can miss a difference that is as large but for rounding.
        first = [rng.randint(0, 64) / 64 for _ in range(size)]
        second = [value + rng.randint(-16, 24) / 64 for value in first]

        def total(x, y, axis):
            return np.sum(y, axis=axis) - np.sum(x, axis=axis)

        test = stats.permutation_test((np.array(first), np.array(second)), total, permutation_type="samples", vectorized=True)
        yield {"first": first, "second": second, "p": float(test.pvalue)}


def intervals(rng, count):
    """Bootstrap intervals of a mean by SciPy with 20,000 resamples: equal but for chance. `scale` is the standard error."""
    for index in range(count):
        values = [rng.expovariate(1) for _ in range(rng.randint(15, 60))]
        seed = np.random.default_rng(rng.randrange(2**32))
        expected = {}
        for method in ("percentile", "BCa"):
            result = stats.bootstrap((np.array(values),), np.mean, n_resamples=20000, method=method, rng=seed)
            expected[method] = [float(result.confidence_interval.low), float(result.confidence_interval.high)]
        scale = float(np.std(values) / len(values) ** 0.5)
        yield {"values": values, "percentile": expected["percentile"], "bca": expected["BCa"], "scale": scale}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cases", type=int, default=200, help="cases of each family; slow families have fewer")
    options = parser.parse_args()
    n = options.cases
    families = {
        "texts": lambda rng: texts(rng, n),
        "distances": lambda rng: distances(rng, n),
        "orders": lambda rng: orders(rng, n),
        "bags": lambda rng: bags(rng, n),
        "tables": lambda rng: tables(rng, n),
        "anls": lambda rng: anls(rng, n, regular=True),
        "anlsIrregular": lambda rng: anls(rng, n, regular=False),
        "lineItems": lambda rng: lineitems(rng, n),
        "assignments": lambda rng: assignments(rng, n),
        "calibrations": lambda rng: calibrations(rng, n),
        "percentiles": lambda rng: percentiles(rng, n),
        "signs": lambda rng: signs(rng, n),
        "permutations": lambda rng: permutations(rng, n),
        "intervals": lambda rng: intervals(rng, max(1, n // 20)),
    }
    # Each family has a generator of its own, so that a change of one leaves the others as they were.
    json.dump({name: list(make(random.Random(f"{options.seed}/{name}"))) for name, make in families.items()}, sys.stdout)


if __name__ == "__main__":
    main()
