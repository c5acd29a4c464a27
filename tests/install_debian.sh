#!/bin/sh
# Installs Debian's packages that tests need: `tests/install_debian.sh "nginx and openssl" nginx-light openssl`.
# Elsewhere it says what has to be on the PATH.
set -eu
needed="$1"
shift
if ! command -v apt-get > /dev/null; then
    echo "These tests need $needed: install that, so that it is on the PATH, and run again." >&2
    exit 1
fi
as_root=""
[ "$(id -u)" -eq 0 ] || as_root="sudo"
$as_root apt-get update -qq
# Only programs are wanted: no server is started, and no port of the machine is taken.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
    trap '$as_root rm -f "$policy"' EXIT
    printf '#!/bin/sh\nexit 101\n' | $as_root tee "$policy" > /dev/null
    $as_root chmod +x "$policy"
fi
$as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends "$@" > /dev/null
