# Tells at once which services have containers from DIRECTORY and how each of these is, in Docker's words. Reads only; prints
# facts like queries/detect.sh.
# needs: patience docker/projects
# reads: DIRECTORY
look

here=$(ask_disk "directory $DIRECTORY" realpath -e -- "$DIRECTORY" || true)
for directory in "$DIRECTORY" "$here"; do
  if [[ -n $directory ]]; then glance_at "$directory"; fi
  if [[ $here == "$DIRECTORY" ]]; then break; fi
done | fact containers
