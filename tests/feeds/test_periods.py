"""Each form of a published period: first day and first day after."""

from datetime import date

import duckdb
import pytest

from wholeplace.feeds.periods import starts_and_ends

CASES = """
month                  | April 2021      | 2021-04-01 | 2021-05-01
month                  | Apr-21          | 2021-04-01 | 2021-05-01
month                  | 2011-04         | 2011-04-01 | 2011-05-01
month                  | 01/04/2011      | 2011-04-01 | 2011-05-01
month                  | 201112          | 2011-12-01 | 2012-01-01
day                    | 2022-04-01      | 2022-04-01 | 2022-04-02
financial year         | 2015/16         | 2015-04-01 | 2016-04-01
financial year         | 2015-16         | 2015-04-01 | 2016-04-01
financial year         | 2015/2016       | 2015-04-01 | 2016-04-01
financial year         | 2015            | 2015-04-01 | 2016-04-01
financial year         | 1999/00         | 1999-04-01 | 2000-04-01
financial year         | 2015/17         |            |
calendar year          | 2015            | 2015-01-01 | 2016-01-01
calendar year          | 2015/16         |            |
several years          | 2015 - 17       | 2015-01-01 | 2018-01-01
several years          | 2015-2017       | 2015-01-01 | 2018-01-01
several financial years| 2015/16 - 17/18 | 2015-04-01 | 2018-04-01
financial quarter      | 2021-22 Q4      | 2022-01-01 | 2022-04-01
financial quarter      | 2021/22 Q1      | 2021-04-01 | 2021-07-01
calendar quarter       | 2021 Q4         | 2021-10-01 | 2022-01-01
calendar quarter       | Q1 2021         | 2021-01-01 | 2021-04-01
"""


@pytest.mark.parametrize("line", CASES.strip().splitlines())
def test_period(line):
    form, text, starts, ends = (part.strip() for part in line.split("|"))
    wanted = tuple(date.fromisoformat(day) if day else None for day in (starts, ends))
    assert found((form,), text) == wanted


def found(forms: tuple[str, ...], text: str):
    starts, ends = starts_and_ends(forms, "g")
    return duckdb.execute(f"select {starts}, {ends} from (select cast(? as varchar) as g)", [text]).fetchone()


def test_the_first_form_that_fits_is_used():
    forms = ("calendar year", "financial year", "several years")
    assert found(forms, "2015/16")[0] == date(2015, 4, 1)
    assert found(forms, "2015 - 17") == (date(2015, 1, 1), date(2018, 1, 1))
    assert found(forms, "once") == (None, None)
