# What queries/target.sh tells of going to a commit: what it is, what is taken back and brought, what stands in its way, and
# which migrations it does not know.
# needs: git/checkout git/hidden-edits git/unfiltered postgres/migrations
# gives: target_facts
# reads: COMMIT

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

# Submodules that the target has at another commit, or that are not as the checkout has them.
other_submodules() {
  local change path
  checkout_git diff --raw -z --no-renames --no-relative --ignore-submodules=none HEAD "$COMMIT" -- |
    while IFS= read -r -d '' change && IFS= read -r -d '' path; do
      if [[ $change == :160000* || $change == *' 160000 '* ]]; then printf '%s\0' "$path"; fi
    done
  without_filters
  checkout_git "${unfiltered[@]}" status --porcelain=v2 -z --no-renames --untracked-files=no --ignore-submodules=untracked |
    sed -zE '/^1 .. S/!d; s/^(\S+ ){8}//'
}

# Each part of each path of a commit, once as it is, once without its ending, and its leading digits or hash.
names_at() {
  checkout_git ls-tree -r -z --name-only --full-tree "$1" | tr '/\0' '\n' | sort -u |
    awk '{ print; sub(/\.[A-Za-z0-9]+$/, ""); print; if (match($0, /^[0-9a-f]*[0-9][0-9a-f]*[_.-]/)) print substr($0, 1, RLENGTH - 1) }' | sort -u
}
# Migrations that are applied, that the checkout knows and the target does not: found among the names of files and
# directories. Beside them all that are applied, and those that the target has such a name of.
migration_facts() {
  local applied names
  applied=$(applied_migrations | sed '/^$/d' | sort -u) names=$(names_at "$COMMIT" || true)
  comm -23 <(comm -12 <(printf '%s\n' "$applied") <(names_at HEAD)) <(printf '%s\n' "$names") | fact migrations
  if [[ -z $applied ]]; then return 0; fi
  printf '%s\n' "$applied" | fact migrations.applied
  comm -12 <(printf '%s\n' "$applied") <(printf '%s\n' "$names") | fact migrations.known
}

target_facts() {
  local top
  top=$(checkout_git rev-parse --show-toplevel)
  checkout_git log -1 --format='%H%x09%D%x09%s' "$COMMIT" -- | fact release
  checkout_git log --no-decorate -n 20 --format='%h %s' "$COMMIT..HEAD" -- | fact leaves
  checkout_git log --no-decorate -n 20 --format='%h %s' "HEAD..$COMMIT" -- | fact brings
  checkout_git diff --shortstat HEAD "$COMMIT" -- | fact difference
  in_the_way | sort -zu | fact overwritten
  other_submodules | sort -zu | fact submodules
  hidden_edits "$COMMIT" | fact hidden
  migration_facts
  # Tracked files that differ between what is checked out, local changes included, and the target.
  checkout_git diff --name-only -z --no-renames --no-relative --ignore-submodules=all HEAD "$COMMIT" -- | fact changed
}
