#!/bin/sh
# The command `roomwire` of an installed copy.
exec /usr/lib/roomwire/bin/node /usr/lib/roomwire/src/main.ts "$@"
