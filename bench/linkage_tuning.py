"""Chooses the keys of the cascade, and their order, by search on data whose truth is known: a fair peer is a tuned one.

    python bench/linkage_tuning.py FOLDER            (made by bench/linkage_data.py, of another seed than the benchmark's)

Greedy: of all keys that keep precision at 0.998 or above, the one that finds most goes next, until none finds more. Prints them.
"""

import sys
from pathlib import Path

import duckdb
import numpy as np
from linkage_cascade import PARTS, SWAP, agreement

LEAST_PRECISION = 0.998
NAMES = ("given, family", f"{SWAP}given, family", "given3, family4", "given", "initial, family", "family", "given3, family")
REST = (
    "born, postcode", "born, postcode, sex", "born, uprn", "born, outcode", "born, outcode, sex", "born, sex", "born", "postcode", "uprn",
    "birth_year, postcode", "birth_day, postcode", "birth_year, outcode", "postcode, sex", "uprn, sex", "birth_year, uprn",
)  # fmt: skip


def main() -> None:
    folder = Path(sys.argv[1])
    keys = [f"{names}, {rest}" for names in NAMES for rest in REST]
    answers, truth = answers_of(folder, keys)
    found = np.full(len(truth), -1)
    while True:
        if (chosen := best(answers, truth, found)) is None:
            return
        found = np.where(found < 0, answers[chosen], found)
        linked, right = (found >= 0).sum(), ((found == truth) & (found >= 0)).sum()
        sys.stdout.write(f'    "{keys[chosen]}",  # precision {right / linked:.4f}, recall {right / (truth >= 0).sum():.4f}\n')


def best(answers: np.ndarray, truth: np.ndarray, found: np.ndarray) -> int | None:
    """The key to add: the most right links, if enough of all links stay right. None: no key finds ten more."""
    free = found < 0
    right_so_far, linked_so_far = ((found == truth) & ~free).sum(), (~free).sum()
    linked = ((answers >= 0) & free).sum(axis=1)
    right = ((answers == truth) & (answers >= 0) & free).sum(axis=1)
    kept = (right_so_far + right) >= LEAST_PRECISION * (linked_so_far + linked)
    gain = np.where(kept, right, 0)
    return int(gain.argmax()) if gain.max() >= 10 else None


def answers_of(folder: Path, keys: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """For each key the person it alone gives to each record (-1: none, or several), and the true one (-1: not on the register)."""
    connection = duckdb.connect(":memory:")
    connection.execute(f"create table register as select person, {PARTS} from read_parquet('{folder}/register.parquet')")
    connection.execute(f"create table records as select record_no, {PARTS} from read_parquet('{folder}/records.parquet')")
    truth = connection.execute(
        f"select coalesce(person, -1) as person from read_parquet('{folder}/truth.parquet') order by record_no"
    ).fetchnumpy()
    (true_person,) = truth.values()
    answers = np.full((len(keys), len(true_person)), -1)
    for row, key in enumerate(keys):
        said = connection.execute(
            f"select record_no, min(person) as person from records join register on {agreement(key)} "
            "group by record_no having min(person) = max(person)"
        ).fetchnumpy()
        answers[row, said["record_no"]] = said["person"]
    return answers, np.asarray(true_person)


if __name__ == "__main__":
    main()
