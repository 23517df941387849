# Which projects there are.
# needs: docker/time-limit
# gives: projects_in real_projects

# projects_in DIRECTORY…: those whose containers Compose has made there.
projects_in() {
  local directory
  for directory in "$@"; do
    docker ps -a --filter "label=com.docker.compose.project.working_dir=$directory" \
      --format '{{.Label "com.docker.compose.project"}}' || true
  done | real_projects
}

# Names that Compose gives to projects: a label may hold anything, and the state directory is called by it.
real_projects() { grep -xE '[a-z0-9][a-z0-9_-]{0,199}' | sort -u || true; }
