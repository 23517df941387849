#!/usr/bin/env bash
# Deploys the commit that is checked out, or rolls back to the release before it. See README.md.
set -euo pipefail
cd "$(dirname "$0")/../.."
# shellcheck source-path=SCRIPTDIR source=lib.sh
. deployment/scripts/lib.sh

usage() {
  say "usage: $0 production              deploy the commit that is checked out"
  say "       $0 production --rollback   go back to the release deployed before it"
  exit 2
} >&2

app_services=(backend frontend)

# Runs a command and shows its output only when it fails.
quietly() {
  local output
  output=$("$@" 2>&1) || { printf '%s\n' "$output" >&2; return 1; }
}

# Started where it is not running, never recreated: a deployment leaves the database's container alone.
start_database() {
  quietly compose up -d --no-build --no-recreate postgres || fail 'the database could not be started'
  wait_healthy postgres || fail 'the database is not healthy'
}

# Images are built once a commit and kept under its hash.
provide_images() {
  local service missing=()
  for service in "${app_services[@]}"; do
    docker image inspect "$project-$service:$commit" >/dev/null 2>&1 || missing+=("$service")
  done
  if [ ${#missing[@]} -gt 0 ]; then
    quietly compose build --build-arg "COMMIT=$commit" "${missing[@]}" || fail "could not build ${missing[*]}"
    for service in "${missing[@]}"; do docker tag "$project-$service:latest" "$project-$service:$commit"; done
  fi
  for service in "${app_services[@]}"; do docker tag "$project-$service:$commit" "$project-$service:latest"; done
  say "images    ${app_services[*]} at ${commit:0:12}: ${missing[*]:-none} built"
}

migrate() {
  local output
  output=$(compose run -T --rm --no-deps backend node migrate.js 2>&1) ||
    fail "a migration failed; what ran before still runs: $output"
  sed -n 's/^applied /migrate   /p' <<<"$output"
}

wait_healthy() {
  local container state restarts end=$((SECONDS + deadline))
  container=$(container_of "$1")
  [ -n "$container" ] || { say "$1 has no container" >&2; return 1; }
  while state=$(state_of "$container") && [ "$state" != running/healthy ]; do
    restarts=$(docker inspect -f '{{.RestartCount}}' "$container")
    if [ "$restarts" -ge 3 ] || [ "$SECONDS" -ge "$end" ]; then
      say "$1 is $state after $restarts restarts; its last lines:" >&2
      docker logs --tail 20 "$container" >&2
      return 1
    fi
    sleep 0.2
  done
}

# One service at a time, in dependency order, each waited for.
start_services() {
  local service
  for service in "${app_services[@]}"; do
    if ! quietly compose up -d --no-build --no-deps "$service"; then
      # Where the old one still runs well there is no new release to put on record.
      if [ "$(state_of "$(container_of "$service")")" = running/healthy ]; then
        fail "$service could not be replaced and runs as before; there is no new line in the record"
      fi
      return 1
    fi
    wait_healthy "$service" || return 1
    say "up        $service is healthy"
  done
}

# It takes the backup, keeps images and record, and knows what chronos-rollback forbids.
find_checkpoint() {
  checkpoint=$state/checkpoint
  [ -x "$checkpoint" ] ||
    fail "$checkpoint is not there; to install it, in the checkout of chronos-rollback: ./rollback checkpoint --install"
}

# Whether a commit may be deployed; else sets objection, where it is not set yet, to what forbids it.
may_deploy() {
  local said status=0
  said=$("$checkpoint" ask "$1") || status=$?
  case $status in
    0) return 0 ;;
    3) objection=${objection:-$said} ;;
    # It has said why.
    *) exit 1 ;;
  esac
  return 1
}

# Sets target to the newest commit of the record that ran well, is not the present one, was never rolled back from and
# may be deployed.
find_previous() {
  local line
  while read -r line; do
    # The first one: a line also has the commit that was checked out before.
    [[ $line =~ \"commit\":\"([0-9a-f]{40})\" ]] || continue
    target=${BASH_REMATCH[1]}
    if [ "$target" = "$commit" ] || [[ $line != *'"outcome":"healthy"'* ]]; then continue; fi
    if grep -q "\"rolledBackFrom\":\"$target\"" "$record"; then continue; fi
    if may_deploy "$target"; then return 0; fi
  done < <(tac "$record")
  return 1
}

# choose_target [--rollback]: sets target; ends the script where there is none, or where it must not be deployed.
choose_target() {
  objection='' target=$commit
  if [ -z "$1" ]; then
    if may_deploy "$target"; then return; fi
  else
    [ -s "$record" ] || fail "nothing to go back to: $record is empty"
    if find_previous; then return; fi
    [ -n "$objection" ] || fail "nothing to go back to: $record names no other release that ran well"
  fi
  fail "$objection"$'\nNothing has been touched.'
}

# The newest backup before a deployment is also database_latest.sql, a hard link; one before a rollback is of the
# bad release's time and no such one.
link_latest() {
  local end name
  cd backups/pre-deployment
  name=$(find . -name 'database_[0-9]*.sql' -printf '%T@ %f\n' | sort -n | tail -n 1 | cut -d ' ' -f 2)
  for end in .json ''; do
    if [ -e "$name$end" ]; then ln -f "$name$end" .latest && mv -f .latest "database_latest.sql$end"; fi
  done
  cd - >/dev/null
}

check_out_target() {
  git checkout --quiet --detach "$target" || fail "could not check out $target"
  say "rollback  from ${commit:0:12} to ${target:0:12}; the database keeps its migrations"
  after+=(--rolled-back-from "$commit")
  commit=$target
}

main() {
  if [ $# -lt 1 ] || [ $# -gt 2 ]; then usage; fi
  if [ $# -eq 2 ] && [ "$2" != --rollback ]; then usage; fi
  load_environment "$1"
  find_compose
  deadline=$(setting CHRONOS_DEADLINE 60)
  state=$(setting CHRONOS_ROLLBACK_STATE "/var/lib/chronos-rollback/$project")
  record=$state/deployments.jsonl
  commit=$(git rev-parse HEAD)
  find_checkpoint
  choose_target "${2-}"
  mkdir -p backups/pre-deployment
  # chronos-rollback opens nothing while this is locked.
  exec 9>"$state/deploy.lock"
  flock -n 9 || fail "another deployment of $project is running"
  # Once more: a rollback may have begun in between.
  choose_target "${2-}"

  # An image is tagged with the commit it is made of, so it must be made of that commit.
  git diff --quiet HEAD -- . ':!*.md' || fail 'tracked files are modified here: commit or stash them first'
  start_database
  "$checkpoint" before "$target" || fail 'nothing has been deployed'
  after=()
  if [ $# -eq 2 ]; then check_out_target; else link_latest; fi
  say "CHRONOS $1: $(git log -1 --format='%h "%s"') as project $project"
  provide_images
  migrate
  # Where a service has not come up there is nothing more to wait for.
  start_services || deadline=1
  "$checkpoint" after --wait "$deadline" "${after[@]}" ||
    fail "$(git describe --tags --always) is deployed but not healthy, or not on record; to go back: $0 $1 --rollback"
  say 'deployed'
}

main "$@"
exit
