#!/usr/bin/env bash
# Installs the Debian packages of the named groups (tools/deps.txt) that are missing: tools/deps.sh build check
# A row PACKAGE:COMMAND counts as there when COMMAND is.
set -euo pipefail
list=$(dirname "${BASH_SOURCE[0]}")/deps.txt
apt=(apt-get -o DPkg::Lock::Timeout=300)

packages_of() {
  local row
  awk -v groups=" $* " '!/^#/ && NF && index(groups, " " $2 " ") { print $1 }' "$list" | while read -r row; do
    [[ $row == *:* ]] && command -v "${row#*:}" >/dev/null || echo "${row%%:*}"
  done
}

installed() {
  dpkg-query -W -f='${Package} ${db:Status-Status}\n' "$@" 2>/dev/null | awk '$2 == "installed" { print $1 }' | sort -u
}

known_to_apt() {
  [[ $(apt-cache --quiet=2 show --no-all-versions "$@" 2>/dev/null | grep -c '^Package: ') -ge $# ]]
}

as_root() {
  if [[ $EUID -eq 0 ]]; then env DEBIAN_FRONTEND=noninteractive "$@"; else sudo env DEBIAN_FRONTEND=noninteractive "$@"; fi
}

command -v dpkg-query >/dev/null || { echo "deps: this is not Debian; install by hand what $list names" >&2; exit 1; }
mapfile -t wanted < <(packages_of "$@" | sort -u)
[[ ${#wanted[@]} -gt 0 ]] || exit 0
mapfile -t missing < <(comm -23 <(printf '%s\n' "${wanted[@]}") <(installed "${wanted[@]}"))
[[ ${#missing[@]} -gt 0 ]] || exit 0

echo "deps: installing ${#missing[@]} Debian packages: ${missing[*]}" >&2
if [[ $EUID -ne 0 ]] && ! command -v sudo >/dev/null; then
  echo "deps: neither root nor sudo here; as root: apt-get install --no-install-recommends ${missing[*]}" >&2
  exit 1
fi
install=("${apt[@]}" install -y --no-install-recommends "${missing[@]}")
updated=no
if ! known_to_apt "${missing[@]}"; then
  as_root "${apt[@]}" update >&2
  updated=yes
fi
if ! as_root "${install[@]}" >&2; then
  [[ $updated == no ]] || exit 1
  echo "deps: the package lists may be old; once more with new ones" >&2
  as_root "${apt[@]}" update >&2
  as_root "${install[@]}" >&2
fi
