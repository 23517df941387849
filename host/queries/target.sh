# Tells what the release of commit COMMIT is and what it would bring. Reads only; prints facts like queries/detect.sh.
# needs: patience git/checkout git/release-values docker/compose docker/target-definition docker/image-facts
# needs: docker/variable-facts postgres/migrations secrets
# reads: COMMIT VARIABLES
look

if ! local_commit "$COMMIT" >/dev/null && ! fetch_aside "$COMMIT"; then
  printf 'yes' | fact gone
  printf 'commit %s can no longer be fetched' "$COMMIT" | fact compose.error
  exit 0
fi

checkout_git log -1 --format='%H%x09%D%x09%s' "$COMMIT" -- | fact release
checkout_git log --no-decorate -n 20 --format='%h %s' "$COMMIT..HEAD" -- | fact leaves
checkout_git log --no-decorate -n 20 --format='%h %s' "HEAD..$COMMIT" -- | fact brings
checkout_git diff --shortstat HEAD "$COMMIT" -- | fact difference

top=$(checkout_git rev-parse --show-toplevel)

# Files that git does not know, ignored ones too, where the target has a file or a directory.
in_the_way() {
  local path parent
  checkout_git diff --name-only -z --no-renames --no-relative --diff-filter=A --ignore-submodules=all HEAD "$COMMIT" -- |
    while IFS= read -r -d '' path; do
      if [[ -d $top/$path && ! -L $top/$path ]]; then
        checkout_git ls-files -z --others --full-name -- ":(top,literal)$path"
        continue
      fi
      parent=$path
      until [[ -e $top/$parent || -L $top/$parent || $parent != */* ]]; do parent=${parent%/*}; done
      if [[ -e $top/$parent || -L $top/$parent ]] && [[ ! -d $top/$parent || -L $top/$parent ]] && ! is_tracked "$parent"; then
        printf '%s\0' "$parent"
      fi
    done
}
in_the_way | sort -zu | fact overwritten

# Submodules that the target has at another commit, or that are not as the checkout has them.
{
  checkout_git diff --raw -z --no-renames --no-relative --ignore-submodules=none HEAD "$COMMIT" -- |
    while IFS= read -r -d '' change && IFS= read -r -d '' path; do
      if [[ $change == :160000* || $change == *' 160000 '* ]]; then printf '%s\0' "$path"; fi
    done
  checkout_git status --porcelain=v2 -z --no-renames --untracked-files=no --ignore-submodules=untracked |
    sed -zE '/^1 .. S/!d; s/^(\S+ ){8}//'
} | sort -zu | fact submodules

# Migrations that are applied, that the checkout knows and the target does not: found among the names of files and
# directories.
# Each part of each path of a commit, once as it is, once without its ending, and its leading digits or hash.
names_at() {
  checkout_git ls-tree -r -z --name-only --full-tree "$1" | tr '/\0' '\n' | sort -u |
    awk '{ print; sub(/\.[A-Za-z0-9]+$/, ""); print; if (match($0, /^[0-9a-f]*[0-9][0-9a-f]*[_.-]/)) print substr($0, 1, RLENGTH - 1) }' | sort -u
}
comm -23 <(comm -12 <(applied_migrations | sort -u) <(names_at HEAD)) <(names_at "$COMMIT") | fact migrations

# The configured variables as each of the two releases has them, and the releases that no tag names although one is needed.
at_target=$(values_at "$COMMIT") at_current=$(values_at HEAD)
fact variables.target <<<"$at_target"
fact variables.current <<<"$at_current"
if [[ ${VARIABLES-} == *'{tag}'* ]]; then
  for commit in "$COMMIT" "$(local_commit HEAD)"; do
    if [[ -z $(exact_tag "$commit") ]]; then printf '%s\n' "$commit"; fi
  done | fact variables.untagged
fi

# The target's definition, from its own files.
written=$(mktemp -d)
: >"$written/config"
trap 'rm -rf "$written" "${copy-}" "${quarantine-}"' EXIT
# What Compose says of a file that it cannot read may quote a value out of .env.
not_read() {
  local error
  error=$(<"$written/error")
  find_secrets
  redact "${error//${copy:-/nowhere}/}" | fact compose.error
}
# The variables that nobody supplies; only of such it matters whether what runs was brought up without them, too.
unset=''
unset_variables() {
  unset=$(variables_missing "$written/error")
  printf '%s\n' "$unset" | fact compose.unset
  names_in_containers | fact environment.names
}
if ! make_copy; then
  printf 'no private copy of its Compose files can be made' | fact compose.error
elif VARIABLES=$at_target target_definition "$written/config" "$written/error"; then
  fact compose.target <"$written/config"
  sha256sum <"$written/config" | cut -d ' ' -f 1 | fact compose.target.digest
  hashes_of "$written/config" 2>/dev/null | fact compose.target.hashes || true
  unset_variables
  warnings=$(warnings_in "$written/error")
  if [[ -n $warnings ]]; then
    find_secrets
    redact "$warnings" | fact compose.warnings
  fi
  for path in "${untracked[@]}"; do printf '%s\n' "$path"; done | fact compose.untracked
elif [[ -n $missing ]]; then
  printf '%s' "$missing" | fact compose.missing
  exit 0
else
  for path in "${!known[@]}"; do
    if [[ $path == *.y?(a)ml && -f $copy$top/$path ]]; then remote_files "$copy$top/$path"; fi
  done | sort -u | fact compose.remote
  unset_variables
  not_read
fi
if VARIABLES=$at_current definition >"$written/current" 2>"$written/error"; then
  fact compose.current <"$written/current"
  if [[ -n $unset ]]; then hashes_of "$written/current" 2>/dev/null | fact compose.current.hashes || true; fi
  if [[ -n ${VARIABLES-} ]] && definition_as_written >"$written/plain" 2>/dev/null; then fact compose.written <"$written/plain"; fi
else
  not_read
fi

printf '%s' "$(checkout_git rev-parse --show-prefix)" | fact below

# Tracked files that differ between what is checked out, local changes included, and the target.
checkout_git diff --name-only -z --no-renames --no-relative --ignore-submodules=all HEAD "$COMMIT" -- | fact changed

# What a build could start from: every directory of the target, and the Dockerfiles by name.
{
  checkout_git ls-tree -r -d -z --name-only "$COMMIT" | sed -z 's,$,/,'
  checkout_git ls-tree -r -z --name-only "$COMMIT" |
    NAMES=$(dockerfiles_in "$written/config" | sed 's,.*/,,') awk '
      BEGIN { RS = ORS = "\0"; split("Dockerfile\n" ENVIRON["NAMES"], list, "\n"); for (n in list) wanted[list[n]] }
      { name = $0; sub(/.*\//, "", name) } name in wanted'
} | fact sources

image_facts "$COMMIT"
