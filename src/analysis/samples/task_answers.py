"""What departments answer on the sheets of tasks they got a week ago, and the leadership's own list."""

from datetime import datetime, time, timedelta
from typing import Any

import pandas as pd

from analysis.intake.together.difficulties import difficulty_id
from analysis.metrics import hand_out, task_states, update_tasks
from analysis.samples.enterprise_list import day_words, put_lines
from analysis.samples.grid import Grid, Upload, put_header
from analysis.samples.records import Records, Source
from analysis.samples.story import AS_OF
from analysis.samples.tables import Draw, table
from analysis.samples.world import make_world
from analysis.survey import iso_week
from analysis.surveys import project_root
from analysis.vocabulary import labels
from analysis.vocabulary.files import read_rows

# Sheets went out first with the second week, so the first answers came in the third.
_FIRST_ANSWERS = "2020-W08"
_STATES = {"done": "已办结", "open": "办理中", "dropped": "无法办理"}
_LEADERSHIP_HEADER = ("序号", "交办事项", "责任单位", "交办时间", "完成时限", "办理情况")


def task_uploads(period: str, earlier: list[Records], records: Records) -> list[Upload]:
    """The answered sheets of a week's departments and the leadership's list; ``earlier``: what came in before."""
    if period < _FIRST_ANSWERS:
        return []
    due = _sent_out(earlier)
    made = [_answered(period, row, due[due["owner"].eq(row["owner"])], records) for row in table("task_answers")]
    made.append(_leadership(period, records))
    arrived = datetime.combine(AS_OF[period], time(15))
    records.received += [(period, upload.name, arrived) for upload in made]
    return made


def _sent_out(earlier: list[Records]) -> pd.DataFrame:
    """The tasks that stood on the sheets after the week before: not done and not dropped by then."""
    told = pd.DataFrame(
        [
            row | {"difficulty_id": difficulty_id(row["enterprise_id"], row["category"], row["direction"] or "")}
            for records in earlier
            for row in records.difficulties
            if row["enterprise_id"]
        ]
    )
    told["as_of"] = pd.to_datetime(told["as_of"])
    weeks = list(AS_OF)[: len(earlier)]
    periods = [iso_week(int(week[:4]), int(week[-2:])) for week in weeks]
    duties = read_rows(project_root() / "surveys" / "qiannan" / "duties.csv")
    tasks = hand_out(told, duties, periods)
    back = pd.DataFrame([row for records in earlier for row in records.tasks])
    if len(back):
        tasks = update_tasks(tasks, back)
    states = task_states(tasks, AS_OF[weeks[-1]], told)
    return states[states["source"].eq("enterprise") & ~states["state"].isin(["done", "dropped"])]


def _answered(period: str, office: dict[str, str], tasks: pd.DataFrame, records: Records) -> Upload:
    """One department's sheet, its yellow columns filled in as far as it cared to."""
    words = day_words(AS_OF[period])
    name = f"交办清单_{office['owner']}（{words['month']}月{words['day']}日反馈）.xlsx"
    header = labels("zh")["exchange.tasks.header"].split("|")
    grid = Grid(labels("zh")["exchange.tasks.sheet"])
    lines = [labels("zh")["exchange.tasks.title"].format(who=office["owner"]), f"填报日期：{words['full']}"]
    row = put_header(grid, put_lines(grid, lines, len(header), words), 1, [(word,) for word in header])
    source = Source(period, "", AS_OF[period], name, grid.name)
    firms = {enterprise.uscc: enterprise for enterprise in make_world().enterprises}
    for task in tasks.sort_values(["due_on", "task_id"]).to_dict("records"):
        firm = firms[task["enterprise_id"]]
        answer = _answer(period, office, task)
        category = labels("zh")[f"difficulty.{task['category']}"]
        # A ticked category has no words of its own.
        text = category if pd.isna(task["text"]) else task["text"]
        dates = {day: task[day].date() for day in ("assigned_on", "due_on")}
        evidence = f"{task['source_file']} {task['source_sheet']}"
        group = task["supervision_group"]
        cells = [
            task["task_id"], firm.name, firm.county, category, text, "企业反映", office["owner"],
            None if pd.isna(group) else group, *dates.values(), _STATES.get(answer["state"]), answer["done_on"],
            answer["answer"], evidence,
        ]  # fmt: skip
        told = {"task_id": task["task_id"], "text": text, "source": "enterprise", "owner": office["owner"], **dates}
        records.tasks.append(told | answer | source.columns(row))
        row = grid.put_row(row, 1, cells)
    return Upload(name, "xlsx", (grid,))


def _answer(period: str, office: dict[str, str], task: dict[str, Any]) -> dict[str, Any]:
    """state, done_on and answer of one task; all missing where the department left the row blank."""
    draw = Draw("task answer", period, task["task_id"])
    shares = {state: float(office[column]) for state, column in
              (("done", "done"), ("open", "in_hand"), ("dropped", "dropped"))}  # fmt: skip
    state = draw.weighted({**shares, "": 1 - sum(shares.values())})
    if not state:
        return {"state": None, "done_on": None, "answer": None}
    words = office["in_hand_words" if state == "open" else f"{state}_words"].split("|")
    days = (AS_OF[period] - task["assigned_on"].date()).days
    done_on = task["assigned_on"].date() + timedelta(days=draw.integer(1, days)) if state == "done" else None
    return {"state": state, "done_on": done_on, "answer": draw.one_of(words) or None}


def _leadership(period: str, records: Records) -> Upload:
    """The tasks of the leadership, with what is told of them this week."""
    words = day_words(AS_OF[period])
    name = f"州重点交办事项清单（{words['month']}月{words['day']}日）.xlsx"
    grid = Grid("交办事项")
    lines = ["州复工复产重点交办事项清单", "截至{full}"]
    row = put_header(grid, put_lines(grid, lines, 6, words), 1, [(word,) for word in _LEADERSHIP_HEADER])
    source = Source(period, "", AS_OF[period], name, grid.name)
    for number, task in enumerate(table("leadership_tasks"), 1):
        dates = {day: datetime.fromisoformat(task[day]).date() for day in ("assigned_on", "due_on")}
        told = {"text": task["text"], "source": "leadership", "owner": task["owner"], **dates}
        records.tasks.append(told | _told_state(task[period]) | source.columns(row))
        row = grid.put_row(row, 1, [number, task["text"], task["owner"], *dates.values(), task[period]])
    return Upload(name, "xlsx", (grid,))


def _told_state(words: str) -> dict[str, Any]:
    """What a careful reader takes from the words: a known state, else an answer to a task in hand."""
    states = {word: state for state, word in _STATES.items()}
    state = states.get(words.split("，")[0])
    unknown = bool(words) and state is None
    return {
        "task_id": None,
        "state": "open" if unknown else state,
        "done_on": None,
        "answer": words if unknown else None,
    }
