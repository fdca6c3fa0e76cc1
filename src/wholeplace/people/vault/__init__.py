"""The vault of `people`: who is behind a person key. Closed: only `people` may open it, and its files are for their owner alone."""

from wholeplace.people.vault.keys import new_keys
from wholeplace.people.vault.numbers import FILLERS, WEIGHTS, usable_numbers
from wholeplace.people.vault.store import Store, open_store

__all__ = ["FILLERS", "WEIGHTS", "Store", "new_keys", "open_store", "usable_numbers"]
