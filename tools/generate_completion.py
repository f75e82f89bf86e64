#!/usr/bin/env python3
"""Makes the shell completions of `ssc` from what the program says of itself and from the map of the card's files.

  generate_completion.py --grammar grammar.json --card-spec DIR --output DIR     writes DIR/ssc (bash), DIR/_ssc (zsh),
                                                                                 DIR/ssc.fish

--grammar: what `ssc complete grammar` prints.
"""
import argparse
import json
import pathlib
import sys
import tomllib

HEAD = "Made by tools/generate_completion.py. Do not edit."

# What a value is, where its choices do not say it: by the name of its option or place.
KINDS = {
    "--reader": "readers", "NAME": "cardfiles", "COMMAND": "commands",
    **dict.fromkeys(("--in", "--out", "--certificate", "--signature", "--authorities", "--against", "FILE"), "files"),
}


def card_files(folder):
    """[("DF01/EF05", "户籍")] of all generations, in the order of the card."""
    found = {}
    for source in sorted(folder.glob("files-v*.toml")):
        with open(source, "rb") as file:
            for row in tomllib.load(file).get("file", []):
                found.setdefault(f"{row['df']}/{row['fid']}", row["label"])
    return sorted(found.items())


class Option:
    def __init__(self, row):
        self.names, self.place, self.choices = row["names"], row["place"], row["choices"]
        self.optional_value, self.about = row["valueOptional"], row["description"]
        self.has_value = bool(row["value"])

    def key(self):
        return self.place or self.names[-1]

    def kind(self):
        return "choices" if self.choices else KINDS.get(self.key(), "nothing")


class Command:
    def __init__(self, row):
        self.name, self.about = row["name"], row["description"]
        options = [Option(one) for one in row["options"]]
        self.options = [one for one in options if not one.place]
        self.places = [one for one in options if one.place]


def check_kinds(commands):
    """An option that was renamed must not lose its completion unnoticed."""
    known = {one.key() for command in commands for one in command.options + command.places}
    if stale := sorted(set(KINDS) - known):
        sys.exit(f"generate_completion: KINDS names {', '.join(stale)}, which no command has")


# ---- bash

BASH = r'''# bash completion for ssc. @HEAD@

_ssc_words() { # the words that begin as what is typed; they have no blanks
  COMPREPLY=()
  local one
  for one in $1; do [[ $one == "$2"* ]] && COMPREPLY+=("$one"); done
}

_ssc_lines() { # the same for lines of standard input, which may have blanks: bash quotes them
  COMPREPLY=()
  local one typed=${1//\\/}
  typed=${typed#[\"\']}
  while IFS= read -r one; do [[ $one == "$typed"* ]] && COMPREPLY+=("$one"); done
  compopt -o filenames 2>/dev/null
}

_ssc_value() { # kind, what is typed, choices
  case $1 in
    choices) _ssc_words "$3" "$2" ;;
    readers) _ssc_lines "$2" < <(command "${COMP_WORDS[0]}" complete readers 2>/dev/null) ;;
    cardfiles) _ssc_words "$(_ssc_files "$2")" "$2" ;;
    files) _ssc_lines "$2" < <(compgen -f -- "$2") ;;
    commands) _ssc_lines "$2" < <(compgen -c -- "$2") ;;
  esac
}

_ssc_files() { # places of files; their names once something that is no Latin letter is typed
  if [[ -n $1 && $1 != [A-Za-z0-9]* ]]; then
    printf '%s\n' @LABELS@
  else
    printf '%s\n' @FILES@
  fi
}

_ssc_of_option() { # command and option: "kind choices", nothing for a flag
  case "$1 $2" in
@VALUES@
  esac
}

_ssc_of_place() { # command and place: "kind choices"
  case "$1 $2" in
@PLACES@
  esac
}

_ssc_options() {
  case $1 in
@OPTIONS@
  esac
}

_ssc() {
  local typed=${COMP_WORDS[COMP_CWORD]} command='' waiting='' place=0 i one what
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    one=${COMP_WORDS[i]}
    if [[ $one == = ]]; then
      continue
    elif [[ -n $waiting ]]; then
      waiting=''
    elif [[ -z $command ]]; then
      [[ $one != -* ]] && command=$one
    elif [[ $one == --wait ]]; then
      [[ ${COMP_WORDS[i + 1]} =~ ^[0-9.]+$ ]] && ((i++))
    elif [[ $one == -- ]]; then
      continue
    elif [[ $one == -* ]]; then
      [[ -n $(_ssc_of_option "$command" "$one") ]] && waiting=$one
    else
      ((place++))
    fi
  done
  [[ $typed == = ]] && typed=''
  if [[ -n $waiting ]]; then
    what=$(_ssc_of_option "$command" "$waiting")
    _ssc_value "${what%% *}" "$typed" "${what#* }"
  elif [[ -z $command ]]; then
    _ssc_words '@COMMANDS@ --help --version' "$typed"
  elif [[ $typed == -* ]]; then
    _ssc_words "$(_ssc_options "$command")" "$typed"
  else
    what=$(_ssc_of_place "$command" "$place")
    _ssc_value "${what%% *}" "$typed" "${what#* }"
  fi
}

complete -F _ssc ssc
'''


