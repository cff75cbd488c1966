"""The five verdicts as a reader of a paper hears them."""

from __future__ import annotations

from typing import Final

from workbench.domain.assessment import Verdict

_WORDS: Final = {
    Verdict.WORKED: "It worked.",
    Verdict.PROBABLY: "It probably worked.",
    Verdict.CANNOT_TELL: "We cannot tell whether it worked.",
    Verdict.NO_CHANGE: "It made no difference that we can see.",
    Verdict.WORSE: "It made things worse.",
}


def verdict_words(verdict: Verdict) -> str:
    """The verdict as a sentence."""
    return _WORDS[verdict]
