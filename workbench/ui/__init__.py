"""The window: Qt is known here and nowhere below."""
