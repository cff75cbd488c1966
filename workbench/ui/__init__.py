"""The window: Qt is known here and nowhere below."""

from workbench.ui import overrides

overrides.guard()
