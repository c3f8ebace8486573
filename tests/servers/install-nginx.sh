#!/bin/sh
# Debian's nginx for tests/servers/test_nginx.py. Where it cannot be installed, those tests skip and say so.
if [ -x /usr/sbin/nginx ]; then exit 0; fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "installing Debian's nginx for the tests behind a proxy" >&2
    # At run level 1 Debian starts no service that it installs: the tests start their own.
    apt-get update -qq >/dev/null &&
        RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get install -qq -y nginx-light >/dev/null && exit 0
fi
echo "no nginx: the tests behind a proxy will be skipped; on Debian: sudo apt-get install nginx-light" >&2
exit 1
