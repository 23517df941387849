# A private copy of some files of a commit, below a root of its own at the path that they have in the checkout: what is
# read there finds them by relative paths and by absolute ones that begin with the root. Written by git's own database
# alone: no index, no filter, no hook. Beside it stand files that git does not know, as the checkout has them.
# needs: git/checkout
# gives: make_private left_copies make_copy copy_paths within_checkout directory_of
# reads: COMMIT DIRECTORY

# Where a copy is kept: in memory where there is such a file system, since it may hold what is secret.
copies_in() {
  if [[ -w /dev/shm && $(stat -f -c %T /dev/shm 2>/dev/null || true) == tmpfs ]]; then printf /dev/shm; else printf '%s' "${TMPDIR:-/tmp}"; fi
}

# Sets `private` to a new directory of ours for what may be secret, which the next command removes should we be killed.
make_private() {
  remove_copies
  private=$(mktemp -d "$(copies_in)/chronos-copy-$$-XXXXXXXX")
}

# What a copy of us has left that was killed, a path a line: a copy is named after its process.
left_copies() {
  local path process
  for path in "$(copies_in)"/chronos-copy-*; do
    process=${path##*/chronos-copy-} process=${process%%-*}
    if [[ -d $path && ! -L $path && -O $path && $process =~ ^[0-9]+$ && ! -e /proc/$process ]]; then printf '%s\n' "$path"; fi
  done
}
remove_copies() {
  local path
  while IFS= read -r path; do rm -rf -- "$path"; done < <(left_copies)
}

# Sets `copy` to the root of a new copy, `top` to the checkout's uppermost directory, `below` to DIRECTORY's place in it
# (empty, or ended by a slash), `place` to DIRECTORY as the copy has it, and `written` to a directory for what is made of
# the copy. All of it is in `private`, which is removed when the script ends.
make_copy() {
  below=$(checkout_git rev-parse --show-prefix) || return 1
  place=${DIRECTORY%/}
  # Reached by a link to somewhere inside, the checkout's other files are not at their relative places.
  if [[ -n $below && $place/ != */"$below" ]]; then place=$(cd -- "$DIRECTORY" && pwd -P); fi
  top=$place
  if [[ -n $below ]]; then top=${place%/"${below%/}"}; fi
  make_private && copy=$private/root written=$private/written && mkdir -p "$copy$place" "$written"
}
# By path what was looked for; of that the files that git does not know, and the links of the commit that lead to a file outside;
# and the files outside that nothing in the checkout leads to.
declare -A known=() outside=()
untracked=()
leading=()

# The path of a file in the checkout without `.` and `..`; nothing where it leads out of it.
within_checkout() {
  local part path=''
  local -a parts
  IFS=/ read -ra parts <<<"$1"
  for part in "${parts[@]}"; do
    case $part in
      '' | .) ;;
      ..)
        if [[ -z $path ]]; then return 0; fi
        if [[ $path == */* ]]; then path=${path%/*}; else path=''; fi
        ;;
      *) path+=${path:+/}$part ;;
    esac
  done
  printf '%s' "$path"
}

# The directory of a path, without a process of its own: what is looked for may be a secret, and all can read command lines.
directory_of() { if [[ $1 == */* ]]; then printf '%s' "${1%/*}"; else printf .; fi; }

# A file that git does not know, of the checkout, with what a link there leads to.
copy_untracked() {
  if [[ ! -f $top/$1 || ! -r $top/$1 ]] || is_tracked "$1"; then return 0; fi
  mkdir -p "$copy$top/$(directory_of "$1")"
  cp -L -- "$top/$1" "$copy$top/$1" && untracked+=("$1")
}

# copy_paths PATH…: those, relative to the checkout's uppermost directory, that the commit or else the checkout has. Sets
# `copied` to the files that have come, `directories` to the directories among the paths, `linked` to what links lead to.
copy_paths() {
  local path mode type hash
  local -a asked=() there=()
  local -A at_commit=()
  copied=() directories=() linked=()
  for path in "$@"; do
    path=$(within_checkout "$path")
    if [[ -n $path && -z ${known[$path]-} ]]; then known[$path]=yes asked+=("$path"); fi
  done
  if ((${#asked[@]} == 0)); then return 0; fi
  # Most are no paths at all: only what the commit has goes on a command line.
  mapfile -t there < <(printf "$COMMIT:%s\\n" "${asked[@]}" | checkout_git cat-file --batch-check='%(objecttype)' 2>/dev/null | grep -nxE 'blob|tree' | cut -d : -f 1)
  for mode in "${!there[@]}"; do there[mode]=${asked[there[mode] - 1]}; done
  if ((${#there[@]})); then
    while IFS=$'\t' read -r -d '' hash path; do
      read -r mode type hash <<<"$hash"
      at_commit[$path]=$type
      if [[ $type == tree ]]; then directories+=("$path"); fi
      if [[ $type != blob ]]; then continue; fi
      mkdir -p "$copy$top/$(directory_of "$path")"
      if [[ $mode == 120000 ]]; then
        path_of_link "$path" "$(checkout_git cat-file blob "$hash")"
      else
        checkout_git cat-file blob "$hash" >"$copy$top/$path" || return 1
      fi
      copied+=("$path")
    done < <(checkout_git --literal-pathspecs ls-tree -z --full-tree "$COMMIT" -- "${there[@]}")
  fi
  for path in "${asked[@]}"; do
    if [[ -n ${at_commit[$path]-} ]]; then continue; fi
    copy_untracked "$path"
    if [[ -e $copy$top/$path ]]; then copied+=("$path"); fi
  done
}

# A link of the commit leads where it would lead in the checkout: to another file of the copy, or out of it.
path_of_link() {
  local path=$1 to=$2 inner
  if [[ $to != /* ]]; then
    inner=$(within_checkout "$(directory_of "$path")/$to")
    if [[ -n $inner ]]; then linked+=("$inner"); else to=$(realpath -m -- "$top/$(directory_of "$path")/$to"); fi
  fi
  if [[ $to == /* && -f $to ]]; then
    if [[ $(realpath -e -- "$top/$path" 2>/dev/null || true) == "$(realpath -e -- "$to")" ]]; then leading+=("$path"); else outside[$to]=yes; fi
  fi
  ln -s -- "$to" "$copy$top/$path"
}
