"""What is said of harm: in tables, findings and caveats."""

from __future__ import annotations

import numpy as np

from workbench.analysis import hiding
from workbench.analysis.harms import GAP, Harm
from workbench.analysis.kind import Cell, Column, Reading, Table
from workbench.analysis.place_words import incidents, portion
from workbench.analysis.reference import Reference
from workbench.analysis.subject import inside, said_gaps, said_partial
from workbench.analysis.words import capital, counted, listed, number

BY = {"type": "kind of incident", "month": "month", "area": "area"}
GRAVE = 0.05  # of all harm: from here on it is said what a single incident makes
RULES = 0.25  # and from here on nothing else matters as much


def cited(result: Harm) -> str:
    """The table, its date and its source."""
    return Reference(result.table, (), np.empty(0), "", result.table_source, result.dated).cited


def amount(value: float) -> str:
    """Harm as it is read: without decimals unless it is small."""
    return number(value, 0 if value >= 20 or float(value).is_integer() else 1)


def unit(result: Harm) -> str:
    """What harm is counted in."""
    return result.unit or "harm"


def table(result: Harm) -> Table:
    """Count, weight and harm of each cell; kinds without a weight below, then all together."""
    weight = (
        dict(zip(result.kinds, map(float, result.weights), strict=True))
        if result.by == "type"
        else {}
    )
    order = result.order if result.by != "month" else np.arange(len(result.names))
    rows = [_row(result, int(at), weight.get(result.names[at])) for at in order]
    total = result.total
    if result.by == "type" and not result.threshold:
        rows += [(kind, n, None, "no weight", None, None, None) for kind, n in result.without]
        total += sum(n for _, n in result.without)
    whole = result.whole
    harm = (whole.estimate, 1.0, whole.low, whole.high) if whole.estimate else (None,) * 4
    rows.append(("All", total, None, *harm))
    decimals = 0 if whole.estimate >= 20 else 1
    columns: tuple[Column, ...] = (
        Column(capital(BY[result.by])), Column("Incidents", 0), Column("Weight", 2),
        Column(f"Harm ({unit(result)})", decimals), Column("Share of harm", 1, percent=True),
        Column("Range from", decimals), Column("Range to", decimals),
    )  # fmt: skip
    if result.by != "type":
        rows = [(row[0], row[1], *row[3:]) for row in rows]
        columns = (*columns[:2], *columns[3:])
    return Table(f"Harm and incidents by {BY[result.by]}", columns, tuple(rows), total=True)


def _row(result: Harm, at: int, weight: float | None) -> tuple[Cell, ...]:
    count: Cell = int(result.counts[at])
    if count == GAP:
        count = None
    elif isinstance(count, int) and count < 0:
        count = hiding.told(count, result.threshold)
    if not result.told[at]:
        return (result.names[at], count, weight, None, None, None, None)
    harm = float(result.harm[at])
    share = harm / result.whole.estimate if result.whole.estimate else 0.0
    ends = (float(result.low[at]), float(result.high[at]))
    return (result.names[at], count, weight, harm, share, *ends)


def reading(result: Harm) -> Reading:
    """Where most harm lies, beside where most incidents do, and whether one incident rules it."""
    measure = f"Harm in {unit(result)}, and incidents, by {BY[result.by]}. Table: {cited(result)}"
    said = [*_all(result), *_one(result), *_left_out(result)]
    return Reading(_finding(result), measure, tuple(said), _caveat(result), _working(result),
                   *_says(result))  # fmt: skip


def _finding(result: Harm) -> str:
    told = result.order[: int(result.told.sum())]
    if not told.size or not result.whole.estimate:
        return "No harm can be told from these counts"
    top = int(told[0])
    count, name = int(result.counts[top]), result.names[top]
    share = portion(float(result.harm[top]), result.whole.estimate)
    if result.by == "type":
        of = "all" if len(result.names) == 1 else portion(count, result.total)
        makes = "all" if len(result.names) == 1 else share
        return f"{name} makes {makes} of the harm and {of} of the incidents"
    harm = f"{amount(float(result.harm[top]))} {unit(result)}"
    beside = incidents(count) if count >= 0 else "incidents that are not told"
    every = bool((result.told | (result.counts == GAP)).all())
    where = name if every else f"Of what is shown, {name}"
    return f"{where} has most harm: {harm} ({share}), from {beside}"


def _says(result: Harm) -> tuple[str, str]:
    worst = result.gravest
    if worst is not None and worst.share >= RULES:
        return "One incident rules it", "unsure"
    if result.total < 20:
        return "Few incidents", "unsure"
    return "Harm beside count", "same"


def _all(result: Harm) -> list[str]:
    whole = result.whole
    if not whole.estimate:
        return [f"{incidents(result.total)} in all."]
    ends = f"{amount(whole.low)} to {amount(whole.high)}"
    both = f"{amount(whole.estimate)} {unit(result)} from {incidents(result.total)}"
    if result.threshold and result.by == "type" and not result.told.all():
        both = f"{amount(whole.estimate)} {unit(result)} in what is shown"
    return [f"Together {both}; the likely range is {ends}."]


def _one(result: Harm) -> list[str]:
    """What a single incident of the gravest kind makes."""
    worst = result.gravest
    if worst is None or worst.share < GRAVE or result.total < 2:
        return []
    kind = inside(result.kinds[worst.kind])
    return [f"One incident of {kind} makes {portion(worst.share, 1)} of the harm."]


def _left_out(result: Harm) -> list[str]:
    said = []
    if result.without:
        n = sum(rows for _, rows in result.without)
        kinds = counted(len(result.without), "kind")
        such = listed([kind for kind, _ in result.without[:3]])
        such += " and more" if len(result.without) > 3 else ""
        has = "has" if len(result.without) == 1 else "have"
        with_n = f" with {incidents(n)}" if n else ""
        said.append(
            f"{kinds}{with_n} {has} no weight in the table and "
            f"{'is' if len(result.without) == 1 else 'are'} left out: {such}."
        )
    hidden = int((~result.told & (result.counts != GAP)).sum())
    if hidden:
        one = BY[result.by]
        many = "kinds of incident" if result.by == "type" else f"{one}s"
        said.append(f"The harm of {counted(hidden, one, many)} is not shown.")
    said += [said_gaps(result.gaps), said_partial(result.partial, _partial_n(result))]
    return [one for one in said if one]


def _partial_n(result: Harm) -> int:
    return dict(result.basis.left_out).get("In a month that is not complete", 0)


def _caveat(result: Harm) -> str:
    if result.gravest is not None and result.gravest.share >= RULES and result.total > 1:
        return (
            "One more or one fewer of the gravest incidents would change the picture: look at the "
            "count beside the harm."
        )
    return (
        "Weights say how grave a kind is as a rule, not what a victim suffered: look at the count "
        "beside the harm."
    )


def _working(result: Harm) -> tuple[str, ...]:
    source = f"estimated from {result.phi.months} months"
    if not result.phi.estimated:
        source = "assumed, for there are fewer than 24 months"
    said = [
        "Harm is the sum of weight times incidents, kind by kind; its range is the square root of "
        "the sum of weight squared times incidents, times the spread below (95%).",
        f"Counts vary {number(result.phi.phi, 2)} times as much as chance alone ({source}).",
        f"Weights: {cited(result)}. None comes with the program.",
    ]
    if result.threshold and result.by != "type":
        said.append(
            "For readers outside, harm is told to two figures, and not at all where a few grave "
            "incidents could be read from it."
        )
    return tuple(said)
