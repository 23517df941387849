# Which projects there are, and what their containers say of themselves.
# needs: docker/time-limit
# gives: list_projects projects_in real_projects containers_in describe_containers

# list_projects DIRECTORY: by the labels of the containers that Compose has made there, one a container. Fails where Docker
# does not answer.
list_projects() {
  docker ps -a --filter "label=com.docker.compose.project.working_dir=$1" \
    --format '{{.Label "com.docker.compose.project"}}'
}

# projects_in DIRECTORY…: those whose containers Compose has made there.
projects_in() {
  local directory
  for directory in "$@"; do list_projects "$directory" || true; done | real_projects
}

# Names that Compose gives to projects: a label may hold anything, and the state directory is called by it.
real_projects() { grep -xE '[a-z0-9][a-z0-9_-]{0,199}' | sort -u || true; }

# containers_in PROJECT: the ids of its containers, running or not, but those of one-off commands.
containers_in() {
  docker ps -aq --no-trunc --filter "label=com.docker.compose.project=$1" --filter label=com.docker.compose.oneoff=False
}

# describe_containers PROJECT: image, environment and labels of each container, as JSON. A container that Compose has not
# made can have its labels, too: it inherits them from its image.
describe_containers() {
  local -a ids
  mapfile -t ids < <(containers_in "$1")
  if ((${#ids[@]} == 0)); then return 0; fi
  docker inspect -f '{"image":{{json .Config.Image}},"env":{{json .Config.Env}},"labels":{{json .Config.Labels}}}' "${ids[@]}"
}
