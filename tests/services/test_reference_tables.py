"""Tables of weights and residents: proposed with reasons, dated, sourced, undone in one step."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.services.test_bringing_in import bring
from workbench.analysis.filter import Filter
from workbench.domain.data import Dataset
from workbench.domain.evidence import EvidenceCard
from workbench.domain.reference import Purpose, ReferenceTable, of_purpose
from workbench.errors import CannotAnswerError, UnreadableFileError, WorkbenchError
from workbench.intake.opening import open_file
from workbench.intake.reference_columns import read
from workbench.services import asking, cards, records, reference_tables
from workbench.services.asking import Request
from workbench.services.practice.building import PASSPHRASE, build
from workbench.services.reference_tables import Draft, Known, Told
from workbench.services.shelf import Shelf
from workbench.store.casebook import Casebook


def told(draft: Draft, **other: Any) -> Told:
    proposal = draft.proposal
    made = Told("Harm days", proposal.purpose, proposal.key, proposal.value, proposal.unit,
                "Force analysts", date(2025, 4, 1))  # fmt: skip
    return replace(made, **other)


def write(folder: Path, text: str, name: str = "table.csv") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


@pytest.fixture
def weights(tmp_path: Path) -> Draft:
    return reference_tables.look(write(tmp_path, "Offence,Days\nTheft,12\nRobbery,365\n"))


def test_a_table_is_kept_undone_and_found_again(
    casebook: Casebook, shelf: Shelf, weights: Draft
) -> None:
    changes = reference_tables.bring_in(casebook, weights, told(weights))
    (kept,) = records.all_of(casebook, ReferenceTable)
    assert (kept.count, kept.purpose, kept.unit) == (2, Purpose.WEIGHTS, "days")
    found = shelf.reference(kept.id)
    assert found.of(" robbery") == 365
    assert found.of("Fraud") is None
    assert found.cited == "Harm days, 1 Apr 2025, Force analysts"
    records.amend(casebook, ReferenceTable, kept.id, source="Another")
    assert shelf.reference(kept.id).source == "Another"
    records.amend(casebook, ReferenceTable, kept.id, source="Force analysts")
    records.make_again(casebook, changes.undone())
    assert records.all_of(casebook, ReferenceTable) == []


@pytest.mark.parametrize(
    ("other", "words"),
    [({"dated": None}, "needs a date"), ({"source": " "}, "needs a source"),
     ({"name": "", "source": "", "dated": None}, "a name, a source and a date"),
     ({"dated": date(2031, 1, 1)}, "in the future")],
)  # fmt: skip
def test_a_table_without_date_or_source_is_refused(
    casebook: Casebook, weights: Draft, other: Any, words: str
) -> None:
    with pytest.raises(WorkbenchError, match=words):
        reference_tables.bring_in(casebook, weights, told(weights, **other))
    assert records.all_of(casebook, ReferenceTable) == []


def test_values_that_disagree_or_are_below_nought_are_refused(tmp_path: Path) -> None:
    path = write(tmp_path, "Type,Weight\nTheft,12\ntheft ,13\nFraud,1\n")
    with pytest.raises(UnreadableFileError, match="more than one value for “Theft”"):
        reference_tables.rows(reference_tables.look(path), "Type", "Weight")
    path = write(tmp_path, "Type,Weight\nTheft,-12\nFraud,1\n")
    with pytest.raises(UnreadableFileError, match="below 0 for “Theft”"):
        reference_tables.rows(reference_tables.look(path), "Type", "Weight")
    with pytest.raises(UnreadableFileError, match="no column called Harm"):
        reference_tables.rows(reference_tables.look(path), "Type", "Harm")


def test_rows_without_a_value_are_counted_with_the_reason(tmp_path: Path) -> None:
    rows = [f"E010070{n:02d},{900 + n}" for n in range(12)]
    odd = ['E01006571,"1,954"', "E01006572,", "E01006574,c", "E01006643,about 900",
           "E01006571,1954", "All areas,9999", ",12", "E01006644,0"]  # fmt: skip
    text = "\n".join(["Area Code,Residents", *rows[:6], *odd, *rows[6:]]) + "\n"
    draft = reference_tables.look(write(tmp_path, text))
    made = read(draft.source, "Area Code", "Residents")
    assert len(made.keys) == 14
    values = dict(zip(made.keys, made.values, strict=True))
    assert (values["E01006571"], values["E01006644"]) == (1954, 0)
    assert dict(made.left_out) == {
        "no value": 1, "suppressed by its source": 1, "not a number": 1, "a total": 1,
        "no key": 1, "the same row again": 1,
    }  # fmt: skip


def test_a_workbook_does_as_well(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["Premises by area"], [], ["LSOA code", "Name", "Premises", "% vacant"],
                ["E01006571", "One", 40, 3.5], ["E01006572", "Two", 55, 1.5],
                ["E01006573", "Three", 12, 0.5]):  # fmt: skip
        book.active.append(row)
    path = tmp_path / "premises.xlsx"
    book.save(path)
    draft = reference_tables.look(path)
    assert (draft.proposal.key, draft.proposal.value) == ("LSOA code", "Premises")
    assert draft.proposal.purpose is Purpose.EXPOSURE
    assert draft.proposal.unit == "premises"


@pytest.mark.parametrize("text", ["Name,Note\nA,b\nB,c\n", "One,Two\n1,2\n3,4\n"])
def test_a_file_that_is_no_table_is_refused_in_words(tmp_path: Path, text: str) -> None:
    with pytest.raises(UnreadableFileError, match=r"no table of weights.*Nothing has been changed"):
        reference_tables.look(write(tmp_path, text))


@pytest.mark.parametrize(
    ("name", "purpose", "key", "value", "count"),
    [("cchi_weights_by_category.csv", Purpose.WEIGHTS, "crime_type", "cchi_days", 13),
     ("merseyside_lsoa_census.csv", Purpose.EXPOSURE, "census_code", "residents", 923),
     ("2019_population.csv", Purpose.EXPOSURE, "lsoa", "pop", 42_619)],
)  # fmt: skip
def test_real_tables_are_read_as_they_are(
    shared: Path, name: str, purpose: Purpose, key: str, value: str, count: int
) -> None:
    draft = reference_tables.look(shared / "data" / "reference-tables" / name)
    proposal = draft.proposal
    assert (proposal.purpose, proposal.key, proposal.value) == (purpose, key, value)
    assert len(reference_tables.rows(draft, key, value).keys) == count


def test_the_reason_says_how_many_keys_of_the_data_it_has(shared: Path) -> None:
    known = Known(kinds=("Burglary", "Robbery", "Anti-social behaviour"))
    path = shared / "data" / "reference-tables" / "cchi_weights_by_category.csv"
    draft = reference_tables.look(path, known)
    assert "it has 2 of the 3 kinds in your data" in draft.proposal.why_key
    made = reference_tables.rows(draft, "crime_type", "cchi_days")
    assert made.fitting(known.of(Purpose.WEIGHTS)) == 2


@given(st.dictionaries(st.sampled_from([f"E0100{n:04d}" for n in range(50)]),
                       st.integers(0, 10**6), min_size=2))  # fmt: skip
def test_what_is_written_is_read(told: dict[str, int]) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        lines = [f'{key},"{value:,}"' for key, value in told.items()]
        path = write(Path(folder), "\n".join(["Code,Residents", *lines]) + "\n")
        made = read(open_file(path), "Code", "Residents")
    assert dict(zip(made.keys, made.values, strict=True)) == told


def test_a_card_remembers_its_table_and_is_worked_out_again(
    casebook: Casebook, shelf: Shelf, problem: UUID, dataset: Dataset, export: Any, weights: Draft
) -> None:
    bring(casebook, dataset, export("thefts.csv"))
    reference_tables.bring_in(casebook, weights, told(weights))
    contents = records.contents(casebook, problem)
    assert reference_tables.known(shelf, contents).kinds == ("Theft",)
    edition, (table,) = contents.editions[-1], contents.references
    with pytest.raises(CannotAnswerError, match="None is chosen"):
        asking.ask(shelf, Request("harm", edition.id))
    request = Request("harm", edition.id, reference_id=table.id)
    answer = asking.ask(shelf, request)
    cards.keep(casebook, problem, request, answer)
    (card,) = records.all_of(casebook, EvidenceCard)
    assert card.reference_id == table.id
    assert cards.request_of(card).reference_id == table.id
    contents = records.contents(casebook, problem)
    _, moved = cards.refresh(casebook, shelf, contents, [card])
    assert moved == ("Harm: nothing moved",)
    records.remove(casebook, table)
    (card,) = records.all_of(casebook, EvidenceCard)
    assert card.reference_id is None
    assert cards.opened(casebook, card).reading.finding == answer.reading.finding
    contents = records.contents(casebook, problem)
    _, moved = cards.refresh(casebook, shelf, contents, [card])
    assert "still shows what it showed" in moved[0]


@pytest.fixture(scope="module")
def practised(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The practice problem, which has residents by small area."""
    path = tmp_path_factory.mktemp("practice") / "practice.psolve"
    casebook = Casebook.create(path, PASSPHRASE, "PC A Khan", lambda: datetime(2026, 11, 22))
    yield Shelf(casebook), records.contents(casebook, build(casebook))
    casebook.close()


@pytest.mark.parametrize("bounded", [True, False])
def test_areas_that_were_not_asked_about_are_not_empty(practised: Any, bounded: bool) -> None:
    shelf, contents = practised
    (table,) = of_purpose(contents.references, "exposure")
    treated = next(area for area in contents.areas if area.role == "treated")
    request = Request(
        "rates", contents.editions[-1].id, Filter(areas=treated.codes),
        boundaries_id=contents.boundaries[-1].id if bounded else None, reference_id=table.id,
    )  # fmt: skip
    found = asking.ask(shelf, request).result
    assert set(found.codes) == set(treated.codes)


@pytest.mark.parametrize("part", [{"places": ("Library",)}, {"outline": "[[[0,0],[0,9],[9,9]]]"}])
def test_a_rate_of_a_part_of_an_area_is_refused(practised: Any, part: Any) -> None:
    shelf, contents = practised
    (table,) = of_purpose(contents.references, "exposure")
    request = Request("funnel", contents.editions[-1].id, Filter(**part), reference_id=table.id)
    with pytest.raises(CannotAnswerError, match="whole small areas"):
        asking.ask(shelf, request)
