"""The list of what was brought in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from workbench.ui.main_window import MainWindow


def test_an_empty_page_offers_the_first_thing_to_do(filled: MainWindow) -> None:
    filled.go("data")
    page: Any = filled.page
    assert page.header.title.text() == "No data has been brought in yet"
    assert page.stack.currentIndex() == 0
    assert {offer.words for offer in page.offers()} >= {
        "Bring in data...",
        "Bring in boundaries...",
    }


def test_editions_are_listed_newest_first_with_their_account(
    filled: MainWindow, put_in: Any, street: tuple[Path, Path]
) -> None:
    dataset = put_in(filled, street[1])
    put_in(filled, *street, dataset=dataset)
    filled.go("data")
    page: Any = filled.page
    rows = page.table.records.rows
    assert [row[0] for row in rows] == ["Street crime, edition 2", "Street crime, edition 1"]
    edition = filled.session.contents.editions[-1]
    assert rows[0][1] == f"{edition.rows_in:,}"
    assert rows[0][3] == "Oct 2018 to Feb 2024"
    assert page.header.title.text().startswith(f"One dataset with {edition.rows_in:,} rows")


def test_removing_the_last_edition_removes_the_dataset(
    filled: MainWindow, put_in: Any, street: tuple[Path, Path]
) -> None:
    put_in(filled, street[1])
    filled.go("data")
    page: Any = filled.page
    page.drop.click()
    assert not filled.session.contents.datasets
    assert page.stack.currentIndex() == 0
    filled.session.history.stack.undo()
    assert filled.session.contents.editions
    assert page.stack.currentIndex() == 1


def test_boundaries_come_in_beside_the_data(
    filled: MainWindow, settle: Any, put_in: Any, street: tuple[Path, Path], tmp_path: Path
) -> None:
    ring = [[[-2.9, 53.4], [-2.8, 53.4], [-2.8, 53.5], [-2.9, 53.5], [-2.9, 53.4]]]
    feature = {
        "type": "Feature",
        "properties": {"LSOA11CD": "E01006512", "LSOA11NM": "Liverpool 031A"},
        "geometry": {"type": "Polygon", "coordinates": ring},
    }
    path = tmp_path / "areas.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    put_in(filled, street[1])
    filled.go("data")
    page: Any = filled.page
    page.take_boundaries([path], "Small areas")
    settle(filled)
    assert page.others.records.rows[0][0] == "Small areas"
    assert filled.session.contents.boundaries[0].count == 1


def test_bad_boundaries_get_a_sentence(filled: MainWindow, settle: Any, tmp_path: Path) -> None:
    path = tmp_path / "areas.geojson"
    path.write_text("{}")
    filled.go("data")
    page: Any = filled.page
    page.take_boundaries([path])
    settle(filled)
    assert "Nothing was brought in" in filled.notice.words.text()
    assert not filled.session.contents.boundaries
