"""The check before sharing: what in a paper could point to a person, and how it is put right."""

from workbench.briefings.disclosure.checking import check
from workbench.briefings.disclosure.finding import Decision, Finding, Fix, Settled, Severity, Where
from workbench.briefings.disclosure.settling import apply, gate, stopped

__all__ = [
    "Decision", "Finding", "Fix", "Settled", "Severity", "Where",
    "apply", "check", "gate", "stopped",
]  # fmt: skip
