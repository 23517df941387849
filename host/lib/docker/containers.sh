# The deployment's containers, and what each says of itself.
# needs: docker/time-limit
# gives: containers_of container_of hash_of made_at is_done state_of image_of restarts_of started_of is_down volumes_of binds_of devices_of process_of volume_names_of service_log
# reads: PROJECT

# The containers of a service of the deployment, running or not, a line each, the newest first.
containers_of() {
  docker ps -aq --no-trunc --filter "label=com.docker.compose.project=$PROJECT" \
    --filter "label=com.docker.compose.service=$1" --filter label=com.docker.compose.oneoff=False
}
# The newest of them; nothing when there is none.
container_of() { containers_of "$1" | head -n 1; }

# Compose's hash of the definition that a container was made by.
hash_of() { docker inspect -f '{{index .Config.Labels "com.docker.compose.config-hash"}}' "$1"; }

# When a container was made: ISO 8601.
made_at() { docker inspect -f '{{.Created}}' "$1"; }

# Whether a container has done what it was started for: it ended well, and Docker does not start it again.
is_done() { [[ $(docker inspect -f '{{.State.Status}} {{.State.ExitCode}} {{.HostConfig.RestartPolicy.Name}}' "$1" 2>/dev/null) =~ ^exited\ 0\ (no|on-failure)?$ ]]; }

# What a container says of itself: starting, healthy, unhealthy (health check), else running, exited, …
STATE_FORMAT='{{if and .State.Running (not .State.Restarting) (not .State.Paused)}}{{if .State.Health}}{{.State.Health.Status}}{{else}}running{{end}}{{else}}{{.State.Status}}{{end}}'
state_of() { docker inspect -f "$STATE_FORMAT" "$1"; }

image_of() { docker inspect -f '{{.Image}}' "$1"; }

# How often Docker has started a container again by itself.
restarts_of() { docker inspect -f '{{.RestartCount}}' "$1"; }

# A container's full id, and since when it runs.
started_of() { docker inspect -f '{{.Id}} {{.State.StartedAt}}' "$1"; }

# Whether a container does not run and is not being started either.
is_down() { [[ $(docker inspect -f '{{.State.Status}}' "$1" 2>/dev/null || true) == @(exited|dead|created) ]]; }

# What a container has mounted: words of the form name-or-source:destination, sorted.
volumes_of() {
  docker inspect -f '{{range .Mounts}}{{if .Name}}{{.Name}}{{else}}{{.Source}}{{end}}:{{.Destination}}{{"\n"}}{{end}}' "$1" |
    sed '/^$/d' | sort | paste -sd ' '
}

# The paths of the host that a container has mounted, each with a tab and its place there, a line each.
binds_of() { docker inspect -f '{{range .Mounts}}{{if eq .Type "bind"}}{{.Source}}{{"\t"}}{{.Destination}}{{"\n"}}{{end}}{{end}}' "$1" | sed '/^$/d'; }

# The same of the directories of the host that it has mounted as named volumes.
devices_of() {
  local name place device
  docker inspect -f '{{range .Mounts}}{{if eq .Type "volume"}}{{.Name}}{{"\t"}}{{.Destination}}{{"\n"}}{{end}}{{end}}' "$1" | sed '/^$/d' | while IFS=$'\t' read -r name place; do
    device=$(docker volume inspect -f '{{with .Options}}{{.device}}{{end}}' "$name" 2>/dev/null || true)
    if [[ $device == /* ]]; then printf '%s\t%s\n' "$device" "$place"; fi
  done
}

# The first process of a container, as this host knows it; nothing where it does not run or is none of this host's.
process_of() {
  local pid
  pid=$(docker inspect -f '{{.State.Pid}}' "$1")
  if [[ $pid != 0 ]] && grep -qF -- "$1" "/proc/$pid/cgroup" 2>/dev/null; then printf '%s' "$pid"; fi
}

# The names of a container's volumes, a line each; one that nobody has named is called by 64 hexadecimal digits.
volume_names_of() { docker inspect -f '{{range .Mounts}}{{.Name}}{{"\n"}}{{end}}' "$1"; }

# service_log SERVICE LINES SINCE: the last lines that a service's container has printed since then.
service_log() { docker logs --since "$3" --tail "$2" "$(container_of "$1")" 2>&1; }
