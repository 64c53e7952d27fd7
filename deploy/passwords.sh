#!/bin/sh
# Makes a password for every user of NATS and for Redis, one NAME=VALUE a line: for docker-compose.yml, and for the Secret of docs/install.md.
#   sh deploy/passwords.sh .env       # into a new file, which only you may read
#   sh deploy/passwords.sh | …        # on stdout
# Each begins with a letter, or nats-server would take some for numbers.
set -eu
umask 077
accounts=$(dirname "$0")/nats/accounts.conf
if [ $# -gt 0 ]; then
  set -C # a file that is there may be readable for others, and its passwords in use
  exec > "$1"
fi
for name in $(sed -n 's/.*password: \$\(NATS_PASSWORD_[A-Z_]*\).*/\1/p' "$accounts") REDIS_PASSWORD; do
  printf '%s=p%s\n' "$name" "$(od -An -N24 -tx1 /dev/urandom | tr -d ' \n')"
done
