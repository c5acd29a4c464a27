#!/bin/sh
# Installs Debian's PostgreSQL: the tests start a server of their own with its programs.
set -eu
if ! command -v apt-get > /dev/null; then
    echo "These tests need PostgreSQL's initdb and postgres on the PATH: install them and run again." >&2
    exit 1
fi
as_root=""
[ "$(id -u)" -eq 0 ] || as_root="sudo"
$as_root apt-get update -qq
# Only the programs are wanted: no server is started, and no port of the machine is taken.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
    trap '$as_root rm -f "$policy"' EXIT
    printf '#!/bin/sh\nexit 101\n' | $as_root tee "$policy" > /dev/null
    $as_root chmod +x "$policy"
fi
DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends postgresql > /dev/null
