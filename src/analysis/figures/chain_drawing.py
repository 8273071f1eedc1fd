"""A chain drawn: the supplier that frees most on the left, whom it feeds to its right, step by step."""

from math import sqrt

import pandas as pd

from analysis.figures import theme
from analysis.figures.context import Report, exhibit_of, no_data
from analysis.figures.exhibit import Notice, Part
from analysis.figures.words import join, say
from analysis.metrics.chain import Plan, links_between, who_benefits

_MOST = 12
_ROW_PX, _COLUMN_PX = 46, 300
_LARGEST_PX, _SMALLEST_PX = 30, 9
_KINDS = {
    **{"group": "text", "inputs": "text", "suppliers": "text", "from_pct": "percent", "to_pct": "percent"},
    **{"output_freed_10k_cny": "count", "staff_freed": "count"},
}


def chain_drawing(data: Report, plan: Plan) -> Part:
    """Nodes and links of the chain below the first supplier of ``plan.singles``; the twelve that gain most.

    The plan is one with a model. A Notice where nothing is freed.
    """
    freeing = plan.singles[plan.singles["output_freed_10k_cny"] > 0]
    if freeing.empty:
        return Notice(no_data(data, "unblock"))
    first = freeing.iloc[0]
    gains = who_benefits(plan.network, [first["supplier_id"]])
    links = links_between(plan.network, [first["supplier_id"], *gains["enterprise_id"]])
    rows = _placed(first, gains, links)
    links = links[links["supplier_id"].isin(rows["node_id"]) & links["enterprise_id"].isin(rows["node_id"])]
    return exhibit_of(
        data,
        "chain",
        title=say("title.chain", data.lang, first, enterprises=len(gains)),
        about=[say("measure.chain", data.lang)],
        rows=_with_inputs(rows, links, data.lang),
        kinds=_KINDS,
        table="suppliers",
        figure=_draw(data, rows, links),
        alt=say("alt.chain", data.lang, name=first["name"], items=join(rows["name"].iloc[1:], data.lang)),
        note=say("note.chain", data.lang, shown=len(rows) - 1, total=len(gains)),
    )


def _placed(first: pd.Series, gains: pd.DataFrame, links: pd.DataFrame) -> pd.DataFrame:
    """The supplier and those that gain most, each with its step from the supplier and its place within the step.

    One row per node: node_id, name, from_pct, to_pct, output_freed_10k_cny, staff_freed, step, place. Who lies on the
    way to one that is shown is shown too.
    """
    before = _ways(first["supplier_id"], links)
    kept = [first["supplier_id"]]
    for node in gains["enterprise_id"]:
        way = [node]
        while way[-1] in before and before[way[-1]] not in kept:
            way.append(before[way[-1]])
        new = [one for one in way if one not in kept]
        if node in before and len(kept) - 1 + len(new) <= _MOST:
            kept += reversed(new)
    own = {"enterprise_id": first["supplier_id"], "name": first["name"], "from_pct": first["production_pct"]}
    everyone = pd.concat([pd.DataFrame([own | {"to_pct": 100.0}]), gains], ignore_index=True)
    rows = everyone.set_index("enterprise_id").loc[kept].rename_axis("node_id").reset_index()
    steps = {first["supplier_id"]: 0}
    for node in kept[1:]:
        steps[node] = steps[before[node]] + 1
    rows["step"] = rows["node_id"].map(steps)
    rows["place"] = rows.groupby("step").cumcount() - (rows.groupby("step")["node_id"].transform("size") - 1) / 2
    return rows


def _ways(start: str, links: pd.DataFrame) -> dict[str, str]:
    """Each node that can be reached -> the one before it on a shortest way."""
    after = links.groupby("supplier_id")["enterprise_id"].agg(list).to_dict()
    before, front = {}, [start]
    while front:
        found = {}
        for node in front:
            for other in after.get(node, []):
                if other != start and other not in before:
                    found.setdefault(other, node)
        before |= found
        front = list(found)
    return before


def _with_inputs(rows: pd.DataFrame, links: pd.DataFrame, lang: str) -> pd.DataFrame:
    """The enterprises below the supplier with what they buy from whom within the chain."""
    names = rows.set_index("node_id")["name"]
    bought = links.assign(supplier=links["supplier_id"].map(names)).groupby("enterprise_id")
    whole = rows[["output_freed_10k_cny", "staff_freed"]].round()
    below = rows.assign(group=rows["name"], **whole).iloc[1:]
    for column, source_column in (("inputs", "input"), ("suppliers", "supplier")):
        lists = bought[source_column].agg(lambda found: join(list(dict.fromkeys(filter(None, found))), lang))
        below[column] = below["node_id"].map(lists)
    return below


def _draw(data: Report, rows: pd.DataFrame, links: pd.DataFrame) -> dict:
    at = {row.node_id: (int(row.step), -float(row.place)) for row in rows.itertuples()}
    pairs = links[["supplier_id", "enterprise_id"]].drop_duplicates().itertuples(index=False)
    x, y = [], []
    for supplier, enterprise in pairs:
        if at[supplier][0] >= at[enterprise][0]:
            continue  # between two of one step it would run through the others; the table has it
        x += [at[supplier][0], at[enterprise][0], None]
        y += [at[supplier][1], at[enterprise][1], None]
    lines = theme.scatter(x, y, mode="lines", line={"color": theme.SOFT, "width": 2})
    freed = rows["output_freed_10k_cny"].fillna(0.0)
    sizes = [_SMALLEST_PX + (_LARGEST_PX - _SMALLEST_PX) * sqrt(value / max(freed.max(), 1e-9)) for value in freed]
    sizes[0] = _LARGEST_PX
    colours = [theme.ORANGE, *[theme.BLUE] * (len(rows) - 1)]
    nodes = theme.scatter(
        map(float, rows["step"]),
        [-float(place) for place in rows["place"]],
        marker={"size": sizes, "color": colours, "opacity": 1, "line": {"color": "#FFFFFF", "width": 1}},
        hover=[_hover(data, row) for row in rows.to_dict("records")],
    )
    notes = [
        theme.note(theme.wrap(row["name"], 26, 2), x=int(row["step"]), y=-float(row["place"]), xref="x", yref="y",
                   xanchor="left", xshift=size / 2 + 4, align="left", bgcolor="rgba(255,255,255,0.85)", borderpad=1)
        for row, size in zip(rows.to_dict("records"), sizes, strict=True)
    ]  # fmt: skip
    steps, tallest = int(rows["step"].max()), int(rows.groupby("step").size().max())
    heads = [say("chain.step.first", data.lang), say("chain.step.buyers", data.lang)]
    heads += [say("chain.step.further", data.lang)] * max(0, steps - 1)
    hidden = {"showgrid": False, "zeroline": False}
    return theme.chart(
        [lines, nodes],
        height=_ROW_PX * max(3, tallest) + 70,
        minimum_width=_COLUMN_PX * (steps + 1) - 60,
        margin={"l": 24, "r": 8, "t": 40, "b": 8},
        xaxis={**hidden, "range": [-0.1, steps + 0.85], "side": "top", "tickvals": list(range(steps + 1)),
               "ticktext": heads[: steps + 1]},
        yaxis={**hidden, "visible": False, "range": [-(tallest / 2 + 0.4), tallest / 2 + 0.4]},
        annotations=notes,
    )  # fmt: skip


def _hover(data: Report, row: dict) -> str:
    return f"{theme.plain(row['name'])}<br>" + say("chain.hover", data.lang, row)
