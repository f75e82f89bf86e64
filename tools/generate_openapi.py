#!/usr/bin/env python3
"""Makes docs/api/openapi.yaml: everything that can be asked of ssc-center over HTTPS (OpenAPI 3.1).

  generate_openapi.py [--schemas FILE] [--output docs/api/openapi.yaml] [--check]

The tables come from wire/office/transactions.toml and errors.toml, the paths from tools/openapi_paths.toml. The schemas of
bodies come from --schemas, which is what ssc_center_schema_tool prints; without it they are taken from the page as it is.
--check writes nothing and fails where the page is not current. The file is JSON, which is YAML 1.2 too: whoever reads it
needs no other parser.
"""
import argparse
import json
import pathlib
import sys
import tomllib

ROOT = pathlib.Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "api" / "openapi.yaml"

# The words of a rule (wire/object_codec.hpp: TextRule) as JSON schema says it.
RULES = {
    "1 to 64 letters and digits": {"pattern": "^[0-9A-Za-z._-]{1,64}$"},
    "at most 64 letters and digits": {"pattern": "^[0-9A-Za-z._-]{0,64}$"},
    "four digits": {"pattern": "^[0-9]{4}$"},
    "six digits": {"pattern": "^[0-9]{6}$"},
    "30 digits": {"pattern": "^[0-9]{30}$"},
    "yyyy": {"pattern": "^[0-9]{4}$"},
    "yyyyMMddHHmmssSSS": {"pattern": "^[0-9]{17}$"},
    "yyyy-MM-dd HH:mm:ss": {"pattern": "^[^|]{19}$"},
    "yyyy-MM-dd": {"pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
    "yyyy-MM or yyyy-MM-dd": {"pattern": "^[0-9]{4}-[0-9]{2}(-[0-9]{2})?$"},
    "PEM": {"maxLength": 8192},
    "Base64": {"pattern": "^[0-9A-Za-z+/=]*$", "maxLength": 40000},
    "hexadecimal": {"pattern": "^[0-9A-Fa-f]*$", "maxLength": 2048},
    "64 lower-case hexadecimal digits": {"pattern": "^[0-9a-f]{64}$"},
    "56 upper-case hexadecimal digits": {"pattern": "^[0-9A-F]{56}$"},
    "ten digits": {"pattern": "^[0-9]{10}$"},
    "24 digits": {"pattern": "^[0-9]{24}$"},
    "yyyyMMddHHmmss": {"pattern": "^[0-9]{14}$"},
    "yyyyMMdd": {"pattern": "^[0-9]{8}$"},
    "numbers of types, as S3A1": {"pattern": "^[0-9SAURVE]{1,32}$"},
    "12 characters": {"minLength": 12, "maxLength": 12},
    "30 characters": {"minLength": 30, "maxLength": 30},
    "an envelope": {"maxLength": 98304},
    "at most 40000 bytes": {"maxLength": 40000},
}


def rule_schema(words):
    """Also the rules that only bound a length: "at most 64 characters", "1 to 10 characters"."""
    if words in RULES:
        return RULES[words]
    parts = words.split()
    if words.startswith("at most ") and parts[-1] == "characters":
        return {"maxLength": int(parts[2])}
    if parts[1:2] == ["to"] and parts[-1] == "characters":
        return {"minLength": int(parts[0]), "maxLength": int(parts[2])}
    sys.exit(f"no schema for the rule {words!r}: add it to RULES of tools/generate_openapi.py")


def resolved(schema):
    """The schema with rules as patterns; what it says in words stays as its description."""
    if isinstance(schema, list):
        return [resolved(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    result = {key: resolved(value) for key, value in schema.items() if key != "x-rule"}
    if "x-rule" in schema:
        result |= {"description": schema["x-rule"]} | rule_schema(schema["x-rule"])
    return result


def table(path, name):
    with open(path, "rb") as file:
        return tomllib.load(file)[name]


def body_schemas(described):
    schemas = {"Request": described["request"], "Reply": described["reply"], "Forwarded": described["forwarded"]}
    for code, both in sorted(described["transactions"].items()):
        schemas[f"Input{code}"], schemas[f"Output{code}"] = both["input"], both["output"]
    return {name: resolved(schema) for name, schema in schemas.items()}


def schemas_of_page(page):
    return {name: schema for name, schema in page["components"]["schemas"].items()
            if name in ("Request", "Reply", "Forwarded") or name.startswith(("Input", "Output"))}


def catalogue(bodies):
    """Every transaction, with its schemas where it is built."""
    rows = []
    for row in table(ROOT / "wire/office/transactions.toml", "transaction"):
        entry = {"infno": row["code"], "name": row["name"], "kind": row["kind"], "signOn": row.get("sign_on", True),
                 "suspended": row.get("suspended", False), "built": f"Input{row['code']}" in bodies}
        if entry["built"]:
            entry |= {side.lower(): {"$ref": f"#/components/schemas/{side}{row['code']}"} for side in ("Input", "Output")}
        rows.append(entry)
    return rows


def error_rows():
    return [{"infcode": row["code"], "name": row["name"], "cause": row["cause"], "zh": row["zh"], "en": row["en"],
             "retry": row.get("retry", False)} for row in table(ROOT / "wire/office/errors.toml", "error")]


def infcode_schema(errors):
    return {"type": "integer", "description": "0: done; else one of x-errors", "enum": [0] + [row["infcode"] for row in errors]}


def page_of(bodies):
    with open(ROOT / "tools" / "openapi_paths.toml", "rb") as file:
        written = tomllib.load(file)
    errors = error_rows()
    schemas = dict(bodies)
    schemas["Reply"] = json.loads(json.dumps(schemas["Reply"]))
    schemas["Reply"]["properties"]["infcode"] = {"$ref": "#/components/schemas/Infcode"}
    schemas["Infcode"] = infcode_schema(errors)
    schemas |= written["schemas"]
    return {"openapi": "3.1.0", "info": written["info"], "servers": written["servers"], "paths": written["paths"],
            "components": {"schemas": schemas, "parameters": written["parameters"], "securitySchemes": written["security"]},
            "x-transactions": catalogue(bodies), "x-errors": errors}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--schemas", type=pathlib.Path)
    parser.add_argument("--output", type=pathlib.Path, default=PAGE)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    if options.schemas:
        bodies = body_schemas(json.loads(options.schemas.read_text(encoding="utf-8")))
    else:
        bodies = schemas_of_page(json.loads(options.output.read_text(encoding="utf-8")))
    text = json.dumps(page_of(bodies), ensure_ascii=False, indent=1) + "\n"
    if not options.check:
        options.output.write_text(text, encoding="utf-8")
    elif not options.output.exists() or options.output.read_text(encoding="utf-8") != text:
        sys.exit(f"{options.output}: not current: ssc_center_schema_tool > schemas.json && "
                 "tools/generate_openapi.py --schemas schemas.json")


if __name__ == "__main__":
    main()
