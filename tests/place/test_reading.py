"""A sound folder is read; every fault of a spoiled one is told at once, in words."""

from datetime import date
from pathlib import Path

import pytest

from tests.place.conftest import FILES
from wholeplace.place import OptOuts, check_place, read_place
from wholeplace.place.shapes import SparkSettings
from wholeplace.terms import DataProblem, WrongUse


def letters(folder) -> str:
    return "\n".join(f"{problem.where}: {problem.what}" for problem in check_place(folder))


def spoiled(name: str, old: str, new: str) -> dict[str, str]:
    text = next(text for file, text in FILES.items() if file.startswith(name))
    assert old in text
    return {name: text.replace(old, new, 1)}


def test_a_sound_folder_is_read(folder):
    place = read_place(folder())
    assert check_place(folder()) == ()
    assert place.settings.levels == ("system", "place", "neighbourhood")
    assert place.settings.standards["over-4-hours"].since == date(2025, 4, 1)
    assert place.organisations[0].roles == ("lead", "host")  # one body, several roles
    assert place.population["people"].sum() == 19.5


def test_small_areas_know_every_level_and_their_fifth(folder):
    rows = {row["small_area"]: row for row in read_place(folder()).small_areas.iter_rows(named=True)}
    assert (rows["L1"]["neighbourhood"], rows["L1"]["place"], rows["L1"]["system"], rows["L1"]["ward"]) == ("N1", "P1", "S1", "W1")
    assert [rows[code]["deprivation_fifth"] for code in ("L1", "L2", "L3", "L4")] == [1, 1, 2, 5]
    assert rows["L3"]["ward"] is None


def test_a_missing_folder_is_wrong_use(tmp_path):
    with pytest.raises(WrongUse, match="wholeplace new"):
        read_place(tmp_path / "nowhere")


def test_an_empty_folder_is_a_letter_and_no_traceback(tmp_path):
    assert "no such file" in letters(tmp_path)


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("place", "levels =", "level =", "there is no such setting"),
        ("place", '"Two Valleys"', "7", "7 is not text"),
        ("place", "small_areas_in_country = 100", "", "small_areas_in_country: it is missing"),
        ("place", 'name = "Two Valleys"', "name = ", "it is not TOML"),
        ("place", "value = 22.0", "", "a standard needs exactly value, source and since"),
        ("areas", "N1,Mill,neighbourhood,P1", "N1,Mill,neighbourhood,P9", 'parent "P9" is not an area here'),
        ("areas", "N1,Mill,neighbourhood,P1", "N1,Mill,neighbourhood,S1", "its parent is not a place"),
        ("areas", "P1,North Valley,place,S1", "P1,North Valley,place,N1", "lies within itself"),
        ("areas", "N2,Bridge,neighbourhood", "N2,Bridge,neighborhood", 'level "neighborhood" is not in place.toml'),
        ("areas", "N2,Bridge", "N1,Bridge", 'code "N1" holds twice on the same day'),
        ("areas", "N3,Quay,neighbourhood,P2,2016-03-01,", "N3,Quay,neighbourhood,P2,2016-03-01,2016-03-01", "not after valid_from"),
        (
            "areas",
            "P2,South Valley,place,S1,2016-03-01,",
            "P2,South Valley,place,S1,2018-03-01,",
            'parent "P2" does not stand on every day',
        ),
        ("areas", "S1,Two Valleys,system,,2016-03-01,,", "S1,A,system,,2016-03-01,,\nS2,B,system,,2020-01-01,,", "a second system"),
        ("areas", "W1,Mill Ward,ward,P1,2016-03-01", "W1,Mill Ward,ward,P1,soon", '"soon" is not a date'),
        ("areas", "valid_to", "valid_until", "the column is missing"),
        ("small_areas", "L1,N1", "L1,N9", 'neighbourhood "N9" is not in areas.csv'),
        ("small_areas", "W1,20,", "W1,101,", "lies outside 1 to 100"),
        ("small_areas", "W1,20,", "W1,1,", "belongs to two small areas"),
        ("small_areas", "W1,20,", "W1,first,", '"first" is not a whole number'),
        ("small_areas", "W1,20,2016-03-01,,", "W1,20,2016-03-01,2021-01-01,L9", 'successor "L9" is not a small area here'),
        ("small_areas", "W1,20,2016-03-01,,", "W1,20,2016-03-01,,L1", "has a successor but no end"),
        ("population", "L1,0,female,2024,10", "L1,0,female,2024,-10", "is below 0"),
        ("population", "L1,0,female", "L9,0,female", "the small area is not in small_areas.csv"),
        ("population", "L1,0,female", "L1,3,female", "age_band 3 is not the lower end"),
        ("population", "L1,0,female", "L1,0,woman", 'sex "woman" is not known'),
        ("population", "L1,90,male,2024,2.5", "L1,0,female,2024,2.5", "stands in an earlier row"),
        ("population", "L4,65,all,2024,7", "L1,0,all,2024,7", "both all people and one sex"),
        ("organisations", "council,P1", "councl,P1", 'kind "councl" is not known'),
        ("organisations", "council,P1,,", "council,P1,C9,", 'successor "C9" is not known'),
    ],
)
def test_each_fault_is_told(folder, file, old, new, told):
    assert told in letters(folder(**spoiled(file, old, new)))


