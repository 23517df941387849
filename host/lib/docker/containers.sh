# The deployment's containers, and what each says of itself.
# needs: docker/time-limit
# gives: container_of state_of image_of restarts_of started_of is_down volumes_of volume_names_of service_log
# reads: PROJECT

# The newest container of a service of the deployment, running or not; nothing when there is none.
container_of() {
  docker ps -aq --no-trunc --filter "label=com.docker.compose.project=$PROJECT" \
    --filter "label=com.docker.compose.service=$1" --filter label=com.docker.compose.oneoff=False | head -n 1
}

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

# The names of a container's volumes, a line each; one that nobody has named is called by 64 hexadecimal digits.
volume_names_of() { docker inspect -f '{{range .Mounts}}{{.Name}}{{"\n"}}{{end}}' "$1"; }

# service_log SERVICE LINES SINCE: the last lines that a service's container has printed since then.
service_log() { docker logs --since "$3" --tail "$2" "$(container_of "$1")" 2>&1; }
