"""Published cases of displacement."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from workbench.analysis.displacing import quotient

Found = Mapping[str, Any]


def moved(given: Mapping[str, Any]) -> Found:
    found = quotient(tuple(given["treated"]), tuple(given["buffer"]), tuple(given["control"]))
    return {
        "gross_effect": found.gross,
        "net_effect": found.net,
        "success": found.success,
        "buffer_displacement": found.buffer,
        "wdq": found.wdq,
        "total_net_effect": found.total_net,
    }


WORKED: dict[str, Callable[[Mapping[str, Any]], Found]] = {"wdq-philadelphia": moved}