@pytest.mark.parametrize(
    ("section", "told"),
    [
        ('[opt_outs]\npurpose = "planing"', 'opt_outs.purpose: there is no purpose "planing".'),
        ("[opt_outs]\nnational = true", "opt_outs.purpose: it is missing."),
        ('[opt_outs]\npurpose = "planning"\nnational = "yes"', "opt_outs.national: 'yes' is not true or false."),
        ('[opt_outs]\npurpose = "planning"\noldest_list_days = 0', "opt_outs.oldest_list_days: 0 is below 1."),
        ('[opt_outs]\npurpose = "planning"\nlimit = 3', "opt_outs.limit: there is no such setting."),
        ("today = 2026-10-01T00:00:00", "is not a date such as 2026-10-01."),
        ("opt_outs = true", "opt_outs: True is not a table."),
    ],
)
def test_opt_outs_are_read_with_care(folder, section, told):
    text = FILES["place.toml"]
    top = "" if section.startswith("[") else f"{section}\n"
    assert told in letters(folder(place=f"{top}{text}\n{'' if top else section}\n"))


def test_opt_outs_and_the_day_of_a_place_that_stands_still(folder):
    text = FILES["place.toml"]
    settings = read_place(folder(place=f'today = 2026-10-01\n{text}\n[opt_outs]\npurpose = "research"\n')).settings
    assert settings.today == date(2026, 10, 1)
    assert settings.opt_outs == OptOuts(purpose="research", national=True, oldest_list_days=21)
    plain = read_place(folder()).settings
    assert (plain.today, plain.opt_outs) == (None, None)


def test_all_problems_come_in_one_letter(folder):
    changed = spoiled("areas", "N1,Mill,neighbourhood,P1", "N1,Mill,neighbourhood,P9") | spoiled("population", "L1,0,female", "L1,3,female")
    with pytest.raises(DataProblem) as raised:
        read_place(folder(**changed))
    assert "P9" in str(raised.value)
    assert "age_band 3" in str(raised.value)
    assert len(raised.value.problems) >= 2


def test_a_misspelt_word_gets_a_suggestion(folder):
    fixes = [problem.fix for problem in check_place(folder(**spoiled("place", "footprints", "footprint")))]
    assert 'Did you mean "footprints"?' in fixes


def test_a_letter_names_rows_as_a_spreadsheet_shows_them(folder):
    assert "population.csv, row 3" in letters(folder(**spoiled("population", "L1,90", "L1,91")))


def test_windows_files_are_read(folder):
    made = folder()
    for name in ("areas.csv", "population.csv"):
        path = made / name
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert check_place(made) == ()


@pytest.mark.parametrize(
    ("section", "told"),
    [
        ('engine = "sparkk"', 'engine: there is no engine "sparkk".'),
        ("engine = true", "engine: True is not text."),
        ("[spark]\nmastr = 'local'", "spark.mastr: there is no such setting."),
        ("[spark]\nmaster = 7077", "spark.master: 7077 is not text."),
        ('[spark.settings]\n"executor.memory" = "8g"', "spark.settings.executor.memory: it is not one of Spark's settings"),
        ("[spark.settings]\nspark.executor.memory = '8g'", "spark.settings.spark: it is not one of Spark's settings"),
    ],
)
def test_the_engine_is_read_with_care(folder, section, told):
    text = next(text for file, text in FILES.items() if file.startswith("place"))
    whole = f"{text}\n{section}\n" if section.startswith("[") else f"{section}\n{text}"
    assert told in letters(folder(place=whole))


def test_a_place_works_on_duckdb_unless_it_asks_for_spark(folder):
    text = next(text for file, text in FILES.items() if file.startswith("place"))
    settings = '[spark.settings]\n"spark.executor.cores" = 4\n"spark.ui.enabled" = true\n'
    spark = f'[spark]\nmaster = "spark://cluster:7077"\nwork = "/shared"\n{settings}'
    assert read_place(folder()).settings.spark is None
    assert read_place(folder(place=f'engine = "duckdb"\n{text}\n{spark}')).settings.spark is None
    assert read_place(folder(place=f'engine = "spark"\n{text}')).settings.spark == SparkSettings()
    assert read_place(folder(place=f'engine = "spark"\n{text}\n{spark}')).settings.spark == SparkSettings(
        master="spark://cluster:7077", work=Path("/shared"), settings={"spark.executor.cores": "4", "spark.ui.enabled": "true"}
    )
