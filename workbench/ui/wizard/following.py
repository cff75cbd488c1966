"""Which dataset a file goes on: that with its layout, and for published files the same name."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from uuid import UUID

from workbench.guide.contents import Contents

if TYPE_CHECKING:
    from workbench.ui.wizard.reading import Opened


def followed(contents: Contents, found: Opened, name: str) -> UUID | None:
    """The dataset of which a file seems to be the next edition; None for a new one."""
    names = {one.casefold() for one in found.source.columns}
    called = {one.id: one.name for one in contents.datasets}
    for edition in reversed(contents.editions):
        columns = json.loads(edition.recipe or "{}").get("columns", ())
        same = {str(column.get("name", "")).casefold() for column in columns} == names
        published = found.known.startswith("data.police.uk")
        if same and (not published or called[edition.dataset_id] == name):
            return edition.dataset_id
    return None
