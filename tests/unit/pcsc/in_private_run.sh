#!/bin/sh
# in_private_run.sh PROGRAM [ARGUMENT…]: runs a program with a /run of its own, so that a pcscd started by it meets
# no other (its socket folder /run/pcscd is compiled in). Works as root and, with a user namespace, as anybody.
# Exit status 77, with the reason, where that is not possible.
set -eu

if [ "$(id -u)" = 0 ]; then flags=-m; else flags=-rm; fi

if ! reason=$(unshare "$flags" mount -t tmpfs tmpfs /run 2>&1); then
  echo "not runnable here: no mount namespace ($reason)" >&2
  exit 77
fi
if ! [ -x /usr/sbin/pcscd ]; then
  echo "not runnable here: pcscd is not installed" >&2
  exit 77
fi
# shellcheck disable=SC2016 # the inner shell expands it
exec unshare "$flags" sh -c 'mount -t tmpfs tmpfs /run && mkdir -p /run/pcscd && : >/run/ssc-private && exec "$@"' sh "$@"
