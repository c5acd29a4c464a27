#!/bin/sh
# Installs what the tests of packs open them with: LibreOffice Impress, which draws slides,
# and poppler's tools, which read PDF. Says what to do elsewhere.
set -eu
if ! command -v apt-get > /dev/null; then
    echo "The tests of packs need LibreOffice ('soffice') and poppler ('pdftotext') on the PATH: install them and run again." >&2
    exit 1
fi
as_root=""
[ "$(id -u)" -eq 0 ] || as_root="sudo"
$as_root apt-get update -qq
DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends libreoffice-impress poppler-utils fonts-liberation > /dev/null
