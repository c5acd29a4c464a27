#!/bin/sh
# Installs Debian's Java 17, which Spark runs in. Says what to do elsewhere.
set -eu
if ! command -v apt-get > /dev/null; then
    echo "Spark needs Java 17 on the PATH as 'java': install it and run again." >&2
    exit 1
fi
as_root=""
[ "$(id -u)" -eq 0 ] || as_root="sudo"
$as_root apt-get update -qq
DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends openjdk-17-jre-headless > /dev/null
