#!/usr/bin/env python3
"""Fits `arabic/news_weights.yaml`: whether a sentence reports an assault as news, on sentences that people labelled.

FOLDER is the one of `marsad evaluate gsr`. Two logistic regressions with an L2 penalty, one over structure, one over
lexicon words (`marsad.evaluate.news_features`); their scores, each divided by its spread, are added, the words counting
less. Rows are weighed by votes: of three people of whom two accepted, two thirds are a yes. Those that the measure
leaves out teach as well. ``--folds N`` prints F1 on documents left out in turn, the threshold found within the rest;
``--repeat`` does so on other folds, ``--learn`` with parts of the rows, ``--search`` chooses penalties and shares
within the rest too. ``--write`` fits on all and writes the file.
"""

from __future__ import annotations

import argparse
import itertools
import json
import pathlib
import sys
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from marsad import read
from marsad.evaluate.gsr import AMBIGUOUS
from marsad.evaluate.news_features import features, words

FILE = pathlib.Path(__file__).resolve().parent.parent / "src/marsad/arabic/news_weights.yaml"
KIND: Final = "ASSAULT"
RARE: Final = 8  # sentences that must have a feature
STEPS: Final = 12  # of Newton's method
SMALL: Final = 0.02  # weights below are nothing
HEAD: Final = f"""\
# Weights by which a sentence reports a happening as news ({KIND}); written by tools/news_weights.py.
# structure: features of the record; words: lemmas of Marsad's lexicons; both are named in
# marsad.evaluate.news_features. News is what reaches `least` in sum.
# Fitted on the votes of the Open Event Data Alliance's labelled Arabic sentences (ASSAULT; Asharq al-Awsat 2006-2008),
# Copyright (c) 2018 Open Event Data Alliance, MIT License (see NOTICE). No sentence of theirs is kept here.
"""
Array = NDArray[np.float64]


class Settings(NamedTuple):
    """C of both regressions (large: little penalty) and how much words count beside structure."""

    structure: float = 0.02
    words: float = 0.2
    share: float = 0.6


GRID: Final = [Settings(*s) for s in itertools.product((0.01, 0.02, 0.04), (0.1, 0.2), (0.4, 0.7))]


class Data(NamedTuple):
    """Sentences: columns of structure and of words, share of votes, how many, yes, whether measured, document."""

    structure: Array
    words: Array
    share: Array
    votes: Array
    yes: NDArray[np.bool_]
    kept: NDArray[np.bool_]
    document: NDArray[np.int_]


def load(folder: pathlib.Path) -> tuple[Data, list[str], list[str]]:
    """The sentences, with the names of both sets of columns."""
    rows = [json.loads(line) for line in (folder / f"{KIND.lower()}.jsonl").read_text("utf-8").splitlines() if line]
    reports = [read(str(r["text"])).report for r in rows]
    structure, names = table([features(r, KIND) for r in reports])
    lexical, lemmas = table([words(r) for r in reports])
    of = [str(r["id"]).rpartition("-")[0] for r in rows]
    index = {d: n for n, d in enumerate(sorted(set(of)))}
    data = Data(
        structure,
        lexical,
        np.array([int(r["accept"]) / int(r["total"]) for r in rows]),
        np.array([min(int(r["total"]), 4) / 3 for r in rows]),
        np.array([r["label"] == "yes" for r in rows]),
        np.array([r["label"] != AMBIGUOUS for r in rows]),
        np.array([index[d] for d in of]),
    )
    return data, names, lemmas


def table(rows: list[frozenset[str]]) -> tuple[Array, list[str]]:
    seen: dict[str, int] = {}
    for row in rows:
        for f in row:
            seen[f] = seen.get(f, 0) + 1
    names = sorted(f for f, n in seen.items() if n >= RARE)
    column = {f: n for n, f in enumerate(names)}
    out = np.zeros((len(rows), len(names)))
    for n, row in enumerate(rows):
        out[n, [column[f] for f in row if f in column]] = 1
    return out, names


def regress(x: Array, share: Array, votes: Array, c: float) -> Array:
    """Weights, the last one for the constant, which is held back like the others (F1 left out .737 to .749)."""
    x = np.hstack([x, np.ones((len(x), 1))])
    w = np.zeros(x.shape[1])
    for _ in range(STEPS):
        p = 1 / (1 + np.exp(-x @ w))
        slope = x.T @ (votes * (share - p)) - w / c
        w += np.linalg.solve((x * (votes * p * (1 - p))[:, None]).T @ x + np.eye(len(w)) / c, slope)
    return w


