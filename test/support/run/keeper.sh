#!/bin/bash
# keeper.sh DIRECTORY: what a run of the tests has started for itself goes with it. Waits for the end of its standard
# input, which comes when the run ends, is interrupted or is killed; a run that has come to its end says `over` first.
trap '' INT TERM HUP
# Deployments whose test has not come to removing them: a line each, project and directory.
deployments() {
  local project directory of
  while IFS=$'\t' read -r project directory; do
    if [[ ! -d $directory ]]; then continue; fi
    of=label=com.docker.compose.project=$project
    docker ps -aq --filter "$of" | xargs -r docker rm -fv
    docker network ls -q --filter "$of" | xargs -r docker network rm
    docker volume ls -q --filter "$of" | xargs -r docker volume rm
    docker images --format '{{.Repository}}:{{.Tag}}' | grep -F -- "$project" | grep -vF '<none>' | xargs -r docker rmi -f
    rm -rf -- "$directory"
  done
}
remove() {
  docker ps -aq --filter "label=chronos-rollback.test-run=${1##*/}" | xargs -r docker rm -fv
  if [[ -e $1/deployments ]]; then deployments <"$1/deployments"; fi
  rm -rf -- "$1"
}
read -r said
remove "$1"
# A worker that is still on its way out may have been about to start something.
if [[ $said != over ]]; then
  sleep 5
  remove "$1"
fi
