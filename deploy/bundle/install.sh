#!/bin/sh
# Installs Sightline from this folder alone, with no network: sh install.sh [FOLDER]
set -eu
here="$(cd "$(dirname "$0")" && pwd)"
to="${1:-/opt/sightline}"
wanted="$(cat "$here/python.txt")"
python="${PYTHON:-python$wanted}"

if ! command -v "$python" > /dev/null; then
    echo "This bundle is for Python $wanted, and there is no $python here." >&2
    echo "Install it from your distribution, or say where it is: PYTHON=/path/to/python" >&2
    exit 1
fi
found="$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')"
if [ "$found" != "$wanted" ]; then
    echo "This bundle is for Python $wanted, and $python is $found." >&2
    exit 1
fi
if ! (cd "$here" && sha256sum --check --quiet SHA256SUMS); then
    echo "A file of this bundle is not what it was when it was made. Nothing was installed." >&2
    exit 1
fi

# Beside an earlier one, which stays until somebody takes it away: INSTALL.md, Rollback.
"$python" -m venv "$to"
"$to/bin/python" -m pip install --quiet --disable-pip-version-check \
    --no-index --find-links "$here/wheels" --require-hashes -r "$here/needs.txt"
"$to/bin/python" -m pip install --quiet --disable-pip-version-check \
    --no-index --no-deps --force-reinstall "$here"/wheels/sightline-*.whl

echo "Sightline is in $to. Now, as the account it runs under:"
echo "  $to/bin/sightline --home /srv/sightline doctor"
