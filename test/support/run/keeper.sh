#!/bin/bash
# keeper.sh DIRECTORY: what a run of the tests has started for itself goes with it. Waits for the end of its standard
# input, which comes when the run ends, is interrupted or is killed; a run that has come to its end says `over` first.
trap '' INT TERM HUP
remove() {
  docker ps -aq --filter "label=chronos-rollback.test-run=${1##*/}" | xargs -r docker rm -fv
  rm -rf -- "$1"
}
read -r said
remove "$1"
# A worker that is still on its way out may have been about to start something.
if [[ $said != over ]]; then
  sleep 5
  remove "$1"
fi