def fit(data: Data, rows: NDArray[np.int_], how: Settings) -> tuple[Array, Array]:
    """Weights of structure and words whose sum is the score."""
    out = []
    for x, c, share in ((data.structure, how.structure, 1.0), (data.words, how.words, how.share)):
        w = regress(x[rows], data.share[rows], data.votes[rows], c)
        score = x[rows] @ w[:-1]
        w = share * w[:-1] / (score.std() or 1.0)
        out.append(np.where(np.abs(w) < SMALL, 0.0, w.round(2)))
    return out[0], out[1]


def scores(data: Data, weights: tuple[Array, Array]) -> Array:
    return data.structure @ weights[0] + data.words @ weights[1]


def folds(data: Data, rows: NDArray[np.int_], n: int, seed: int) -> list[tuple[NDArray[np.int_], NDArray[np.int_]]]:
    """Rows to fit and rows left out, by document; documents that have a yes are dealt out first."""
    rng = np.random.default_rng(seed)
    held = np.unique(data.document[rows])
    sure = set(data.document[rows][data.yes[rows]].tolist())
    order = sorted(rng.permutation(held).tolist(), key=lambda d: d not in sure)
    part = np.empty(data.document.max() + 1, dtype=int)
    part[order] = np.arange(len(order)) % n
    mine = part[data.document[rows]]
    return [(rows[mine != k], rows[mine == k]) for k in range(n)]


def f1(yes: NDArray[np.bool_], given: NDArray[np.bool_]) -> float:
    return float(2 * (yes & given).sum() / max(yes.sum() + given.sum(), 1))


def left_out(data: Data, rows: NDArray[np.int_], how: Settings, n: int, seed: int) -> Array:
    """Scores of rows by fits on the others."""
    out = np.zeros(len(data.yes))
    for train, test in folds(data, rows, n, seed):
        out[test] = scores(data, fit(data, train, how))[test]
    return out


def threshold(data: Data, rows: NDArray[np.int_], how: Settings, n: int = 5) -> tuple[float, float]:
    """The least score and the F1 there: the middle of where F1, smoothed, is best on rows left out of the rows."""
    mine = rows[data.kept[rows]]
    yes = data.yes[mine]
    curve = []
    for seed in (100, 101):
        score = left_out(data, rows, how, n, seed)[mine]
        steps = np.linspace(np.quantile(score, 0.7), np.quantile(score, 0.99), 120)
        curve.append((steps, np.array([f1(yes, score >= s) for s in steps])))
    steps, values = np.mean([c[0] for c in curve], axis=0), np.mean([c[1] for c in curve], axis=0)
    smooth = np.convolve(np.pad(values, 6, mode="edge"), np.ones(13) / 13, mode="valid")
    return float(steps[smooth.argmax()]), float(smooth.max())


def nested(data: Data, rows: NDArray[np.int_], n: int, seed: int, search: bool, part: float = 1.0) -> float:
    """F1 on all rows, each judged by a fit and a threshold that have not seen its document."""
    given = np.zeros(len(data.yes), dtype=bool)
    rng = np.random.default_rng(seed + 1000)
    for train, test in folds(data, rows, n, seed):
        if part < 1:
            documents = np.unique(data.document[train])
            chosen = rng.permutation(documents)[: round(part * len(documents))]
            train = train[np.isin(data.document[train], chosen)]
        how = max(GRID, key=lambda s: threshold(data, train, s)[1]) if search else Settings()
        given[test] = scores(data, fit(data, train, how))[test] >= threshold(data, train, how)[0]
    mine = rows[data.kept[rows]]
    return f1(data.yes[mine], given[mine])


def write(data: Data, names: list[str], lemmas: list[str]) -> None:
    rows = np.arange(len(data.yes))
    weights = fit(data, rows, Settings())
    least = threshold(data, rows, Settings(), 10)[0]
    lines = [HEAD + f"{KIND}:", f"  least: {least:.2f}"]
    for title, listed, values in (("structure", names, weights[0]), ("words", lemmas, weights[1])):
        lines.append(f"  {title}:")
        lines += [f'    "{f}": {w:.2f}' for f, w in zip(listed, values, strict=True) if w]
    FILE.write_text("\n".join(lines) + "\n", "utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else None)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--folds", type=int, default=10)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--search", action="store_true")
    parser.add_argument("--learn", action="store_true")
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    data, names, lemmas = load(args.folder)
    print(f"{len(data.yes)} sentences, {len(names)} features of structure, {len(lemmas)} words")
    rows = np.arange(len(data.yes))
    for part in (0.2, 0.4, 0.6, 0.8, 1.0) if args.learn else (1.0,):
        found = [nested(data, rows, args.folds, seed, args.search, part) for seed in range(args.repeat)]
        if found:
            listed = " ".join(f"{f:.3f}" for f in found)
            print(f"share {part:.1f}: F1 {np.mean(found):.3f}, sd {np.std(found):.3f} ({listed})", flush=True)
    if args.write:
        write(data, names, lemmas)
    return 0


if __name__ == "__main__":
    sys.exit(main())
