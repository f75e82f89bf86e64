#!/usr/bin/env python3
"""kiosk-app/models/questions.toml → a table of the questions that lead to a service.

  generate_questions.py --input questions.toml --catalogue hostlib/catalogue --tiles tiles.toml --output rows.hpp

Refuses questions deeper than three, leads to nowhere, and a district one of whose self-service items no path reaches.
"""
import argparse
import json
import pathlib
import sys
import tomllib

sys.dont_write_bytecode = True  # the source folder stays clean
TOOLS = pathlib.Path(__file__).resolve().parent
CARD_SPEC = TOOLS.parent / "card-spec"
sys.path[:0] = [str(TOOLS), str(CARD_SPEC)]

from catalogue import source  # noqa: E402  (the path comes first)

START, DEEPEST, MOST = "start", 3, 8


def load(path):
    with open(path, "rb") as file:
        return tomllib.load(file)


def services(catalogue, tiles, made):
    """Every service's id: the districts that have it."""
    everywhere = {row["id"] for row in made["districts"]}
    of = {row["catalogue"]: row["id"] for row in made["districts"]}
    # What is in no district's catalogue, this system has added for all of them.
    known = {item["id"]: {of[own]} if (own := item["group"]["catalogue"]) in of else everywhere for item in made["items"]}
    known.update({page["id"]: set(page["district"]) for page in load(catalogue / "guidance" / "open.toml")["page"]})
    known.update({own["id"]: everywhere for tile in tiles for own in tile.get("own", [])})
    return known, everywhere


def problems(data, known, everywhere, made):
    questions = {row["id"]: row for row in data["question"]}
    reached = {}  # question or service -> districts that get there

    def walk(name, depth, districts):
        reached.setdefault(name, set()).update(districts)
        if depth > DEEPEST:
            yield f"{name}: more than {DEEPEST} questions deep"
            return
        for answer in questions[name]["answers"]:
            if ("to" in answer) == ("at" in answer):
                yield f"{name}: {answer['en']}: leads to a question or to services"
            elif "to" in answer and answer["to"] not in questions:
                yield f"{name}: no question {answer['to']}"
            elif "to" in answer:
                yield from walk(answer["to"], depth + 1, districts)
            else:
                yield from leaves(name, answer)

    def leaves(name, answer):
        for service in answer["at"]:
            if service not in known:
                yield f"{name}: no service {service}"
            reached.setdefault(service, set()).update(known.get(service, set()))
        for district in everywhere:
            if sum(district in known.get(service, ()) for service in answer["at"]) > 1:
                yield f"{name}: {answer['en']}: two services of {district}"

    yield from walk(START, 1, everywhere)
    for name, row in questions.items():
        if name not in reached:
            yield f"{name}: no answer leads there"
        for district in everywhere:
            shown = [answer["zh"] for answer in row["answers"] if "to" in answer or any(district in known.get(s, ()) for s in answer["at"])]
            if not 0 <= len(shown) <= MOST or len(set(shown)) < len(shown):
                yield f"{name}: {len(shown)} answers in {district}: at most {MOST}, each once"
    flows = {flow for row in data["excluded"] for flow in row["flows"]}
    for flow in sorted(flows - made["flows"].keys()):
        yield f"excluded: no flow {flow}"
    for item in made["items"]:
        if item["flow"] not in flows and item["id"] not in reached:
            yield f"{item['id']}: no path leads there, and its flow is not excluded"


def table(data):
    quote = lambda text: json.dumps(text, ensure_ascii=False)
    lines = ["// Made from kiosk-app/models/questions.toml.", "#pragma once", "", "#include <array>", "#include <span>", "#include <string_view>", "",
             "namespace ssc::kiosk {", "", "struct AnswerRow {", "  std::string_view zh, en;", "  std::string_view question;  ///< the next one; empty: services",
             "  std::span<const std::string_view> services;", "};", "struct QuestionRow {", "  std::string_view id, zh, en;",
             "  std::span<const AnswerRow> answers;", "};", ""]
    for row in data["question"]:
        for number, answer in enumerate(row["answers"]):
            if ids := answer.get("at"):
                lines.append(f"inline constexpr std::array<std::string_view, {len(ids)}> kAt{row['id'].capitalize()}{number}{{{', '.join(map(quote, ids))}}};")
        lines.append(f"inline constexpr std::array<AnswerRow, {len(row['answers'])}> kAnswersTo{row['id'].capitalize()}{{{{")
        for number, answer in enumerate(row["answers"]):
            at = f"kAt{row['id'].capitalize()}{number}" if "at" in answer else "{}"
            lines.append(f"    {{{quote(answer['zh'])}, {quote(answer['en'])}, {quote(answer.get('to', ''))}, {at}}},")
        lines.append("}};")
    lines.append(f"inline constexpr std::array<QuestionRow, {len(data['question'])}> kQuestions{{{{")
    lines += [f"    {{{quote(row['id'])}, {quote(row['zh'])}, {quote(row['en'])}, kAnswersTo{row['id'].capitalize()}}}," for row in data["question"]]
    return "\n".join([*lines, "}};", "", "}  // namespace ssc::kiosk", ""])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("input", "catalogue", "tiles", "output"):
        parser.add_argument(f"--{name}", type=pathlib.Path, required=True)
    options = parser.parse_args()
    made = source.read_or_complain(options.catalogue, CARD_SPEC)
    if made is None:
        return 1
    data = load(options.input)
    known, everywhere = services(options.catalogue, load(options.tiles)["tile"], made)
    if found := list(problems(data, known, everywhere, made)):
        print("\n".join(f"questions.toml: {problem}" for problem in found), file=sys.stderr)
        return 1
    options.output.write_text(table(data), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
