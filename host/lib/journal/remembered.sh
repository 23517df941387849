# Which project an attempt was opened for in a directory, as its state directory tells: while everything is down no
# container does.
# needs: docker/projects
# gives: remembered_projects
# reads: STATE STATES

# remembered_projects DIRECTORY…: the projects of attempts that were opened there; the names are all of one directory.
remembered_projects() {
  local file project directory name
  for file in "${STATE:-$STATES}"/{,*/}deployment; do
    # Bash does not negate a redirection that fails.
    { read -r project && IFS= read -r directory; } 2>/dev/null <"$file" || continue
    for name in "$@"; do if [[ $directory == "$name" ]]; then printf '%s\n' "$project"; fi; done
  done | real_projects
}
