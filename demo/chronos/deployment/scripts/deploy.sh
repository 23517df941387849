#!/usr/bin/env bash
# Deploys the commit that is checked out, or rolls back to the release before it. See README.md.
set -euo pipefail
cd "$(dirname "$0")/../.."
# shellcheck source-path=SCRIPTDIR source=lib.sh
. deployment/scripts/lib.sh
# shellcheck source-path=SCRIPTDIR source=holds.sh
. deployment/scripts/holds.sh
# shellcheck source-path=SCRIPTDIR source=backup.sh
. deployment/scripts/backup.sh

usage() {
  say "usage: $0 production              deploy the commit that is checked out"
  say "       $0 production --rollback   go back to the release deployed before it"
  exit 2
} >&2

app_services=(backend frontend)
backup=''
rolled_back_from=''
# Set where chronos-rollback runs this script as a step of its own: its lease and its holds are not looked at.
for_rollback=${CHRONOS_ROLLBACK_ID-}

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
  local container state restarts end=$((SECONDS + $(setting CHRONOS_DEADLINE 60)))
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
    quietly compose up -d --no-build --no-deps "$service" || return 1
    wait_healthy "$service" || return 1
    say "up        $service is healthy"
  done
}

image_of() { docker inspect -f '{{.Image}}' "$(container_of "$1")" 2>/dev/null || true; }

# One line of JSON for each deployment that changed what runs, the unhealthy ones included.
write_record() {
  printf '{"at":"%s","commit":"%s","describe":"%s","images":{"backend":"%s","frontend":"%s"},"backup":%s,"by":"%s","outcome":"%s"%s}\n' \
    "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$commit" "$(git describe --tags --always)" \
    "$(image_of backend)" "$(image_of frontend)" "${backup:+\"}${backup:-null}${backup:+\"}" \
    "$(id -un)@$(uname -n)" "$1" "${rolled_back_from:+,\"rolledBackFrom\":\"$rolled_back_from\"}" >>"$record"
  say "record    $record"
}

# The newest commit of the record that ran well, is not the present one, was never rolled back from and is not on hold.
previous_commit() {
  local line candidate
  while read -r line; do
    candidate=$(sed -n 's/.*"commit":"\([0-9a-f]\{40\}\)".*/\1/p' <<<"$line")
    if [ "$candidate" = "$commit" ] || [[ $line != *'"outcome":"healthy"'* ]]; then continue; fi
    if grep -q "\"rolledBackFrom\":\"$candidate\"" "$record"; then continue; fi
    if [ -z "$for_rollback" ] && is_held "$candidate"; then continue; fi
    say "$candidate"
    return
  done < <(tac "$record")
}

check_out_previous() {
  local target
  [ -s "$record" ] || fail "nothing to go back to: $record is empty"
  target=$(previous_commit)
  [ -n "$target" ] || fail "nothing to go back to: $record names no other release that ran well and is not on hold"
  rolled_back_from=$commit
  git checkout --quiet --detach "$target" || fail "could not check out $target"
  commit=$target
  say "rollback  from ${rolled_back_from:0:12} to ${commit:0:12}; the database keeps its migrations"
}

# keep_off [--rollback]: refuses by lease and holds, unless this is a step of a rollback.
keep_off() {
  if [ -n "$for_rollback" ]; then return; fi
  if [ -n "$1" ]; then refuse_held; else refuse_held "$commit"; fi
}

main() {
  if [ $# -lt 1 ] || [ $# -gt 2 ]; then usage; fi
  if [ $# -eq 2 ] && [ "$2" != --rollback ]; then usage; fi
  load_environment "$1"
  find_compose
  state=$(setting CHRONOS_ROLLBACK_STATE "/var/lib/chronos-rollback/$project")
  record=$state/deployments.jsonl
  commit=$(git rev-parse HEAD)
  keep_off "${2-}"
  mkdir -p "$state" backups/pre-deployment
  # chronos-rollback opens nothing while this is locked.
  exec 9>"$state/deploy.lock"
  flock -n 9 || fail "another deployment of $project is running"
  # Once more: a rollback may have begun in between.
  keep_off "${2-}"

  # An image is tagged with the commit it is made of, so it must be made of that commit.
  git diff --quiet HEAD -- . ':!*.md' || fail 'tracked files are modified here: commit or stash them first'
  start_database
  backup_database "${2-}"
  if [ $# -eq 2 ]; then check_out_previous; fi
  say "CHRONOS $1: $(git log -1 --format='%h "%s"') as project $project"
  provide_images
  migrate
  if start_services; then
    write_record healthy
    say 'deployed'
  else
    write_record unhealthy
    fail "$(git describe --tags --always) is deployed but not healthy; to go back: $0 $1 --rollback"
  fi
}

main "$@"
exit
