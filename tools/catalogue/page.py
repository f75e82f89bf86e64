"""docs/services.md: every item of both catalogues, and what of it is built."""

HEAD = """# Services

Made from `hostlib/catalogue/data`. The services of two public catalogues, as printed there, and how far this project has them.
*Built* means that the flow of the item runs on the terminal against the reference back office, in the simulated
world only. Fields, papers, rule and twin of one item: `ssc catalogue LP-HR-033`.

"""


def table(head, rows):
    lines = [f"| {' | '.join(head)} |", "|" + "---|" * len(head)]
    return "\n".join(lines + [f"| {' | '.join(row)} |" for row in rows]) + "\n"


def flows(made):
    def row(flow):
        count = sum(item["flow"] == flow["id"] for item in made["items"])
        return [f"`{flow['id']}`", flow["name"]["zh"], flow["name"]["en"], str(count), flow["state"], flow.get("note", {"en": ""})["en"]]
    return "## Flows\n\n" + table(("flow", "名称", "name", "items", "state", "note"), [row(flow) for flow in made["flows"].values()])


def is_built(made, item):
    return made["flows"][item["flow"]]["state"] == "built"


def state(made, item):
    gap = f"; {item['gap']['en']}" if "gap" in item else ""
    return made["flows"][item["flow"]]["state"] + gap


def counts(made):
    def row(catalogue):
        items = [item for item in made["items"] if item["group"]["catalogue"] == catalogue["id"]]
        built = sum(is_built(made, item) for item in items)
        return [catalogue["name"]["zh"], str(len(items)), str(built), str(len(items) - built)]
    return table(("catalogue", "items", "built", "missing"), [row(catalogue) for catalogue in made["catalogues"].values()])


def group(made, row):
    def line(item):
        return [item["id"], item["name"]["zh"], item["name"]["en"], made["codes"]["class"][item["class"]]["name"]["en"],
                f"`{item['flow']}`", item["level"], item.get("print", "") if item["prints"] else "",
                state(made, item)]
    items = [item for item in made["items"] if item["group"] is row]
    title = f"### {row['name']['zh']} · {row['name']['en']} ({len(items)})\n\n"
    return title + table(("item", "名称", "name", "class", "flow", "login", "prints", "state"), [line(item) for item in items])


def catalogue(made, row):
    parts = [group(made, one) for one in made["groups"] if one["catalogue"] == row["id"]]
    return f"## {row['name']['zh']}\n\n{row['name']['en']}; {row['source']}.\n\n" + "\n".join(parts)


def page(made):
    parts = [HEAD + counts(made), flows(made), *(catalogue(made, row) for row in made["catalogues"].values())]
    return "\n".join(parts)