def bash_case(pattern, text):
    return f"    '{pattern}') echo '{text}' ;;"


def bash_value(one):
    return f"{one.kind()} {' '.join(one.choices)}".rstrip()


def bash(commands, files):
    values = [bash_case(f"{command.name} {name}", bash_value(one)) for command in commands for one in command.options
              if one.has_value and not one.optional_value for name in one.names]
    places = [bash_case(f"{command.name} {number}", bash_value(one)) for command in commands
              for number, one in enumerate(command.places)]
    options = [bash_case(command.name, " ".join(one.names[-1] for one in command.options)) for command in commands]
    filled = {
        "HEAD": HEAD, "COMMANDS": " ".join(command.name for command in commands), "VALUES": "\n".join(values),
        "PLACES": "\n".join(places), "OPTIONS": "\n".join(options), "FILES": " ".join(place for place, _ in files),
        "LABELS": " ".join(dict.fromkeys(label for _, label in files)),
    }
    text = BASH
    for name, value in filled.items():
        text = text.replace(f"@{name}@", value)
    return text


# ---- zsh

def zsh_quoted(text):
    return text.replace("'", "'\\''").replace("[", "\\[").replace("]", "\\]").replace(":", "\\:")


def zsh_action(one):
    return {"choices": f"({' '.join(one.choices)})", "readers": "{_ssc_readers}", "cardfiles": "{_ssc_cardfiles}", "files": "_files",
            "commands": "_command_names"}.get(one.kind(), " ")


def zsh_option(one):
    colon = "::" if one.optional_value else ":"
    value = f"{colon}{zsh_quoted(one.key().lstrip('-').lower())}:{zsh_action(one)}" if one.has_value else ""
    return f"'{one.names[-1]}[{zsh_quoted(one.about)}]{value}'"


def zsh_command(command):
    specs = [zsh_option(one) for one in command.options]
    specs += [f"'{number}:{zsh_quoted(one.place)}:{zsh_action(one)}'" for number, one in enumerate(command.places, 1)]
    return f"    {command.name})\n      _arguments \\\n        " + " \\\n        ".join(specs) + " ;;"


def zsh(commands, files):
    names = "\n".join(f"    '{command.name}:{zsh_quoted(command.about)}'" for command in commands)
    places = "\n".join(f"    '{place}:{zsh_quoted(label)}'" for place, label in files)
    cases = "\n".join(zsh_command(command) for command in commands)
    return f"""#compdef ssc
# zsh completion for ssc. {HEAD}

_ssc_readers() {{
  local -a readers
  readers=("${{(@f)$(command ssc complete readers 2>/dev/null)}}")
  compadd -a readers
}}

_ssc_cardfiles() {{
  local -a places
  places=(
{places}
  )
  _describe 'file of the card' places
}}

_ssc() {{
  local -a commands
  commands=(
{names}
  )
  if ((CURRENT == 2)); then
    _describe 'command' commands
    return
  fi
  local name=$words[2]
  shift words
  ((CURRENT--))
  case $name in
{cases}
  esac
}}

_ssc "$@"
"""


# ---- fish

def fish_quoted(text):
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def fish_candidates(one, files):
    return {"choices": f"-xa {fish_quoted(' '.join(one.choices))}", "readers": "-xa '(command ssc complete readers 2>/dev/null)'",
            "cardfiles": "-xa " + fish_quoted(" ".join(place for place, _ in files)), "files": "-rF",
            "commands": "-xa '(__fish_complete_command)'"}.get(one.kind(), "-x")


def fish(commands, files):
    names = " ".join(command.name for command in commands)
    lines = [f"# fish completion for ssc. {HEAD}", "", "complete -c ssc -f"]
    for command in commands:
        lines.append(f"complete -c ssc -n 'not __fish_seen_subcommand_from {names}' -a {command.name} "
                     f"-d {fish_quoted(command.about)}")
    for command in commands:
        seen = f"complete -c ssc -n '__fish_seen_subcommand_from {command.name}'"
        for one in command.options:
            value = f" {fish_candidates(one, files)}" if one.has_value else ""
            lines.append(f"{seen} -l {one.names[-1].removeprefix('--')}{value} -d {fish_quoted(one.about)}")
        lines += [f"{seen} {fish_candidates(one, files)} -d {fish_quoted(one.about)}" for one in command.places
                  if one.kind() != "nothing"]
    return "\n".join(lines) + "\n"


SHELLS = {"ssc": bash, "_ssc": zsh, "ssc.fish": fish}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--grammar", required=True, type=pathlib.Path)
    parser.add_argument("--card-spec", required=True, type=pathlib.Path)
    parser.add_argument("--output", required=True, type=pathlib.Path)
    options = parser.parse_args()
    grammar = json.loads(options.grammar.read_text(encoding="utf-8"))
    commands = [Command(row) for row in grammar["commands"]]
    check_kinds(commands)
    files = card_files(options.card_spec)
    options.output.mkdir(parents=True, exist_ok=True)
    for name, write in SHELLS.items():
        (options.output / name).write_text(write(commands, files), encoding="utf-8")


if __name__ == "__main__":
    main()
