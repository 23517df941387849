# Which Compose files a release has: those by which the containers were made, or what they are called there.
# needs: git/checkout
# gives: files_at
# reads: COMPOSE DIRECTORY ENV_FILES FILES SETTINGS

# What Compose looks for where nobody names a file, and what it reads beside that; it takes the first of each that is there
# (compose-go, cli/options.go; of Compose v1 compose/config/config.py).
usual_files() {
  if [[ $COMPOSE == v1 ]]; then
    printf '%s\n' docker-compose.yml docker-compose.yaml compose.yml compose.yaml
  else
    printf '%s\n' compose.yaml compose.yml docker-compose.yml docker-compose.yaml
  fi
}
usual_overrides() {
  if [[ $COMPOSE == v1 ]]; then
    printf '%s\n' {docker-compose,compose}.override.{yml,yaml}
  else
    printf '%s\n' {compose,docker-compose}.override.{yml,yaml}
  fi
}

# there_at COMMIT FILE…: which of the files the commit has, and the checkout without git knowing them, a line each; without a
# commit those that the checkout has.
there_at() {
  local commit=$1 below='' file
  local -a types=()
  shift
  if [[ -n $commit ]]; then
    below=$(checkout_git rev-parse --show-prefix) || return 1
    mapfile -t types < <(printf '%s\n' "${@/#/$commit:$below}" | checkout_git cat-file --batch-check='%(objecttype)' 2>/dev/null)
  fi
  for file in "$@"; do
    if [[ ${types[0]-} == blob ]] || { [[ -f $DIRECTORY/$file ]] && { [[ -z $commit ]] || ! is_tracked "$below$file"; }; }; then
      printf '%s\n' "$file"
    fi
    types=("${types[@]:1}")
  done
}

# setting_at COMMIT NAME: what the `.env` there says of a variable, without quotes; nothing where it does not. One that comes from
# the release's settings stands in the private copy.
setting_at() {
  local below commit=$1 placed=${copy-}${place-}/.env
  if [[ -z $commit || -z ${SETTINGS-} || -z ${copy-} || ! -f $placed ]]; then placed=''; fi
  if [[ -z $placed && -z $(there_at "$commit" .env) ]]; then return 0; fi
  below=$(checkout_git rev-parse --show-prefix) || return 0
  if [[ -n $placed ]]; then
    cat "$placed"
  elif [[ -n $commit && $(checkout_git cat-file -t "$commit:$below.env" 2>/dev/null || true) == blob ]]; then
    checkout_git cat-file blob "$commit:$below.env"
  else
    cat "$DIRECTORY/.env"
  fi 2>/dev/null | sed -nE "s/^[[:space:]]*(export[[:space:]]+)?$2[[:space:]]*=[[:space:]]*(\"([^\"]*)\"|'([^']*)'|([^[:space:]#\"']*)).*/\3\4\5/p" | tail -n 1
}

# named_at COMMIT: the files that the `.env` there names by COMPOSE_FILE, which Compose takes instead of what it would find.
# Nothing where it names none, or such as cannot be told apart from here: below no directory of ours, by a variable, with a space.
named_at() {
  local value separator file
  local -a files=()
  if [[ -n ${ENV_FILES-} || $COMPOSE == v1 ]]; then return 0; fi
  value=$(setting_at "$1" COMPOSE_FILE)
  separator=$(setting_at "$1" COMPOSE_PATH_SEPARATOR)
  while IFS= read -r file; do
    if [[ -z $file ]]; then continue; fi
    file=${file#"${DIRECTORY%/}/"}
    if [[ $file == /* || $file == *[[:space:]*?[\$]* ]]; then return 0; fi
    files+=("${file#./}")
  done <<<"${value//"${separator:-:}"/$'\n'}"
  printf '%s' "${files[*]}"
}

# found_at COMMIT: the files that Compose finds there by itself; nothing where there is none.
found_at() {
  local named
  local -a usual overrides
  named=$(named_at "$1")
  if [[ -n $named ]]; then printf '%s' "$named"; return; fi
  mapfile -t usual < <(usual_files)
  mapfile -t overrides < <(usual_overrides)
  mapfile -t usual < <(there_at "$1" "${usual[@]}")
  mapfile -t overrides < <(there_at "$1" "${overrides[@]}")
  if ((${#usual[@]})); then printf '%s' "${usual[0]}${overrides[0]:+ ${overrides[0]}}"; fi
}

# Whether nobody has named FILES: they are what Compose finds in the checkout, or would find where they lay there.
are_found() {
  local file
  local -a files
  read -ra files <<<"$FILES"
  [[ $FILES == "$(found_at '')" ]] && return
  [[ -z $(there_at '' "${files[@]}") ]] || return 1
  for file in "${files[@]}"; do
    { usual_files && usual_overrides; } | grep -qxF -- "$file" || return 1
  done
}

# renamed_at COMMIT FILE: what a file of HEAD is called there, from the uppermost directory, where git sees one such file.
renamed_at() {
  local below kind from to
  local -a found=()
  below=$(checkout_git rev-parse --show-prefix) || return 1
  while IFS= read -r -d '' kind && IFS= read -r -d '' from; do
    if [[ $kind != [RC]* ]]; then continue; fi
    IFS= read -r -d '' to
    if [[ $from == "$below$2" ]]; then found+=("$to"); fi
  done < <(checkout_git diff --name-status -z --find-copies --no-relative --ignore-submodules=all HEAD "$1" -- ':(top,glob)**/*.yml' ':(top,glob)**/*.yaml' ":(top,literal)$below$2")
  if ((${#found[@]} == 1)); then printf '%s' "${found[0]}"; fi
}

# files_at COMMIT: sets `release_files` to those of the commit, or without one of the checkout. Fails where it lacks one of them,
# which then is `missing`; `moved` is where that lies now, when Compose would take another directory for the project's.
files_at() {
  local below file to
  local -a wanted names=()
  release_files='' missing='' moved=''
  if are_found; then
    release_files=$(found_at "$1")
    if [[ -n $release_files ]]; then return 0; fi
  fi
  read -ra wanted <<<"$FILES"
  below=$(checkout_git rev-parse --show-prefix) || return 1
  for file in "${wanted[@]}"; do
    if [[ -n $(there_at "$1" "$file") ]]; then names+=("$file"); continue; fi
    to=''
    if [[ -n $1 ]]; then to=$(renamed_at "$1" "$file"); fi
    if [[ -z $to || $to == *[[:space:]*?[\]]* ]]; then missing=$file; return 1; fi
    # The first file's directory is the project's, unless Compose was told of another one.
    if [[ $to != "$below"* || (${#names[@]} == 0 && $file != */* && ${to#"$below"} == */*) ]]; then
      missing=$file moved=$to
      return 1
    fi
    names+=("${to#"$below"}")
  done
  release_files="${names[*]}"
}
