"""A notebook's parameters: read from its parameters cell and checked before anything is started."""

import ast
from collections.abc import Mapping
from dataclasses import dataclass

from analysis.errors import ReportFailed, UserError

_TYPES = {"str": str, "int": int, "float": float, "bool": bool}


class WrongParameter(UserError):
    """A parameter that the notebook does not have, or of another type."""

    exit_code = 2


@dataclass(frozen=True)
class Parameter:
    """One line of the parameters cell: ``name: type = default``."""

    name: str
    type: type
    default: object


def read_parameters(notebook: Mapping) -> dict[str, Parameter]:
    """The parameters of a notebook, from its one cell tagged ``parameters``.

    Raises ReportFailed where there is no such cell or several, and where a line is no typed assignment of a literal.
    """
    tagged = [cell for cell in notebook["cells"] if "parameters" in cell.get("metadata", {}).get("tags", [])]
    if len(tagged) != 1:
        raise ReportFailed(
            f"笔记本应有且只有一个带 parameters 标签的单元，现有{len(tagged)}个",
            f"the notebook needs exactly one cell tagged parameters; it has {len(tagged)}",
        )
    source = tagged[0]["source"]
    lines = ast.parse(source if isinstance(source, str) else "".join(source)).body
    return {parameter.name: parameter for parameter in map(_parameter, lines)}


def check_parameters(known: Mapping[str, Parameter], given: Mapping[str, object]) -> None:
    """Raises WrongParameter for a name the notebook does not have or a value of another type."""
    for name, value in given.items():
        if name not in known:
            names = "、".join(known)
            raise WrongParameter(
                f"没有“{name}”这个参数；可用：{names}", f"no parameter {name!r}; the notebook has {', '.join(known)}"
            )
        wanted = known[name].type
        # True is an int to Python, and no number to a person.
        if not isinstance(value, wanted) or (isinstance(value, bool) and wanted is not bool):
            raise WrongParameter(
                f"参数“{name}”应为 {wanted.__name__}，给的是 {type(value).__name__}",
                f"parameter {name!r} must be {wanted.__name__}, not {type(value).__name__}",
            )


def _parameter(line: ast.stmt) -> Parameter:
    if (
        isinstance(line, ast.AnnAssign)
        and isinstance(line.target, ast.Name)
        and isinstance(line.annotation, ast.Name)
        and line.annotation.id in _TYPES
        and line.value is not None
    ):
        try:
            return Parameter(line.target.id, _TYPES[line.annotation.id], ast.literal_eval(line.value))
        except ValueError:
            pass
    raise ReportFailed(
        f"参数单元第{line.lineno}行应写成“名称: 类型 = 默认值”，类型为 str、int、float 或 bool",
        f"line {line.lineno} of the parameters cell must read name: type = default, of str, int, float or bool",
    )
