# Which projects there are, and what their containers say of themselves.
# needs: docker/time-limit
# gives: list_projects glance_at linked_directories projects_in real_projects containers_in describe_containers describe_images describe_processes dumps_in

# list_projects DIRECTORY: by the labels of the containers that Compose has made there, one a container. Fails where Docker
# does not answer.
list_projects() {
  docker ps -a --filter "label=com.docker.compose.project.working_dir=$1" \
    --format '{{.Label "com.docker.compose.project"}}'
}

# glance_at DIRECTORY: service and state of each container that Compose has made there, with a tab between, a line each.
glance_at() {
  docker ps -a --filter "label=com.docker.compose.project.working_dir=$1" --filter label=com.docker.compose.oneoff=False \
    --format '{{.Label "com.docker.compose.service"}}{{"\t"}}{{.Status}}' 2>/dev/null || true
}

# linked_directories DIRECTORY: by what other names containers of Compose know a directory, a line each.
linked_directories() {
  local directory
  { docker ps -a --format '{{.Label "com.docker.compose.project.working_dir"}}' 2>/dev/null || true; } | sort -u | while IFS= read -r directory; do
    if [[ $directory == /* && $directory != "$1" && $(realpath -e -- "$directory" 2>/dev/null || true) == "$1" ]]; then printf '%s\n' "$directory"; fi
  done
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

# What a container is made of and does, and what its image declares by itself.
DESCRIPTION='{"id":{{json .ID}},"image":{{json .Config.Image}},"imageId":{{json .Image}},"command":[{{json .Path}}{{range .Args}},{{json .}}{{end}}],"status":{{json .State.Status}},"exitCode":{{.State.ExitCode}},"restartPolicy":{{json .HostConfig.RestartPolicy.Name}},"isChecked":{{if .State.Health}}true{{else}}false{{end}},"networkMode":{{json .HostConfig.NetworkMode}},"networks":{{json .NetworkSettings.Networks}},"published":{{json .HostConfig.PortBindings}},"mounts":{{json .Mounts}},"ports":{{json .Config.ExposedPorts}},"volumes":{{json .Config.Volumes}},"env":{{json .Config.Env}},"labels":{{json .Config.Labels}}}'
DECLARATION='{"id":{{json .ID}},"ports":{{json .Config.ExposedPorts}},"volumes":{{json .Config.Volumes}},"env":{{json .Config.Env}},"labels":{{json .Config.Labels}}}'

# describe_containers PROJECT: each container, as JSON. A container that Compose has not made can have its labels, too: it
# inherits them from its image.
describe_containers() {
  local -a ids
  mapfile -t ids < <(containers_in "$1")
  if ((${#ids[@]} == 0)); then return 0; fi
  docker inspect -f "$DESCRIPTION" "${ids[@]}"
}

# describe_images PROJECT: the images of its containers, as JSON, but those that are gone.
describe_images() {
  local -a ids images
  mapfile -t ids < <(containers_in "$1")
  if ((${#ids[@]} == 0)); then return 0; fi
  mapfile -t images < <(docker inspect -f '{{.Image}}' "${ids[@]}" | sort -u)
  if ((${#images[@]} == 0)); then return 0; fi
  docker image inspect -f "$DECLARATION" "${images[@]}" 2>/dev/null || true
}

# describe_processes PROJECT: the id of each container whose processes Docker tells, with the program of each.
describe_processes() {
  local id
  while read -r id; do
    { docker top "$id" -eo pid,comm 2>/dev/null || true; } | awk -v id="$id" 'NR > 1 { sub(/^ *[0-9]+ +/, ""); print id, $0 }'
  done < <(containers_in "$1")
}

# Files that a dump of PostgreSQL is usually called as, and toc.dat of one that is a directory.
DUMPS=(-name '*.dump' -o -name '*.pgdump' -o -name '*.backup' -o -name '*.sql' -o -name '*.sql.gz' -o -name '*.dump.gz' -o -name '*.tar' -o -name toc.dat)

# is_server CONTAINER: whether it runs PostgreSQL, or would: images of it say where its data is.
is_server() {
  docker inspect -f '{{range .Config.Env}}{{println .}}{{end}}' "$1" | grep -q '^PGDATA=' ||
    { docker top "$1" -eo pid,comm 2>/dev/null || true; } | grep -q ' postgres$'
}

# dumps_in PROJECT: the directories in which containers of PostgreSQL see dumps that come from the host, each with the
# container's id, where the newest dump lies first. What the server is begun with is no backup.
dumps_in() {
  local id source seen newest
  while read -r id; do
    if ! is_server "$id"; then continue; fi
    while IFS=$'\t' read -r source seen; do
      case $seen in '' | /var/lib/postgresql | /var/lib/postgresql/* | /docker-entrypoint-initdb.d | /docker-entrypoint-initdb.d/*) continue ;; esac
      newest=$({ timeout 5 find "$source" -maxdepth 3 -type f \( "${DUMPS[@]}" \) -printf '%T@\t%P\n' 2>/dev/null || true; } | sort -rn | head -n 1)
      if [[ $newest == *$'\t'* ]]; then printf '%s\t%s\t%s\n' "${newest%%$'\t'*}" "$id" "$(dump_directory "$seen" "${newest#*$'\t'}")"; fi
    done < <(docker inspect -f '{{range .Mounts}}{{.Source}}{{"\t"}}{{.Destination}}{{"\n"}}{{end}}' "$id")
  done < <(containers_in "$1") | sort -rn | cut -f 2-
}

# dump_directory PLACE FILE: the directory that a dump lies in, by the mount and the file's path below it.
dump_directory() {
  local path=$1/$2
  if [[ $path == */toc.dat ]]; then path=${path%/toc.dat}; fi
  printf '%s' "${path%/*}"
}
