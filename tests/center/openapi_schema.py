"""As much of JSON schema as docs/api/openapi.yaml uses; an unknown word is a mistake of the page, not a pass."""
import json
import pathlib
import re

PAGE = pathlib.Path(__file__).resolve().parents[2] / "docs" / "api" / "openapi.yaml"
SAID = {"description", "$ref", "type", "properties", "required", "additionalProperties", "items", "maxItems", "minimum",
        "maximum", "minLength", "maxLength", "pattern", "enum", "const"}
TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "integer": int}


def load():
    """The page is JSON: any YAML reader reads it as well."""
    return json.loads(PAGE.read_text(encoding="utf-8"))


class Page:
    def __init__(self, page=None):
        self.page = page or load()

    def at(self, reference):
        place = self.page
        for name in reference.removeprefix("#/").split("/"):
            place = place[name.replace("~1", "/").replace("~0", "~")]
        return place

    def faults(self, value, schema, where="$"):
        """Where a value is not what the schema says: a list of texts."""
        if unknown := set(schema) - SAID:
            return [f"{where}: the page says {sorted(unknown)[0]}, which is not understood here"]
        if "$ref" in schema:
            return self.faults(value, self.at(schema["$ref"]), where)
        wanted = TYPES.get(schema.get("type"))
        if wanted and (not isinstance(value, wanted) or (wanted is int and isinstance(value, bool))):
            return [f"{where}: not of type {schema['type']}"]
        found = self.plain_faults(value, schema, where)
        if isinstance(value, dict):
            found += self.object_faults(value, schema, where)
        if isinstance(value, list):
            if len(value) > schema.get("maxItems", len(value)):
                found.append(f"{where}: too many")
            for place, item in enumerate(value):
                found += self.faults(item, schema.get("items", {}), f"{where}[{place}]")
        return found

    def object_faults(self, value, schema, where):
        members = schema.get("properties", {})
        found = [f"{where}.{name}: missing" for name in schema.get("required", []) if name not in value]
        for name, inner in value.items():
            if name in members:
                found += self.faults(inner, members[name], f"{where}.{name}")
            elif schema.get("additionalProperties") is False:
                found.append(f"{where}.{name}: unknown")
        return found

    @staticmethod
    def plain_faults(value, schema, where):
        found = []
        if "enum" in schema and value not in schema["enum"]:
            found.append(f"{where}: not one of the values")
        if "const" in schema and value != schema["const"]:
            found.append(f"{where}: not the value")
        if isinstance(value, str):
            if not schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", len(value)):
                found.append(f"{where}: length {len(value)}")
            if "pattern" in schema and not re.search(schema["pattern"], value):
                found.append(f"{where}: not like {schema['pattern']}")
        elif isinstance(value, int):
            if not schema.get("minimum", value) <= value <= schema.get("maximum", value):
                found.append(f"{where}: out of bounds")
        return found

    # ---- the envelope and what is inside

    def request_faults(self, envelope):
        found = self.faults(envelope, self.at("#/components/schemas/Request"))
        return found + self.body_faults(envelope.get("infno"), "input", envelope.get("input", ""))

    def reply_faults(self, infno, reply):
        found = self.faults(reply, self.at("#/components/schemas/Reply"))
        return found + self.body_faults(infno, "output", reply.get("output", ""))

    def body_faults(self, infno, side, text):
        if side == "output" and not text:
            return []
        row = next((row for row in self.page["x-transactions"] if row["infno"] == infno), None)
        if row is None or side not in row:
            return [f"{infno}: {side} is not described"]
        return self.faults(json.loads(text), row[side], f"{infno}.{side}")
