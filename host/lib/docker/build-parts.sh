# What the builds of a commit are made of besides the commit: images that have a name, files of the checkout that git does not
# know. An image that is gone and is built today is made of what these are today.
# needs: git/checkout git/private-copy docker/builds docker/left-out docker/time-limit
# gives: part_facts
# reads: COMMIT

# The first of these, of a build, that git does not know are told.
UNKNOWN_SOURCES=4

# Whether prepare brings a file along that git does not know.
is_brought() { [[ ${1##*/} == .env* || $1 == *.env ]]; }

# unknown_below PLACE SOURCE…: what of the context at that place of the repository git does not know, ended by a NUL each, by
# its path in the context: below those sources. `listed` are options of git.
unknown_below() {
  local place=$1 source
  local -a words=()
  shift
  for source in "$@"; do
    source=$(within_checkout "$place$source")
    words+=(":(top${source:+,literal})$source")
  done
  checkout_git ls-files -z --others --full-name "${listed[@]}" -- "${words[@]}" |
    PLACE=$place awk 'BEGIN { RS = ORS = "\0"; place = ENVIRON["PLACE"] } { print index($0, place) == 1 ? substr($0, length(place) + 1) : $0 }'
}

# taken_below PLACE SOURCE…: the same without what a build leaves out, which `$written/ignored` says.
taken_below() {
  local path
  local -a listed=(--directory --no-empty-directory)
  unknown_below "$@" | WHOLE=yes not_left_out "$written/ignored" | while IFS= read -r -d '' path; do
    if [[ $path != */ ]]; then
      printf '%s\0' "$path"
      continue
    fi
    listed=()
    # A clone of its own is one path all the same.
    unknown_below "$1" "$path" | not_left_out "$written/ignored"
  done
}

# missing_of PLACE SOURCE…: of that what a build would not find, or find otherwise: a path in the context and, where prepare
# brings the file along, when that was changed last. What the commit itself has is no such thing.
missing_of() {
  local path time n=0 count=0 place=$1
  local -a paths types asked=()
  taken_below "$@" >"$written/taken" || return 1
  mapfile -d '' -t paths < <(tr '\n\t' '??' <"$written/taken")
  if ((${#paths[@]} == 0)); then return 0; fi
  for path in "${paths[@]}"; do asked+=("$COMMIT:$place${path%/}"); done
  mapfile -t types < <(printf '%s\n' "${asked[@]}" | checkout_git cat-file --batch-check='%(objecttype)')
  for path in "${paths[@]}"; do
    if [[ ${types[n++]-} != *' missing' ]]; then continue; fi
    time=''
    if is_brought "$path"; then time=$(stat -c %Z -- "$top/$place$path" 2>/dev/null) || time='?'; fi
    printf '%s\t%s\n' "$path" "$time"
    if ((++count == UNKNOWN_SOURCES)); then return 0; fi
  done
}

# base_times NAME: `CREATED<tab>TAGGED` of an image of that name, nothing where there is none. One that was pulled has the year 1. As
# JSON, since it prints a time in more than one way.
base_times() { { docker image inspect -f '{{json .Created}}{{"\t"}}{{json .Metadata.LastTagTime}}' -- "$1" 2>/dev/null || true; } | tr -d '"'; }

# part_facts FILE: of each build of a definition in the checkout, a line each with tabs between, `CONTEXT DOCKERFILE KIND NAME …`:
# `seen`, where its Dockerfile could be read; `image` with the times of that; `remote` and `odd` as `made_of` tells; `file` with a
# path and when that was changed, where prepare brings it along.
part_facts() {
  local context file at dockerfile kind name path time told
  local -a sources
  builds_in "$1" | sort -u | while IFS=$'\t' read -r context file; do
    if ! place_of "$context" "$file" || [[ $(checkout_git cat-file -t "$COMMIT:$dockerfile" 2>/dev/null || true) != blob ]]; then continue; fi
    sources=()
    printf '%s\t%s\tseen\n' "$context" "$file"
    while IFS=$'\t' read -r -u 7 kind name; do
      case $kind in
        context) sources+=("$name") ;;
        image) printf '%s\t%s\timage\t%s\t%s\n' "$context" "$file" "$name" "$([[ $name == *\$* ]] || base_times "$name")" ;;
        *) printf '%s\t%s\t%s\n' "$context" "$file" "$kind" ;;
      esac
    done 7< <(checkout_git cat-file blob "$COMMIT:$dockerfile" | made_of)
    if ((${#sources[@]} == 0)); then continue; fi
    { checkout_git cat-file blob "$COMMIT:$dockerfile.dockerignore" || checkout_git cat-file blob "$COMMIT:$at.dockerignore" || true; } >"$written/ignored" 2>/dev/null
    told=$(missing_of "$at" "${sources[@]}") || printf '%s\t%s\todd\n' "$context" "$file"
    while IFS=$'\t' read -r path time; do
      if [[ -n $path ]]; then printf '%s\t%s\tfile\t%s\t%s\n' "$context" "$file" "$path" "$time"; fi
    done <<<"$told"
  done
}
