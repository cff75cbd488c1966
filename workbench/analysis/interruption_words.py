"""How an interrupted series was worked out, in words."""

from __future__ import annotations

from workbench.analysis.interruption import BENDING, COUNTS, STRAIGHT, Interruption
from workbench.analysis.ratio_words import likely
from workbench.analysis.segmented import LEANING
from workbench.analysis.state_space import DRAWS, SEED
from workbench.analysis.subject import inside, said_events
from workbench.analysis.words import change, counted, number

_MODELS = {
    COUNTS: "Quasi-Poisson regression",
    STRAIGHT: "Straight regression by least squares (shares are of what was expected)",
}


def yearly(result: Interruption) -> str:
    """The trend before, a year."""
    text = change(result.trend.estimate)
    return text if text == "no change" else f"{text} a year"


def _errors(result: Interruption) -> str:
    """Where the ranges come from."""
    over = counted(result.lag or 0, "month")
    if result.model == STRAIGHT:
        return (
            f"Newey-West errors over {over}, small-sample factor, Student's t, and never below "
            "those of months that are apart."
        )
    if result.lean is not None:
        phi = number(max(1.0, result.dispersion), 2)
        return (
            f"The variance is {phi} times the mean, and neighbouring months have a correlation of "
            f"about {number(result.lean, 2)} (residual likelihood, averaged over what so few "
            "months cannot tell); Student's t, and no range narrower than the model's own."
        )
    if result.lag is None:
        phi = number(max(1.0, result.dispersion), 2)
        return f"Errors from the model; the variance is {phi} times the mean."
    return f"Newey-West errors over {over}, small-sample factor."


def _allowed(result: Interruption) -> str:
    """What the errors make of months that go with each other."""
    if result.lag is not None or result.lean is not None:
        return "the errors allow for it"
    if result.autocorrelation[0] > LEANING:
        return "allowing for it would narrow the range, so the errors do not"
    return f"above {number(LEANING, 1)} the errors would allow for it"


def working(result: Interruption) -> list[str]:
    """How it was worked out, with the plain figures."""
    shape = "a straight trend, a step at the start, a change of trend after it"
    if not result.bends:
        shape = "a straight trend, a step at the start (no change of trend, with fewer than "
        shape += f"{BENDING} months after)"
    level = result.level
    found = [
        f"Counted: {inside(result.incident_type)}, by the month of the start date; complete "
        f"months only: {counted(len(result.before), 'month')} before, "
        f"{counted(len(result.after), 'month')} after.",
        f"{_MODELS[result.model]} with {shape}, two waves of the year, and the days of each "
        f"month. {_errors(result)}",
        f"Step at the start: ratio {number(level.estimate, 3)}, 95% {number(level.low, 3)} to "
        f"{number(level.high, 3)}. Trend before: {yearly(result)} ({likely(result.trend)}).",
        f"Seen over expected: ratio {number(result.overall.estimate, 3)}, 95% "
        f"{number(result.overall.low, 3)} to {number(result.overall.high, 3)}, by the delta "
        "method.",
        f"Remainders of one month and the next go together by "
        f"{number(result.autocorrelation[0], 2)} ({_allowed(result)}); lags 2 to "
        f"{len(result.autocorrelation)}: "
        f"{', '.join(number(one, 2) for one in result.autocorrelation[1:])}. Durbin-Watson "
        f"{number(result.durbin_watson, 2)}.",
    ]
    if result.controlled:
        found.append(
            "Against the control: both series at once, each with a level and trend of its own, "
            f"one season ({counted(result.controls, 'small area')} in the control)."
            + (
                " The control is brought to the level of the treated area before the start."
                if result.model == STRAIGHT
                else ""
            )
        )
    if any(way.key == "state space" for way in result.ways):
        found.append(
            "Drifting level: a state-space model of the months before (local level, two waves of "
            f"the year, the control), from which {number(DRAWS)} futures are drawn (seed {SEED})."
        )
    return [*found, *said_events(result.events)]
