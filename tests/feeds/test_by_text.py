"""Files are read by their texts or a row at a time: what is received is the same."""

import shutil
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.feeds.conftest import NUMBERS, Dropped
from wholeplace.feeds import by_text, numbering, parquet_pieces, reading, splitting
from wholeplace.terms import DataProblem
from wholeplace.warehouse import Warehouse

HEADER = (
    "NHS_NUMBER,LOCAL_PATIENT_IDENTIFIER,BIRTH_DATE,STATED_GENDER,ETHNIC_CATEGORY,LSOA,PROVIDER_CODE,EPIKEY,DEPARTMENT_TYPE,AGE,"
    "ARRIVAL_DATE,ARRIVAL_TIME,DEPARTURE_DATE,DEPARTURE_TIME,DISCHARGE_DESTINATION,DIAGNOSIS_CODE_1,DIAGNOSIS_CODE_2,REMARK"
)
MANY_COLUMNS = HEADER.count(",") + 1

empty = st.sampled_from(["", "", "NULL", "null", " ", '""', '"NULL"', " NULL"])
days = st.sampled_from(
    ["2024-05-01", "01/05/2024", "13/05/2024", "05/13/2024", "1 May 2024", "2024-02-31", "1801-01-01", "soon", "20240501"]
)
times = st.sampled_from(["10:30", "1030", "9:05", "25:00", "10:30:59", "noon"])
cells = {
    "NHS_NUMBER": st.sampled_from([*NUMBERS, NUMBERS[0][:9] + "0", "943 476 5919", "nobody"]),
    "LOCAL_PATIENT_IDENTIFIER": st.sampled_from(["L1", " L1 ", "l1", "L2", "Q"]),
    "BIRTH_DATE": st.one_of(days, st.sampled_from(["1950-05-05", "2030-01-01", "1799-01-01"])),
    "STATED_GENDER": st.sampled_from(["1", "2", "F", "female", "Q", "9"]),
    "ETHNIC_CATEGORY": st.sampled_from(["A", "a", "Z", "??"]),
    "LSOA": st.sampled_from(["A1", "a1", "é"]),
    "PROVIDER_CODE": st.sampled_from(["RXX", "rxx", "RYY"]),
    "EPIKEY": st.sampled_from([str(at) for at in range(8)]),
    "DEPARTMENT_TYPE": st.sampled_from(["01", "1", "99", "77"]),
    "AGE": st.sampled_from(["7", "7.0", "7.5", "200", "7001", "1,0", "x"]),
    "ARRIVAL_DATE": days,
    "ARRIVAL_TIME": times,
    "DEPARTURE_DATE": days,
    "DEPARTURE_TIME": times,
    "DISCHARGE_DESTINATION": st.sampled_from(["306706006", "x"]),
    "DIAGNOSIS_CODE_1": st.sampled_from(["I50.0", "i500", "I500;J18"]),
    "DIAGNOSIS_CODE_2": st.sampled_from(["J189", "-"]),
    "REMARK": st.sampled_from(["", '"said, so"', 'said "so"', '"said ""so"""', "a" * 70]),
}
usual = st.tuples(*(st.one_of(found, found, found, empty) for found in cells.values())).map(",".join)
odd = st.sampled_from(["", "a,b", "," * (MANY_COLUMNS - 1), "," * MANY_COLUMNS, "x" + "," * MANY_COLUMNS])
lines = st.lists(st.one_of(usual, usual, usual, usual, usual, odd), min_size=1, max_size=25)


def received(dropped: Dropped, monkeypatch, least: int) -> dict[str, object]:
    """Everything that receiving leaves or says."""
    shutil.rmtree(dropped.folder / ".wholeplace", ignore_errors=True)
    monkeypatch.setattr(by_text, "LEAST_BYTES", least)
    try:
        dropped.receive()
    except DataProblem as problem:
        return {"letters": str(problem)}
    return {path.relative_to(dropped.folder).as_posix(): _content(path) for path in (dropped.folder / ".wholeplace").rglob("*.*")}


def judge_many(monkeypatch, many: int) -> None:
    for module in (by_text, numbering, parquet_pieces):
        monkeypatch.setattr(module, "MANY", many)


def _content(path: Path) -> object:
    if path.suffix != ".parquet":
        return path.read_text()
    frame = pl.read_parquet(path)
    return frame.schema, frame.rows()


@example(lines=[""], ends="\n", last=True, slab=1 << 12, many=0)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    lines=lines,
    ends=st.sampled_from(["\n", "\r\n"]),
    last=st.booleans(),
    slab=st.sampled_from([1 << 12, 1 << 23]),
    many=st.sampled_from([0, 4096]),
)
def test_both_ways_receive_the_same(dropped: Dropped, monkeypatch, lines: list[str], ends: str, last: bool, slab: int, many: int) -> None:
    monkeypatch.setattr(splitting, "SLAB", slab)
    judge_many(monkeypatch, many)
    text = ends.join([HEADER, *lines]) + (ends if last else "")
    shutil.rmtree(dropped.folder / "feeds", ignore_errors=True)
    dropped.put("emergency_care", a=text)
    assert received(dropped, monkeypatch, 0) == received(dropped, monkeypatch, 1 << 60)


