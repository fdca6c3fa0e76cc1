"""The kernel and the slow oracle: the same transitions, one by one, to the last bit, on any network."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.flow.crowded import knots, networks, snapshots
from wholeplace.flow.compiled import compile_network
from wholeplace.flow.oracle import run_slowly
from wholeplace.flow.running import replicate
from wholeplace.flow.shapes import Network, Snapshot
from wholeplace.flow.trace import trace


def hold_against_each_other(network: Network, snapshot: Snapshot | None, seed: int) -> None:
    """Every transition equal; every daily series equal but for rounding; people conserved."""
    fast, slow = trace(network, snapshot=snapshot, seed=seed), run_slowly(network, snapshot=snapshot, seed=seed)
    for one, other in zip(fast.transitions, slow.transitions, strict=False):
        assert one == other
    assert len(fast.transitions) == len(slow.transitions)
    expected = dict(zip(slow.series, slow.daily.T, strict=True))
    for name, column in zip(fast.series, fast.daily.T, strict=True):
        np.testing.assert_allclose(column, expected.pop(name, 0.0), rtol=1e-9, atol=1e-9, err_msg=name)
    assert not any(column.any() for column in expected.values())
    replicate(compile_network(network, snapshot=snapshot), seed, 0)


@settings(max_examples=150)
@given(networks(), st.integers(0, 2**64 - 1))
def test_the_kernel_is_the_oracle(network, seed):
    hold_against_each_other(network, None, seed)


@settings(max_examples=100)
@given(st.data(), networks(), st.integers(0, 9))
def test_from_a_snapshot_too(data, network, seed):
    hold_against_each_other(network, data.draw(snapshots(network)), seed)


@settings(max_examples=60)
@given(knots(), st.integers(0, 9))
def test_where_people_get_stuck_too(network, seed):
    hold_against_each_other(network, None, seed)
