#!/bin/sh
# Debian's Chromium for the browser tests. Where it cannot be installed, those tests skip and say so.
if command -v chromium >/dev/null 2>&1; then exit 0; fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "installing Debian's chromium for the browser tests" >&2
    apt-get update -qq >/dev/null && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y chromium >/dev/null && exit 0
fi
echo "no chromium: the browser tests will be skipped; on Debian: sudo apt-get install chromium" >&2
exit 1
