#!/usr/bin/env bash
# Checks the running deployment. Exit code 0 when every check passed.
set -euo pipefail
cd "$(dirname "$0")/../.."
# shellcheck source-path=SCRIPTDIR source=lib.sh
. deployment/scripts/lib.sh

bad=0

# check WHAT COMMAND...: one line, with the command's last output when it fails.
check() {
  local what=$1 output
  shift
  if output=$("$@" 2>&1); then
    say "ok    $what"
  else
    say "BAD   $what: $(tail -n 1 <<<"${output:-no answer}")"
    bad=$((bad + 1))
  fi
}

healthy() {
  local state
  state=$(state_of "$(container_of "$1")")
  say "$state"
  [ "$state" = running/healthy ]
}

writable() { sql 'BEGIN; CREATE TABLE health_check (id int); INSERT INTO health_check VALUES (1); ROLLBACK'; }

# The invariant of the books. Rows that contradict it are data damage, not an outage.
balanced() {
  local wrong
  wrong=$(sql 'SELECT count(*) FROM accounts a LEFT JOIN
      (SELECT account_id, sum(amount_cents) AS booked FROM transactions GROUP BY 1) t ON t.account_id = a.id
    WHERE a.balance_cents <> coalesce(t.booked, 0)') || { say "$wrong"; return 1; }
  say "$wrong accounts do not match their transactions"
  [ "$wrong" = 0 ]
}

# Asked from the backend's container, so the way through the network and both services is checked.
answers() { docker exec "$(container_of backend)" node health.js "http://frontend:3000$1" 6; }

main() {
  [ $# -eq 1 ] || { say "usage: $0 production" >&2; exit 2; }
  load_environment "$1"

  for service in postgres backend frontend; do check "$service is healthy" healthy "$service"; done
  check 'database can be read' sql 'SELECT count(*) FROM schema_migrations'
  check 'database can be written' writable
  check 'books balance' balanced
  for path in /api/accounts /api/transactions /api/transfers; do
    check "frontend and backend answer $path" answers "$path"
  done

  [ "$bad" -eq 0 ] || fail "$bad checks failed"
  say 'CHRONOS is healthy'
}

main "$@"
