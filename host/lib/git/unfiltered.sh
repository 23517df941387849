# What is modified in the checkout, as a query asks that runs nothing: neither a filter nor what one calls.
# needs: git/checkout
# gives: without_filters as_written modified_unfiltered

# Sets `unfiltered` to what has git know no filter that is configured.
without_filters() {
  local name
  unfiltered=()
  while IFS= read -r -d '' name; do
    name=${name%.*}
    unfiltered+=(-c "$name.clean=" -c "$name.process=" -c "$name.required=false")
  done < <(checkout_git config -z --name-only --get-regexp '^filter\..*\.(clean|process)$' || true)
}

# as_written PATH: whether a file that a filter writes is the one that git wrote last, by its time, size and inode: what it has
# in it only the filter could tell.
as_written() {
  local -a known now
  if [[ $(checkout_git -C "$uppermost" check-attr -z filter -- "$1" | cut -z -d '' -f 1 | tail -z -n 1 | tr -d '\000') == @(unspecified|unset) ]]; then return 1; fi
  read -ra known < <(checkout_git -C "$uppermost" --literal-pathspecs ls-files --debug -- "$1" |
    sed -nE 's/^ *mtime: ([0-9]+):([0-9]+)$/\1 \2/p; s/.*\tino: ([0-9]+)$/\1/p; s/^ *size: ([0-9]+)\t.*/\1/p' | paste -sd ' ') || return 1
  read -ra now < <(stat -c '%Y %y %i %s' -- "$uppermost/$1" 2>/dev/null | sed -E 's/^([0-9]+) \S+ \S+\.0*([0-9]+) \S+ ([0-9]+) ([0-9]+)$/\1 \2 \3 \4/') || return 1
  [[ ${#known[@]} == 4 && ${known[*]} == "${now[*]}" ]]
}

# The same as modified_files.
modified_unfiltered() {
  local entry uppermost
  local -a unfiltered
  without_filters
  if ((${#unfiltered[@]} == 0)); then
    modified_files
    return
  fi
  uppermost=$(checkout_git rev-parse --show-toplevel) || return 1
  checkout_git "${unfiltered[@]}" -c status.relativePaths=false status --porcelain=v1 -z --no-renames --untracked-files=no |
    while IFS= read -r -d '' entry; do
      if [[ ${entry:0:2} != ' M' ]] || ! as_written "${entry:3}"; then printf '%s\0' "${entry:3}"; fi
    done
}
