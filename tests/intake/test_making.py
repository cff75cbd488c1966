"""Every row of a file comes in or is left out with a reason; nothing in between."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import polars as pl
import pytest

from workbench.analysis.incidents import Incidents
from workbench.domain.data import Precision, Role
from workbench.errors import CancelledError, WorkbenchError
from workbench.intake.making import STEPS, make
from workbench.intake.opening import open_file
from workbench.intake.packing import PART, content_hash, pack, unpack
from workbench.intake.preview import end_dates, places, preview, start_dates
from workbench.intake.proposing import propose
from workbench.intake.quality import Light, check

KEY = b"a key for the tests, kept nowhere"


def made(path, **changes):
    source = open_file(path)
    return make(source, replace(propose(source), **changes), key=KEY)


def test_reconciles_with_a_reason_for_each_row(niche):
    result = made(niche)
    assert (result.rows_read, result.rows_in) == (5, 2)
    assert dict(result.left_out) == {
        "the end is before the start": 1,
        "no start date": 1,
        "a start date that cannot be read as day/month/year": 1,
    }
    assert result.gone.select("row", "why").rows() == [
        (3, "the end is before the start"),
        (5, "a start date that cannot be read as day/month/year"),
        (6, "no start date"),
    ]
    assert result.frame["reference"].to_list() == ["00123", "00125"]
    assert (result.first, result.last) == (date(2026, 3, 8), date(2026, 3, 29))
    assert result.precision is Precision.MINUTE


def test_a_time_that_does_not_exist_is_told_apart_from_a_date(write):
    clocks = ["7pm", "25:10", "unknown", "noon", "23:59"]
    rows = [["Reference", "Date", "Time"]]
    rows += [[f"R{n}", f"{n + 1:02}/03/2026", clocks[n % 5]] for n in range(20)]
    result = made(write([*rows, ["R20", "31/02/2026", "19:00"]]))
    assert dict(result.left_out) == {
        "a time of day that does not exist": 4,
        "a start date that cannot be read as day/month/year": 1,
    }
    starts = result.frame[Role.START].to_list()
    assert starts[:3] == [
        datetime(2026, 3, 1, 19), datetime(2026, 3, 3), datetime(2026, 3, 4, 12),
    ]  # fmt: skip


@pytest.mark.parametrize("above", [[], [["Date"]], [["List of incidents"], ["Date"]]])
def test_a_list_of_dates_loses_none_of_them(write, above):
    result = made(write([*above, *([f"{n + 1:02}/03/2026"] for n in range(20))]))
    assert result.rows_in == 20


def test_a_list_of_dates_is_a_table_and_a_list_of_words_is_none(write):
    result = made(write([["Date of call"], *([f"{n + 1:02}/03/2026"] for n in range(20))]))
    assert (result.rows_in, result.precision) == (20, Precision.DAY)
    with pytest.raises(WorkbenchError, match="one column only, which holds no dates"):
        open_file(write([["Road"], *([f"Road {n}"] for n in range(20))]))


def test_frame_is_what_an_analysis_is_asked_of(niche):
    result = made(niche)
    schema = result.frame.schema
    assert schema[Role.START] == schema[Role.END] == pl.Datetime("us")
    assert schema[Role.EASTING] == schema[Role.NORTHING] == pl.Float64
    assert schema["row"] == pl.Int64
    assert not {"Victim name", "DOB", "MO"} & set(result.columns)
    assert "Sarah" not in str(result.frame.rows())
    incidents = Incidents(result.frame, result.precision, result.places, result.summed)
    assert incidents.span() == (date(2026, 3, 8), date(2026, 3, 29))
    assert result.frame[Role.EASTING].to_list() == [335_000.0, None]
    assert result.placed is not None
    assert result.placed.zero == 1


def test_an_account_that_does_not_add_up_cannot_be_made(niche):
    with pytest.raises(AssertionError):
        replace(made(niche), rows_in=4)


def test_personal_columns_are_coded_or_explained(niche):
    source = open_file(niche)
    choices = propose(source)
    name = choices.column("Victim name")
    kept = choices.with_column(replace(name, role=Role.PERSON))
    with pytest.raises(WorkbenchError, match="without a reason"):
        make(source, kept, key=KEY)
    coded = choices.with_column(replace(name, role=Role.PERSON, coded=True))
    result = make(source, coded, key=KEY)
    assert result.frame[Role.PERSON].str.starts_with("P-").all()
    explained = choices.with_column(replace(name, role=Role.PERSON, reason="the victim agreed"))
    assert make(source, explained).frame[Role.PERSON][0] == "Sarah Practice"


def test_wide_counts_become_rows_and_suppressed_is_never_zero(write):
    rows = [["area", "month", "burglary", "robbery"]]
    rows += [
        [f"E0100000{a}", f"2024-0{m}-01", str(a + m), "1,002"]
        for a in range(4)
        for m in range(1, 6)
    ]
    rows[3][2], rows[4][2], rows[5][2], rows[6][2] = "c", "<5", "", "many"
    rows = [[f'"{cell}"' for cell in row] for row in rows]
    result = made(write(rows))
    assert result.summed
    assert (result.rows_read, result.rows_in, result.frame.height) == (20, 20, 40)
    burglary = result.frame.filter(pl.col(Role.TYPE) == "burglary")[Role.COUNT]
    assert burglary.null_count() == 4
    assert result.frame.filter(pl.col(Role.TYPE) == "robbery")[Role.COUNT].unique().to_list() == [
        1002
    ]
    assert any("2 counts are suppressed" in note for note in result.notes)
    assert Incidents(result.frame, summed=True).n == result.frame[Role.COUNT].sum()


def test_totals_spills_and_blank_rows_are_left_out(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text(
        "Kind,Month,N\nBurglary,2024-01,x\n,,\nRobbery,2024-02,y\n" * 1
        + "Burglary,2024-03,z,stray\nTotal,2024-03,4\n"
    )
    assert dict(made(path).left_out) == {
        "blank row": 1,
        "a row of totals": 1,
        "more cells than there are columns, so its values are out of place": 1,
    }


def test_copies_are_kept_unless_told_otherwise(write):
    rows = [
        ["Ref", "Date"],
        ["1", "28/03/2026"],
        ["1", "28/03/2026"],
        ["", "28/03/2026"],
        ["", "28/03/2026"],
        ["2", "28/03/2026"],
    ]
    path = write(rows)
    assert made(path).rows_in == 5
    result = made(path, without_copies=True)
    assert dict(result.left_out) == {"a copy of a row with the same reference": 1}


def test_an_end_without_time_runs_to_the_end_of_its_day(write):
    rows = [
        ["Ref", "Start date", "End date"],
        ["1", "28/03/2026 10:00", "28/03/2026"],
        ["2", "28/03/2026 10:00", "27/03/2026"],
    ]
    result = made(write(rows))
    assert result.rows_in == 1
    assert result.frame[Role.END][0] == datetime(2026, 3, 28, 23, 59)


def test_names_that_clash_are_told_apart(write):
    rows = [["Ref", "Date", "row", "type", "Offence type"]]
    rows += [[str(i), "28/03/2026", f"r{i % 2}", f"t{i % 2}", f"o{i % 2}"] for i in range(8)]
    frame = made(write(rows)).frame
    assert frame["row"].to_list() == list(range(2, 10))
    assert frame["row (in the file)"][0] == "r0"
    assert {"type", "type (in the file)"} <= set(frame.columns)


def test_progress_can_stop_it(niche):
    class Stops:
        def __init__(self, at):
            self.at = at

        def report(self, done, total, note=""):
            assert total == STEPS
            if done == self.at:
                raise CancelledError("stopped")

    source = open_file(niche)
    for at in range(STEPS + 1):
        with pytest.raises(CancelledError):
            make(source, propose(source), Stops(at))


def test_pack_and_unpack(niche):
    frame = made(niche).frame
    many = pl.concat([frame] * 3).with_columns(pl.lit(None, pl.String).alias("none"))
    parts = pack(many)
    assert unpack(parts).equals(many)
    assert unpack(parts, ["type"]).columns == ["type"]
    assert content_hash(parts) == content_hash(pack(many)) != content_hash(pack(frame))
    long = pl.DataFrame({"n": range(PART + 1)})
    assert len(pack(long)) == 2
    assert unpack(pack(long)).equals(long)
    assert unpack(pack(long.head(0))).equals(long.head(0))


def test_preview_shows_rows_as_they_stand_and_as_read(niche):
    source = open_file(niche)
    choices = propose(source)
    shown = preview(source, choices)
    assert [row.row for row in shown.rows] == [2, 3, 4, 5, 6]
    assert shown.rows[0].raw[2] == "08/03/2026 22:00"
    assert datetime(2026, 3, 8, 22) in shown.rows[0].read
    assert "Victim name" not in shown.read_columns
    assert shown.rows[1].why == "the end is before the start"
    assert shown.rows[1].read == ()
    bad = preview(source, choices, troubled=True)
    assert [row.row for row in bad.rows] == [3, 5, 6]
    assert bad.read_columns == ()
    finding = start_dates(source, choices)
    assert finding is not None
    assert finding.unread == 1
    assert end_dates(source, choices) is not None
    placed = places(source, choices)
    assert placed is not None
    assert placed.zero == 1


def test_quality_of_the_sample(sample):
    result = made(sample / "police-uk/merseyside")
    assert result.rows_in == 2135
    facts = {fact.what: fact for fact in check(result)}
    assert facts["No reference"].light is Light.GREEN
    assert "anti-social behaviour" in facts["No reference"].effect
    missing = next(f for f in facts.values() if f.what.startswith("Months without a row"))
    assert missing.n == 58
    assert missing.light is Light.AMBER
    assert "Feb 2019" in missing.what
    copies = facts["Rows without a reference exactly alike"]
    assert copies.light is Light.GREEN
    assert facts["Rows with a reference exactly alike"].n == 0


def test_quality_of_times_and_spans(write):
    rows = [["Ref", "Start date", "End date", "Kind"]]
    for i in range(200):
        start = "2024-01-01 00:00" if i < 60 else f"2024-01-{2 + i % 20:02} 10:{i % 60:02}"
        rows.append([str(i), start, "2024-01-30 09:00", "Burglary"])
    facts = {fact.what: fact for fact in check(made(write(rows)))}
    assert facts["At exactly 00:00"].n == 60
    assert facts["At exactly 00:00"].light is Light.AMBER
    assert facts["On 1 January"].light is Light.AMBER
    assert facts["Between start and end more than 7 whole days"].light is Light.AMBER
    assert 0 < facts["At exactly 00:00"].share < 1


def test_a_thin_month_is_noticed(write):
    rows = [["Ref", "Month", "Crime type"]]
    rows += [
        [f"{m}-{i}", f"2024-{m:02}", "Burglary"]
        for m in range(1, 10)
        for i in range(30 if m == 5 else 200)
    ]
    thin = [f for f in check(made(write(rows))) if f.what.startswith("May 2024")]
    assert thin
    assert thin[0].n == 30
    assert "recording change" in thin[0].effect


def test_a_list_of_dates_gives_way_to_a_table_beside_it(tmp_path):
    from openpyxl import Workbook

    book = Workbook()
    book.active.title = "Bank holidays"
    for line in (["Date"], *([datetime(2026, 4, n)] for n in range(1, 9))):
        book.active.append(line)
    other = book.create_sheet("Incidents")
    for line in (["Ref", "Type"], *([f"R{n}", "Theft"] for n in range(4))):
        other.append(line)
    book.save(tmp_path / "two.xlsx")
    source = open_file(tmp_path / "two.xlsx")
    assert source.columns == ("Ref", "Type")
    assert any("one column" in part.why for part in source.parts)
