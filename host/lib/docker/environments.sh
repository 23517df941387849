# The variables that the project's containers were given.
# gives: environments_of_containers environment_of
# reads: PROJECT

# NAME=VALUE, each ended by a NUL, of all containers of the project; nothing where Docker does not answer.
environments_of_containers() {
  local -a ids=()
  mapfile -t ids < <(timeout 5 docker ps -aq --filter "label=com.docker.compose.project=$PROJECT" 2>/dev/null || true)
  if ((${#ids[@]})); then timeout 5 docker inspect -f '{{range .Config.Env}}{{printf "%s\x00" .}}{{end}}' "${ids[@]}" 2>/dev/null || true; fi
}

# environment_of CONTAINER: the same of one of them.
environment_of() { docker inspect -f '{{range .Config.Env}}{{printf "%s\x00" .}}{{end}}' "$1"; }