loose = st.one_of(st.none(), st.sampled_from(["", "NULL", " ", "x\ny", '"']))
loose_rows = st.lists(st.tuples(*(st.one_of(found, found, found, loose) for found in cells.values())), min_size=1, max_size=25)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(rows=loose_rows, group=st.sampled_from([7, 100]), piece=st.sampled_from([3, 50]), many=st.sampled_from([0, 4096]))
def test_both_ways_receive_the_same_of_parquet(dropped: Dropped, monkeypatch, rows: list, group: int, piece: int, many: int) -> None:
    """Also where a text means nothing in CSV only."""
    monkeypatch.setattr(parquet_pieces, "ROWS", piece)
    monkeypatch.setattr(parquet_pieces, "FIRST_ROWS", piece)
    judge_many(monkeypatch, many)
    shutil.rmtree(dropped.folder / "feeds", ignore_errors=True)
    dropped.put("emergency_care")
    frame = pl.DataFrame(rows, schema=dict.fromkeys(HEADER.split(","), pl.String), orient="row")
    frame.write_parquet(dropped.folder / "feeds" / "emergency_care" / "a.parquet", row_group_size=group)
    assert received(dropped, monkeypatch, 0) == received(dropped, monkeypatch, 1 << 60)


DAY = date(2024, 5, 1)
MOMENT = datetime.combine(DAY, time(10, 30))
TYPED = {
    "NHS_NUMBER": [int(NUMBERS[at % 4]) for at in range(5)],
    "LOCAL_PATIENT_IDENTIFIER": [1.0, 2.5, -0.0, float("nan"), 1e17],
    "BIRTH_DATE": [date(1950, 5, 5), None, DAY, date(2030, 1, 1), date(1801, 1, 1)],
    "STATED_GENDER": [True, False, None, True, True],
    "LSOA": ["A1", None, "", "é", "A1"],
    "PROVIDER_CODE": ["RXX", "RXX", None, "RYY", "RXX"],
    "EPIKEY": [Decimal("1.00"), Decimal("2.50"), Decimal("3.00"), None, Decimal("1.00")],
    "AGE": [7.0, 7.5, 200.0, float("inf"), None],
    "ARRIVAL_DATE": [MOMENT, MOMENT + timedelta(days=1), None, MOMENT, MOMENT],
    "DEPARTURE_DATE": [DAY, DAY + timedelta(days=2), None, DAY, date(1, 1, 1)],
    "REMARKS": [["a", "b"], None, [], ["c"], ["é"]],
}


@pytest.mark.parametrize("without", ["", "ARRIVAL_DATE"])
@pytest.mark.parametrize("times", [1, 40])
def test_values_of_parquet_that_are_no_texts(dropped: Dropped, monkeypatch, times: int, without: str) -> None:
    """Numbers, days, moments and lists are what DuckDB makes of them."""
    monkeypatch.setattr(parquet_pieces, "ROWS", 3)
    dropped.put("emergency_care")
    frame = pl.DataFrame({name: values * times for name, values in TYPED.items() if name != without})
    frame.write_parquet(dropped.folder / "feeds" / "emergency_care" / "a.parquet", row_group_size=4)
    left = received(dropped, monkeypatch, 0)
    assert left == received(dropped, monkeypatch, 1 << 60)
    assert ("letters" in left) == bool(without)


def test_columns_of_parquet_that_are_texts_in_another_writing(dropped: Dropped, monkeypatch) -> None:
    """Dictionaries, large texts and bytes are read by their texts; moments of a kind that DuckDB sees otherwise are left to it."""
    dropped.put("emergency_care")
    path, taken, read = dropped.folder / "feeds" / "emergency_care" / "a.parquet", [], numbering.read_cells
    monkeypatch.setattr(reading, "read_cells", lambda *given: taken.append(read(*given)) or taken[-1])
    rows = [line.split(",") for line in plain_lines(9)]
    texts = dict(zip(HEADER.split(","), map(list, zip(*rows, strict=True)), strict=True))
    for kind in (pa.large_string(), pa.dictionary(pa.int8(), pa.string()), pa.binary()):
        columns = {name: pa.array(values).cast(kind) if name == "STATED_GENDER" else values for name, values in texts.items()}
        pq.write_table(pa.table(columns), path)
        assert received(dropped, monkeypatch, 0) == received(dropped, monkeypatch, 1 << 60)
        assert taken[-1] is not None
    moments = {"ARRIVAL_DATE": pa.array([MOMENT] * 9, pa.timestamp("ns"))}
    pq.write_table(pa.table(texts | moments), path, use_deprecated_int96_timestamps=True)
    assert received(dropped, monkeypatch, 0) == received(dropped, monkeypatch, 1 << 60)
    assert taken[-1] is None


