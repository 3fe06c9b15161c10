"""Changes of Typer's private parts, each guarded.

Since 0.29 Typer validates each parameter with pydantic, whose import alone takes longer than a whole
command. The parameters of jkr are texts, lists of texts, whole numbers and flags, so `skip_pydantic`
converts them directly. If Typer's internals differ from the known versions, it does nothing: commands are
slower then, with the same output.
"""

import sys
from typing import Any

import typer
import typer.core


def skip_pydantic() -> bool:
    """Convert parameters of plain types without pydantic. True where this Typer has the known hook."""
    core: Any = typer.core
    build, base = getattr(core, "build_runtime_param", None), getattr(core, "RuntimeParam", None)
    if not (callable(build) and _is_known(build, ("descriptor",)) and isinstance(base, type)):
        return False
    known = getattr(base, "__abstractmethods__", None) == {"_coerce_value"}
    if not known or not _is_known(base._coerce_value, ("self", "value", "param", "ctx")):  # type: ignore[attr-defined]
        return False

    class PlainParam(base):  # type: ignore[misc, valid-type]
        """A parameter whose values need no validation, or only that of a whole number."""

        def _coerce_value(self, value: Any, param: Any, ctx: Any) -> Any:
            if self.annotation is int:
                try:
                    return int(value)
                except ValueError:
                    raise typer.BadParameter(f"{value!r} is not a whole number", ctx=ctx, param=param) from None
            return list(value) if self.annotation == list[str] else value

    def build_plain(descriptor: Any) -> Any:
        if getattr(descriptor, "annotation", None) in (str, int, bool, list[str]):  # flags are bool already, or None
            return PlainParam(annotation=descriptor.annotation, parameter_info=descriptor.parameter_info)
        return build(descriptor)

    core.build_runtime_param = build_plain
    return True


def _is_known(function: Any, parameters: tuple[str, ...]) -> bool:
    code = getattr(function, "__code__", None)
    return code is not None and code.co_varnames[: code.co_argcount] == parameters


def use_completion_scripts(scripts: dict[str, str]) -> None:
    """Let `--show-completion` and `--install-completion` use our scripts, by shell; elsewhere Typer's."""
    scripts = {**scripts, "pwsh": scripts["powershell"]}  # Typer's name of a later PowerShell
    shared = sys.modules.get("typer._completion_shared")
    known = getattr(shared, "_completion_scripts", None)
    if isinstance(known, dict) and known.keys() >= scripts.keys():
        known.update({shell: script.strip().replace("%", "%%") for shell, script in scripts.items()})
