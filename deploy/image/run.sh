#!/bin/sh
# Runs a service, or the command line, by its name: what the image does with its arguments.
name=${1:?name a service, or handoff for the command line}
shift
main=/app/apps/$name/dist/main.js
if [ ! -f "$main" ]; then
  echo "there is no service \"$name\"; there are: $(cd /app/apps && echo *)" >&2
  exit 2
fi
exec /usr/local/bin/node "$main" "$@"
