"""Where the project and its surveys are, and loading one of them."""

import os
from collections.abc import Mapping
from pathlib import Path

from pydantic import ValidationError

from analysis.errors import SurveyError, no_such
from analysis.survey import Survey
from analysis.vocabulary.files import read_yaml

DEFAULT_SURVEY = "qiannan"


def project_root() -> Path:
    """``RESUMPTION_HOME``, else the first parent of this checkout that holds ``surveys/``; never the working directory.

    Raises SurveyError where there is neither.
    """
    if home := os.environ.get("RESUMPTION_HOME"):
        return Path(home)
    for folder in Path(__file__).resolve().parents:
        if (folder / "surveys").is_dir():
            return folder
    raise SurveyError(
        "找不到含 surveys/ 的项目目录，请设置环境变量 RESUMPTION_HOME",
        "no project folder with surveys/ found; set RESUMPTION_HOME",
    )


def raw_default(survey: Survey) -> Path:
    """Where a survey's uploads are kept unless said otherwise: ``data/raw/<name>``; the sample's, or those of the only
    survey there is, in ``data/raw`` itself where that folder does not exist."""
    folder = project_root() / "data" / "raw"
    own = folder / survey.name
    return folder if survey.name == _default() and not own.is_dir() else own


def reports_default(survey: Survey) -> Path:
    """Where a survey's pages are kept unless said otherwise, in a folder for each period."""
    return project_root() / "reports" / survey.name


def find_survey(text: str | Path = "") -> Path:
    """A survey's folder from a path or a name; empty: ``RESUMPTION_SURVEY``, else the sample survey, else the only one.

    Raises SurveyError, naming those there are.
    """
    wanted = str(text) or os.environ.get("RESUMPTION_SURVEY", "") or _default()
    for folder in (Path(wanted), project_root() / "surveys" / wanted, project_root() / wanted):
        if (folder / "survey.yml").is_file():
            return folder.resolve()
    known = sorted(path.parent.name for path in (project_root() / "surveys").glob("*/survey.yml"))
    raise no_such(wanted, known, "这个调查", "survey")


def _default() -> str:
    """The sample survey; where it was taken away and one other is there, that one."""
    there = [path.parent.name for path in (project_root() / "surveys").glob("*/survey.yml")]
    return there[0] if len(there) == 1 else DEFAULT_SURVEY


def load_survey(survey: str | Path = "") -> Survey:
    """Read and check ``survey.yml`` of a survey's folder (or name). Raises SurveyError, naming the setting."""
    folder = find_survey(survey)
    path = folder / "survey.yml"
    try:
        settings = read_yaml(path)
        if not isinstance(settings, Mapping):
            raise SurveyError(f"{path.name} 是空的", f"{path.name} is empty")
        survey = Survey(folder=folder, **settings)
    except ValidationError as error:
        zh, en = problems_of(error)
        raise SurveyError(f"{path} 的设置有误：{zh}", f"{path} has wrong settings: {en}") from error
    if survey.area not in {region.code for region in survey.regions}:
        codes = "、".join(region.code for region in survey.regions)
        raise SurveyError(
            f"{path} 的 area“{survey.area}”不在地区表中；可用：{codes}",
            f"{path}: area {survey.area!r} is not one of the regions; known: {codes}",
        )
    return survey


_WHOLE, _NUMBER = ("应是整数", "must be a whole number"), ("应是数字", "must be a number")
# What pydantic calls the commonest mistakes in a file of settings, and what people call them.
_MISTAKES = {
    "missing": ("没有填写", "is missing"),
    "extra_forbidden": ("没有这一项", "is not known"),
    "string_type": ("应是文字，请加引号", "must be a text, in quotation marks"),
    "string_pattern_mismatch": ("写法不对", "is not written as it should be"),
    **dict.fromkeys(("int_parsing", "int_type", "int_from_float"), _WHOLE),
    **dict.fromkeys(("float_parsing", "float_type"), _NUMBER),
    "date_from_datetime_parsing": ("应是日期，如 2026-03-02", "must be a date, such as 2026-03-02"),
    "bool_parsing": ("应是 true 或 false", "must be true or false"),
    "tuple_type": ("应是一个列表", "must be a list"),
    "too_short": ("至少应有{min_length}个", "must have at least {min_length}"),
    "dict_type": ("应写成“名称: 值”", "must be written as name: value"),
    "model_type": ("应写成“名称: 值”", "must be written as name: value"),
    "literal_error": ("不是可用的值", "is none of the known values"),
    "greater_than_equal": ("不能小于{ge:g}", "must not be below {ge:g}"),
    "less_than_equal": ("不能大于{le:g}", "must not be above {le:g}"),
}


def problems_of(error: ValidationError) -> tuple[str, str]:
    """What is wrong with settings, by their keys, in zh and en; never the value, which may hold personal data."""
    found: dict[str, tuple[str, str]] = {}
    for item in error.errors(include_input=False, include_url=False):
        name = ".".join(str(key) for key in item["loc"] if "[" not in str(key))
        known = [said.format(**item.get("ctx", {})) for said in _MISTAKES.get(item["type"], ())]
        found.setdefault(name, tuple(known or [item["msg"]] * 2))
    zh = "；".join(f"{name}：{said}" if name else said for name, (said, _) in found.items())
    en = "; ".join(f"{name}: {said}" if name else said for name, (_, said) in found.items())
    return zh, en
