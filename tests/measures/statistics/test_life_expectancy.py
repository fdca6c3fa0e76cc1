"""Life tables: a slow table row by row, known answers, a simulation for the limits, and what is refused."""

import numpy as np
import pytest

from wholeplace.measures.statistics import healthy_life_expectancy, life_expectancy
from wholeplace.measures.statistics.life_expectancy import BANDS

WIDTHS = [1, 4, *[5] * 17, None]
PEOPLE = np.array([1200, 4800, *[6000] * 12, 5000, 4200, 3300, 2200, 1200, 600], dtype=float)
DEATHS = np.array([6, 1, 1, 1, 2, 3, 3, 4, 6, 9, 14, 22, 34, 50, 62, 80, 105, 125, 120, 130], dtype=float)


def slow_table(deaths, people):
    """A life table as a textbook writes it: one band after the other."""
    alive, rows = 1.0, []
    for band, width in enumerate(WIDTHS):
        rate = deaths[band] / people[band]
        lived = 0.1 if band == 0 else 0.5
        if width is None:
            rows.append((alive, alive / rate))
            break
        dying = min(width * rate / (1 + width * rate * (1 - lived)), 1.0)
        died = alive * dying
        rows.append((alive, width * (alive - died) + width * lived * died))
        alive -= died
    return [sum(lived for _, lived in rows[start:]) / rows[start][0] for start in range(len(rows))]


def test_the_table_agrees_with_one_written_row_by_row():
    np.testing.assert_allclose(life_expectancy(DEATHS, PEOPLE).value, slow_table(DEATHS, PEOPLE), rtol=1e-12)


def test_constant_mortality_has_its_closed_form_in_the_last_band():
    found = life_expectancy(PEOPLE * 2, PEOPLE * 100)
    assert found.value[-1] == pytest.approx(1 / 0.02)


def test_the_limits_hold_the_spread_of_simulated_deaths():
    dice = np.random.default_rng(7)
    drawn = dice.poisson(DEATHS, size=(4000, len(BANDS)))
    values = life_expectancy(drawn, PEOPLE).value[:, 0]
    exact = life_expectancy(DEATHS, PEOPLE)
    error = (exact.upper[0] - exact.lower[0]) / (2 * 1.959963984540054)
    assert np.std(values) == pytest.approx(error, rel=0.05)


def test_many_tables_at_once_are_the_same_as_one_by_one():
    many = life_expectancy(np.stack([DEATHS, DEATHS * 1.2]), np.stack([PEOPLE, PEOPLE]))
    for row, deaths in enumerate((DEATHS, DEATHS * 1.2)):
        alone = life_expectancy(deaths, PEOPLE)
        for name in ("value", "lower", "upper"):
            np.testing.assert_array_equal(getattr(many, name)[row], getattr(alone, name))


@pytest.mark.parametrize(
    ("deaths", "people", "why"),
    [
        (DEATHS / 20, PEOPLE * 5000 / PEOPLE.sum(), "5,000 people or fewer"),
        (np.where(np.arange(20) == 19, 0, DEATHS), PEOPLE, "nobody died in the last band"),
        (np.where(np.arange(20) == 3, PEOPLE + 1, DEATHS), PEOPLE, "more deaths than people"),
        (DEATHS, np.where(np.arange(20) == 8, 0, PEOPLE), "a band without people"),
        (DEATHS, np.where(np.arange(20) == 8, np.nan, PEOPLE), "a band whose people are not known"),
    ],
)
def test_what_is_refused_has_no_value_and_no_limits(deaths, people, why):
    found = life_expectancy(deaths, people)
    assert np.isnan(found.value).all(), why
    assert np.isnan(found.lower).all()
    assert np.isnan(found.upper).all()


def test_bands_of_no_deaths_are_allowed_but_for_the_last():
    found = life_expectancy(np.where(np.arange(20) < 5, 0, DEATHS), PEOPLE)
    assert np.isfinite(found.value).all()


def test_an_interval_wider_than_20_years_is_not_shown():
    people = PEOPLE * 5_001 / PEOPLE.sum()
    deaths = np.zeros(20)
    deaths[19] = 1
    assert np.isnan(life_expectancy(deaths, people).value[0])


def test_the_wrong_number_of_bands_is_refused():
    with pytest.raises(ValueError, match="20 bands of age, and deaths has 19"):
        life_expectancy(DEATHS[1:], PEOPLE)


def test_everyone_in_health_gives_life_expectancy_itself():
    whole = healthy_life_expectancy(DEATHS, PEOPLE, np.ones(20), np.full(20, 500))
    alone = life_expectancy(DEATHS, PEOPLE)
    for name in ("value", "lower", "upper"):
        np.testing.assert_allclose(getattr(whole, name), getattr(alone, name), rtol=1e-12)


def test_nobody_in_health_gives_no_years():
    np.testing.assert_allclose(healthy_life_expectancy(DEATHS, PEOPLE, np.zeros(20), np.full(20, 500)).value, 0)


def test_health_limits_hold_the_spread_of_simulated_deaths_and_answers():
    dice = np.random.default_rng(8)
    share, asked = np.linspace(0.95, 0.4, 20), np.full(20, 150)
    drawn = healthy_life_expectancy(
        dice.poisson(DEATHS, size=(4000, 20)), PEOPLE, dice.binomial(asked, share, size=(4000, 20)) / asked, asked
    ).value[:, 0]
    exact = healthy_life_expectancy(DEATHS, PEOPLE, share, asked)
    error = (exact.upper[0] - exact.lower[0]) / (2 * 1.959963984540054)
    assert np.std(drawn) == pytest.approx(error, rel=0.05)


def test_a_share_above_1_is_refused():
    with pytest.raises(ValueError, match=r"0 to 1; the highest here is 1\.2"):
        healthy_life_expectancy(DEATHS, PEOPLE, np.full(20, 1.2), np.full(20, 10))
