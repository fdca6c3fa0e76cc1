"""Rows that came twice, however the hashes that find them are held."""

import pytest

from tests.feeds.conftest import Dropped
from wholeplace.feeds import doubles

HEADER = "LOCAL_ID,PROVIDER_CODE,CONTACT_ID,CARE_SETTING,TEAM,CONTACT_DATE"


@pytest.mark.parametrize("at_once", [1, 7, 1000])
def test_slices_of_the_hashes_find_the_same(dropped: Dropped, monkeypatch, at_once: int) -> None:
    monkeypatch.setattr(doubles, "MOST_AT_ONCE", at_once)
    lines = [f"L{at},RXX,{at % 20},gp,{at % 3},2024-05-01" for at in range(30)] + ["L1,RXX,1,gp,1,2024-05-01"]
    dropped.put("contacts", a="\n".join([HEADER, *lines]) + "\n")
    receipt = dropped.receive()["contacts"]
    assert (receipt.accepted, receipt.repeated, receipt.replaced) == (20, 1, 10)
    assert dict(dropped.rows("contacts").select("contact_ref", "local_id").iter_rows())["1"] == "L1"


def test_no_double_leaves_every_row(dropped: Dropped) -> None:
    lines = [f"L{at},RXX,{at},gp,T,2024-05-01" for at in range(30)]
    dropped.put("contacts", a="\n".join([HEADER, *lines]) + "\n")
    receipt = dropped.receive()["contacts"]
    assert (receipt.accepted, receipt.repeated, receipt.replaced) == (30, 0, 0)
