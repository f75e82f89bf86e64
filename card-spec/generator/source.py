"""TOML files whose errors say file and row."""

import tomllib

from .schema import LIST


class Errors:
    """Collects errors, each with the file and the row it belongs to."""

    def __init__(self):
        self.lines = []

    def add(self, source, row, message):
        self.lines.append(f"{source}: {row}: {message}")


class Source:
    """One TOML file: knows its name, so that every error can say it."""

    def __init__(self, errors, directory, name):
        self.errors, self.name = errors, name
        try:
            self.data = tomllib.loads((directory / name).read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            self.data = {}
            errors.add(name, "whole file", f"cannot be read: {error}")

    def error(self, row, message):
        self.errors.add(self.name, row, message)

    def lists(self, *names):
        """The top-level lists of the file; any other top-level name is an error."""
        for unknown in self.data.keys() - set(names):
            self.error("top level", f'unknown list "{unknown}"')
        return [self.rows(name) for name in names]

    def rows(self, name):
        rows = self.data.get(name, [])
        if LIST[0](rows):
            return rows
        self.error(name, LIST[1])
        return []

    def check(self, row, place, schema):
        """True when the row has the keys of the schema and no others, each of the right form."""
        before = len(self.errors.lines)
        for key in row.keys() - schema.keys():
            self.error(place, f'unknown key "{key}"')
        for key, ((good, words), required) in schema.items():
            if key not in row:
                if required:
                    self.error(place, f'"{key}" is missing')
            elif not good(row[key]):
                self.error(place, f'"{key}" {words}: {row[key]!r}')
        if row.get("convention") and "note" not in row:
            self.error(place, "a convention needs a note that says why")
        return len(self.errors.lines) == before

    def unique(self, what, items):
        """Reports every value that occurs twice; items are (value, place)."""
        seen = {}
        for value, place in items:
            if value in seen:
                self.error(place, f"{what} {value} is used twice (first by {seen[value]})")
            seen.setdefault(value, place)
