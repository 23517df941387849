# Tells what the release of commit COMMIT is and what it would bring. Reads only; prints facts like detect.sh.

if ! local_commit "$COMMIT" >/dev/null && ! fetch_aside "$COMMIT"; then
  printf 'commit %s can no longer be fetched' "$COMMIT" | fact compose.error
  exit 0
fi

checkout_git log -1 --format='%H%x09%D%x09%s' "$COMMIT" | fact release
checkout_git log --no-decorate -n 20 --format='%h %s' "$COMMIT..HEAD" | fact leaves
checkout_git log --no-decorate -n 20 --format='%h %s' "HEAD..$COMMIT" | fact brings
checkout_git diff --shortstat HEAD "$COMMIT" | fact difference

# The target's Compose files, read as the checkout would read them: same directory, same .env.
files=$(mktemp -d)
trap 'rm -rf "$files" "${quarantine-}"' EXIT
for file in $FILES; do
  mkdir -p "$files/$(dirname "$file")"
  if ! checkout_git show "$COMMIT:./$file" >"$files/$file" 2>/dev/null; then
    printf '%s' "$file" | fact compose.missing
    exit 0
  fi
done
compose_in "$files" config 2>"$files/error" | fact compose.target || fact compose.error <"$files/error"
compose config 2>"$files/error" | fact compose.current || fact compose.error <"$files/error"

docker image ls --all --no-trunc --format '{{.Repository}}:{{.Tag}} {{.ID}}' | fact images
docker image ls --no-trunc --filter "label=org.opencontainers.image.revision=$COMMIT" \
  --format '{{.Repository}} {{.ID}}' | fact images.labelled
