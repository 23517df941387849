# What queries/target.sh tells of the variables that Compose fills in, beside what is missing: never a value that a
# container has.
# needs: docker/projects
# gives: names_in_containers
# reads: PROJECT

# The names of the variables in the environment of each container of the project: its id, its service and one name a line.
names_in_containers() {
  local -a ids
  mapfile -t ids < <(containers_in "$PROJECT")
  if ((${#ids[@]} == 0)); then return 0; fi
  { docker inspect -f '{{$c := .}}{{range .Config.Env}}{{$c.ID}} {{index $c.Config.Labels "com.docker.compose.service"}} {{println (index (split . "=") 0)}}{{end}}' "${ids[@]}" || true; } |
    grep -E '^[0-9a-f]+ [^ ]+ [A-Za-z_][A-Za-z0-9_]*$' || true
}
