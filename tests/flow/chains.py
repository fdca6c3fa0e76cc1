"""Markov chains solved exactly: what the simulation must come to when all times are exponential."""

from collections.abc import Callable, Hashable

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.linalg import spsolve


def stationary(start: Hashable, moves: "Callable") -> dict:
    """The long-run share of time in each state that can be reached; `moves(state)` gives (rate, next state)."""
    number, todo, rows, columns, rates = {start: 0}, [start], [], [], []
    while todo:
        state = todo.pop()
        for rate, then in moves(state):
            if rate <= 0.0 or then == state:
                continue
            if then not in number:
                number[then] = len(number)
                todo.append(then)
            rows += [number[then], number[state]]
            columns += [number[state], number[state]]
            rates += [rate, -rate]
    many = len(number)
    balance = coo_matrix((rates, (rows, columns)), shape=(many, many)).tolil()
    balance[0, :] = 1.0  # one balance equation follows from the others; the shares add up to 1
    shares = spsolve(balance.tocsc(), np.eye(many)[0])
    return {state: float(shares[i]) for state, i in number.items()}


def mean_of(shares: dict, what: "Callable") -> float:
    """The long-run mean of a number that depends on the state."""
    return sum(share * what(state) for state, share in shares.items())


def one_station(come: float, stay: float, servers: int, room: int, patience: float = 0.0) -> dict:
    """M/M/c/K, with people who give up where patience is given: shares of time by number there."""
    leave = 1.0 / patience if patience else 0.0

    def moves(n):
        yield (come if n < room else 0.0), n + 1
        yield min(n, servers) / stay + max(0, n - servers) * leave, n - 1

    return stationary(0, moves)
