"""The same window and data as for the map."""

from tests.ui.mapping.conftest import page as map_page
from tests.ui.mapping.conftest import settle

__all__ = ["map_page", "settle"]
