# What the builds of a commit start from, and what their Dockerfiles copy that it does not have: files that git does not know,
# which no build of it will find.
# needs: git/checkout git/private-copy docker/builds docker/build-parts
# gives: source_facts
# reads: COMMIT

# Whether what a Dockerfile copies is there: a file of the commit, or of a submodule, or an env file, which builds are given.
is_source() {
  local path=$1 module said
  if [[ ${path##*/} == .env* || $path == *.env ]]; then return 0; fi
  for module in "${modules[@]}"; do
    if [[ $path/ == "$module"/* || $module/ == "$path"/* ]]; then return 0; fi
  done
  said=$(printf '%s\n' "$COMMIT:$path" | checkout_git cat-file --batch-check='%(objecttype)' --follow-symlinks)
  [[ $said != *' missing' ]]
}

# lacked_by_builds FILE: `CONTEXT<tab>DOCKERFILE<tab>SOURCE` of what is not there, a line each, for builds inside the repository.
lacked_by_builds() {
  local context file at dockerfile source
  local -a modules
  mapfile -t modules < <(checkout_git ls-tree -r --full-tree "$COMMIT" | sed -n 's/^160000 [^\t]*\t//p')
  while IFS=$'\t' read -r context file; do
    if ! place_of "$context" "$file"; then continue; fi
    while IFS= read -r source; do
      source=$(within_checkout "$source")
      if [[ -n $source ]] && ! is_source "$at$source"; then printf '%s\t%s\t%s\n' "$context" "$file" "$source"; fi
    done < <(printf '%s\n' "$COMMIT:$dockerfile" | checkout_git cat-file --batch 2>/dev/null | sed 1d | copied_by)
  done < <(builds_in "$1")
}

# contexts_named FILE: the contexts of a definition that is built beside the checkout and that it does not find or finds as they are
# now: `lacking` and one that is not there, or lies outside the repository by a relative path; `absolute` and one that is named by
# its absolute path, in the checkout or not. FILE.relative has those that are not.
contexts_named() {
  local context is_relative
  while IFS=$'\t' read -r context _; do
    if [[ $context != /* ]]; then continue; fi
    is_relative=$(grep -sxF -m 1 -- "$context" "$1.relative" || true)
    if [[ -n $is_relative && $context/ == "$top"/* ]]; then continue; fi
    if [[ -n $is_relative || ! -d $context ]]; then printf 'lacking\t%s\n' "$context"; else printf 'absolute\t%s\n' "$context"; fi
  done < <(builds_in "$1")
}

# source_facts FILE: every directory of the target, and the Dockerfiles by name, for the builds of that definition.
source_facts() {
  {
    checkout_git ls-tree -r -d -z --name-only "$COMMIT" | sed -z 's,$,/,'
    checkout_git ls-tree -r -z --name-only "$COMMIT" |
      NAMES=$(builds_in "$1" | sed 's,.*[\t/],,') awk '
        BEGIN { RS = ORS = "\0"; split("Dockerfile\n" ENVIRON["NAMES"], list, "\n"); for (n in list) wanted[list[n]] }
        { name = $0; sub(/.*\//, "", name) } name in wanted'
  } | fact sources
  lacked_by_builds "$1" | fact sources.lacking
  contexts_named "$1" | fact sources.contexts
  part_facts "$1" | fact sources.parts
}