@pytest.mark.parametrize("empty", [0, 1, 3])
def test_row_groups_that_hold_nothing(dropped: Dropped, monkeypatch, empty: int) -> None:
    """Rows after an empty row group are met."""
    dropped.put("emergency_care")
    rows = [line.split(",") for line in plain_lines(12)]
    table = pa.table(dict(zip(HEADER.split(","), map(list, zip(*rows, strict=True)), strict=True)))
    with pq.ParquetWriter(dropped.folder / "feeds" / "emergency_care" / "a.parquet", table.schema) as writer:
        for number in range(4):
            writer.write_table(table.slice(3 * number, 0) if number == empty else table.slice(3 * number, 3))
    assert received(dropped, monkeypatch, 0) == received(dropped, monkeypatch, 1 << 60)
    assert len(dropped.rows("emergency_care")) == 9


def plain_lines(count: int) -> list[str]:
    return [
        f"{NUMBERS[at % 4]},L{at % 7},1950-05-0{1 + at % 5},{at % 3},A,A1,RXX,{at},01,7,2024-05-01,10:30,2024-05-01,11:3{at % 10},x,I500,,"
        for at in range(count)
    ]


@pytest.mark.parametrize("quoted", [False, True])
def test_a_plain_file_is_read_by_its_texts(dropped: Dropped, monkeypatch, quoted: bool) -> None:
    """Also one in which every cell stands in quotes, over many slabs."""
    monkeypatch.setattr(splitting, "SLAB", 1 << 12)
    found = plain_lines(500)
    if quoted:
        found = [",".join(f'"{cell}"' for cell in line.split(",")) for line in found]
    dropped.put("emergency_care", a="\n".join([HEADER, *found]) + "\n")
    taken = []
    monkeypatch.setattr(reading, "read_cells", lambda *given: taken.append(given))
    by_rows = received(dropped, monkeypatch, 1 << 60)
    assert not taken
    monkeypatch.undo()
    monkeypatch.setattr(splitting, "SLAB", 1 << 12)
    assert received(dropped, monkeypatch, 0) == by_rows


@pytest.mark.parametrize("line", ["a,b", '"a\nb"' + "," * 17, 'a"b' + "," * 17, '"a"b' + "," * 17, "," * 18, '"a' + "," * 17])
def test_a_line_that_is_not_plain_is_left_to_duckdb(line: str) -> None:
    text = "\n".join([*plain_lines(3), line, *plain_lines(3)]) + "\n"
    assert splitting.split_lines(text.encode(), len(text), ",", MANY_COLUMNS, splitting.Rooms()) is None


def test_a_refused_text_stands_in_no_open_file(dropped: Dropped, monkeypatch) -> None:
    """Texts are written once for each row group: only those of its rows."""
    found = plain_lines(50)
    found[7] = found[7].replace("L0", "L9").replace("RXX", "SLIPPED").replace("2024-05-01,10:30", "soon,10:30")
    dropped.put("emergency_care", a="\n".join([HEADER, *found]) + "\n")
    left = received(dropped, monkeypatch, 0)
    assert sum("quarantine/emergency_care.rows" in name for name in left) == 1
    (rows,) = dropped.state.glob("tables/emergency_care/*.parquet")
    with pq.ParquetFile(rows) as file:
        column = file.schema_arrow.names.index("provider")
        assert file.metadata.row_group(0).column(column).has_dictionary_page
    plain = pl.read_parquet(rows)
    assert len(plain) == 49
    coded = pq.read_table(rows, read_dictionary=["provider"])["provider"].chunk(0)
    assert coded.dictionary.to_pylist() == ["RXX"]


def test_no_text_may_be_left_outside_the_place(dropped: Dropped, monkeypatch) -> None:
    """Cells of many texts are read beside the others, and their room on disk is that of the feed."""
    spills, beside = [], Warehouse.beside

    def opened(warehouse: Warehouse) -> Warehouse:
        own = beside(warehouse)
        spills.extend(own.rows("select current_setting('temp_directory')")[0])
        return own

    judge_many(monkeypatch, 4)
    monkeypatch.setattr(Warehouse, "beside", opened)
    dropped.put("emergency_care", a="\n".join([HEADER, *plain_lines(50)]) + "\n")
    assert received(dropped, monkeypatch, 0)
    assert len(spills) > 2
    assert all(Path(spill).is_relative_to(dropped.folder / ".wholeplace") and not Path(spill).exists() for spill in spills)
