"""Reads the YAML files of content/ into models and says `path: problem` for each thing that is wrong."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

Model = TypeVar("Model", bound=BaseModel)
YAML_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, order=True)
class Problem:
    """Something wrong in one file; `path` is relative to content/."""

    path: str
    problem: str

    def __str__(self) -> str:
        return f"{self.path}: {self.problem}"


@dataclass
class Reader:
    """Reads files below `root`, collecting problems instead of stopping at the first."""

    root: Path
    problems: list[Problem] = field(default_factory=list)

    def report(self, path: Path, problem: str) -> None:
        """Note a problem with the file at `path`."""
        self.problems.append(Problem(str(path.relative_to(self.root)), problem))

    def read_yaml(self, path: Path) -> Any:
        """The parsed file, or None (and a problem) when it is missing or not YAML."""
        try:
            return yaml.load(path.read_text("utf-8"), Loader=YAML_LOADER)  # noqa: S506 (a safe loader)
        except FileNotFoundError:
            self.report(path, "is missing")
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            self.report(path, f"cannot be read as YAML: {' '.join(str(error).split())}")
        return None

    def read(self, path: Path, model: type[Model]) -> Model | None:
        """The file as a `model`, or None with one problem per wrong field."""
        raw = self.read_yaml(path)
        return None if raw is None else self._validated(path, raw, model)

    def read_folder(self, folder: Path, model: type[Model]) -> dict[str, Model]:
        """Every *.yml below `folder` (any depth), by file name without its ending."""
        found: dict[str, Model] = {}
        for path in sorted(folder.rglob("*.yml")):
            item = self.read(path, model)
            if path.stem in found:
                self.report(path, f"a second file is called {path.name}")
            elif item is not None:
                found[path.stem] = item
                written = getattr(item, "id", path.stem)
                if written != path.stem:
                    self.report(path, f"id is {written!r}, the file is called {path.stem!r}")
        return found

    def read_mapping(self, path: Path, model: type[Model]) -> dict[str, Model]:
        """A file of `key: fields` lines, each as a `model`; what is wrong is left out, with its key in the problem."""
        raw = self.read_yaml(path)
        if not isinstance(raw, dict):
            if raw is not None:
                self.report(path, "must be `key: fields` lines")
            return {}
        read = {str(key): self._validated(path, fields, model, key=str(key)) for key, fields in raw.items()}
        return {key: item for key, item in read.items() if item is not None}

    def _validated(self, path: Path, raw: Any, model: type[Model], *, key: str = "") -> Model | None:
        try:
            return model.model_validate(raw)
        except ValidationError as error:
            for item in error.errors():
                where = ".".join(str(part) for part in (*([key] if key else []), *item["loc"])) or "file"
                self.report(path, f"{where}: {item['msg']}")
            return None
