# How long a container's own health check lets it start.
# needs: docker/containers
# gives: start_allowed start_left

# The seconds that the health check of a container allows for a start: its start period, and all its tries. 0 without one.
# What it leaves open is as Docker has it.
start_allowed() {
  local period interval timeout tries
  read -r period interval timeout tries < <(
    docker inspect -f '{{if .State.Health}}{{with .Config.Healthcheck}}{{json .StartPeriod}} {{json .Interval}} {{json .Timeout}} {{json .Retries}}{{end}}{{end}}' "$1" 2>/dev/null || true
    echo
  )
  if [[ ! "$period $interval $timeout $tries" =~ ^([0-9]+\ ){3}[0-9]+$ ]]; then
    printf 0
    return
  fi
  if ((interval == 0)); then interval=30000000000; fi
  if ((timeout == 0)); then timeout=30000000000; fi
  if ((tries == 0)); then tries=3; fi
  printf '%s' $(((period + tries * (interval + timeout)) / 1000000000))
}

# start_left SERVICE: the seconds that are left of that to those of its containers that are still starting, the most of any;
# 0 where none is.
start_left() {
  local one state started seconds most=0
  while read -r one; do
    state='' started=''
    read -r state started < <(docker inspect -f "$STATE_FORMAT {{.State.StartedAt}}" "$one" 2>/dev/null || true; echo)
    if [[ $state != starting ]] || ! started=$(date -d "$started" +%s 2>/dev/null); then continue; fi
    seconds=$((started + $(start_allowed "$one") - EPOCHSECONDS))
    if ((seconds > most)); then most=$seconds; fi
  done < <(containers_of "$1")
  printf '%s' "$most"
}
