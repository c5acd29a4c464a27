#!/bin/sh
# Installs Debian's Chromium, which the browser tests drive. Says what to do elsewhere.
set -eu
if ! command -v apt-get > /dev/null; then
    echo "The browser tests need Chromium on the PATH as 'chromium': install it and run again." >&2
    exit 1
fi
as_root=""
[ "$(id -u)" -eq 0 ] || as_root="sudo"
$as_root apt-get update -qq
DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends chromium > /dev/null
