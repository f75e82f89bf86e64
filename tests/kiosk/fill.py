"""Fills forms at the kiosk as somebody would: answers made of the rules of their fields, typed on the keys of the screen."""
import datetime
import json
import pathlib
import subprocess

TODAY = datetime.date.today()


def form_of(build, item):
    """The form of an item as `ssc catalogue --form` has it: fields with their rules."""
    done = subprocess.run([str(pathlib.Path(build) / "bin" / "ssc"), "catalogue", item, "--form", "--json"], stdout=subprocess.PIPE, check=True)
    return {field["id"]: field for field in json.loads(done.stdout)["fields"]}


def number_for(field):
    return str(int(max(field.get("min", 1), 1)))


def value_for(field):
    """One that the field's rules take, without what the keys put in by themselves."""
    day = TODAY - datetime.timedelta(days=40)
    made = {"date": f"{day:%Y%m%d}", "month": f"{day:%Y%m}", "year": f"{day:%Y}", "time": f"{day:%Y%m%d}0930", "count": number_for(field),
            "decimal": number_for(field) + ".5"}
    if field.get("codes"):
        return field["codes"][0]["code"]
    if field.get("masks"):
        return "".join({"d": "3", "w": "A", "*": ""}.get(sign, sign) for sign in field["masks"][0])
    return made.get(field["shape"], "测试")


def is_choice(field):
    return bool(field.get("codes"))


def key_names(field, value):
    """What has to be touched for a value."""
    if is_choice(field):
        return [f"choice-{value}"]
    if value == "测试":
        return [*(f"type-{letter}" for letter in "ceshi"), "hanzi-0"]
    letters = any("w" in mask for mask in field.get("masks", ()))
    return [f"type-{sign.lower()}" if letters else f"key-{sign}" for sign in value]


def error(kiosk):
    shown = kiosk.find("field-error")
    return shown["text"] if shown else ""


def is_reached(tree, names):
    """Whether they can be touched without scrolling."""
    at = {element["object"]: element for element in tree["elements"]}
    return all(name in at and at[name]["seen"]["height"] >= min(at[name]["rect"]["height"] * 0.8, 60) for name in names)


def answer(kiosk, field, value=None, then=(), tree=None):
    """Types it, then touches `then`."""
    names = key_names(field, value or value_for(field))
    if names[-1] == "hanzi-0":
        kiosk.tap_all(names[:-1], tree)
        kiosk.wait_for("hanzi-0")
        kiosk.tap_all(["hanzi-0", *then])
        return
    tree = tree or kiosk.still()
    if is_choice(field) and not is_reached(tree, names):
        kiosk.tap(names[0])
        names, tree = [], None
    if names or then:
        kiosk.tap_all([*names, *then], tree)


def question(kiosk):
    """Of the page that stands now: the field's id; check, known: no question; empty: another screen."""
    return kiosk.ask("form")


def through(kiosk, fields, look=lambda name, tree: None):
    """From the first page of a form to the page to check. `look` sees every page at rest."""
    for _ in range(40):
        kiosk.wait("a page of the form", lambda: question(kiosk) not in ("", "loading"))
        now, tree = question(kiosk), kiosk.still()
        tree = look(now, tree) or tree
        if now == "check":
            return
        if now == "known":
            kiosk.tap_all(["next"], tree)
        else:
            answer(kiosk, fields[now], then=["next"], tree=tree)
        kiosk.wait("the next page", lambda before=now: question(kiosk) != before or error(kiosk))
        assert question(kiosk) != now, f"{now}: {error(kiosk)}"
    raise AssertionError("the form does not end")
