# Commands in a container, and files for it.
# needs: docker/time-limit
# gives: in_container in_container_for copy_into_container

# Programs there speak English, whatever language their container has: what they say is read.
ENGLISH=(-e LC_ALL=C -e LANGUAGE=)

# in_container [-i] [-e NAME=VALUE]… CONTAINER COMMAND…: runs a command in a container; -i: with our standard input.
in_container() { docker exec "${ENGLISH[@]}" "$@"; }

# in_container_for SECONDS [-i] [-e NAME=VALUE]… CONTAINER COMMAND…: the same; fails with 124 when it takes longer.
in_container_for() {
  local seconds=$1
  shift
  timeout "$seconds" docker exec "${ENGLISH[@]}" "$@"
}

# copy_into_container FILE CONTAINER DIRECTORY/: a file or directory of this host; of a link what it leads to.
copy_into_container() { docker cp -L "$1" "$2:$3"; }
