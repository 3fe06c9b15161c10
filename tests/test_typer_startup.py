"""Typer's private parts: skip_pydantic changes a known Typer, and leaves any other alone."""

from abc import ABC, abstractmethod
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import typer

from jkrtimeline.cli import typer_startup


def a_core(build: Any, base: Any) -> SimpleNamespace:
    """A stand-in for typer.core."""
    return SimpleNamespace(build_runtime_param=build, RuntimeParam=base)


def build(descriptor: object) -> str:
    return f"Typer's own for {descriptor}"


class KnownBase(ABC):
    """The shape of Typer's RuntimeParam in 0.29."""

    def __init__(self, annotation: object, parameter_info: object) -> None:
        self.annotation = annotation

    @abstractmethod
    def _coerce_value(self, value: Any, param: Any, ctx: Any) -> Any: ...


class OtherBase(KnownBase):
    @abstractmethod
    def convert(self) -> None: ...


class OtherParameters(ABC):
    @abstractmethod
    def _coerce_value(self, value: Any) -> Any: ...


@pytest.mark.parametrize(
    "core",
    [
        SimpleNamespace(),
        a_core(build, None),
        a_core(None, KnownBase),
        a_core(lambda descriptor, more: None, KnownBase),
        a_core(build, OtherBase),
        a_core(build, OtherParameters),
        a_core("text", KnownBase),
    ],
    ids=["before-0.29", "no-base", "no-hook", "other-hook", "other-base", "other-parameters", "no-function"],
)
def test_an_unknown_typer_is_left_alone(monkeypatch: pytest.MonkeyPatch, core: SimpleNamespace) -> None:
    before = dict(vars(core))
    monkeypatch.setattr(typer, "core", core)
    assert typer_startup.skip_pydantic() is False
    assert vars(core) == before


def test_values_of_plain_types_are_converted_without_pydantic(monkeypatch: pytest.MonkeyPatch) -> None:
    core = a_core(build, KnownBase)
    monkeypatch.setattr(typer, "core", core)
    assert typer_startup.skip_pydantic() is True

    def convert(annotation: object, value: object) -> object:
        descriptor = SimpleNamespace(annotation=annotation, parameter_info=None)
        return core.build_runtime_param(descriptor)._coerce_value(value, None, None)

    assert convert(int, "12") == 12
    assert convert(str, "12\udcff") == "12\udcff"
    assert convert(list[str], ("a", "b")) == ["a", "b"]
    with pytest.raises(typer.BadParameter, match="'x' is not a whole number"):
        convert(int, "x")
    assert core.build_runtime_param(Path) == f"Typer's own for {Path}"
