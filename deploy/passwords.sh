#!/bin/sh
# Prints a password for every user of NATS and for Redis, one NAME=VALUE a line: for docker-compose.yml, and for the Secret of docs/install.md.
#   (umask 077; sh deploy/passwords.sh > .env)      # for nobody else to read
# Each begins with a letter, or nats-server would take some for numbers.
set -eu
accounts=$(dirname "$0")/nats/accounts.conf
for name in $(sed -n 's/.*password: \$\(NATS_PASSWORD_[A-Z_]*\).*/\1/p' "$accounts") REDIS_PASSWORD; do
  printf '%s=p%s\n' "$name" "$(od -An -N24 -tx1 /dev/urandom | tr -d ' \n')"
done
