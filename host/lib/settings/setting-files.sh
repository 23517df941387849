# The files of a deployment that hold its settings: those that Compose reads and git does not know: `.env`, env files, override
# files. What services have mounted is data, and none.
# needs: docker/running-services docker/target-definition git/checkout git/private-copy
# gives: setting_files
# reads: DIRECTORY ENV_FILES FILES

# listed_files LIST: of a label, each file in words relative to DIRECTORY; fails where one cannot be such a word.
listed_files() {
  local file words=''
  while IFS= read -r file; do
    if [[ -z $file ]]; then continue; fi
    if [[ $file == /* ]]; then file=$(realpath -ms --relative-to="$made_in" -- "$file"); fi
    if [[ $file == *[[:space:]*?[\]]* ]]; then return 1; fi
    words+="${words:+ }$file"
  done <<<"${1//,/$'\n'}"
  printf '%s' "$words"
}

# Sets FILES, ENV_FILES and COMPOSE to how what runs was brought up; fails where nothing tells.
call_of_labels() {
  local labels files environments made_in version
  labels=$(compose_labels) || return 1
  # An empty field between tabs would be none.
  IFS=$'\x1f' read -r files environments made_in version <<<"${labels//$'\t'/$'\x1f'}"
  FILES=$(listed_files "$files") && ENV_FILES=$(listed_files "$environments") || return 1
  COMPOSE=v2
  if [[ $version == 1.* ]]; then COMPOSE=v1; fi
  [[ -n $FILES ]]
}

# untracked_inputs: of these absolute paths, a line each, those that are files and that git does not know.
untracked_inputs() {
  local path
  while IFS= read -r path; do
    path=$(realpath -ms -- "$path")
    if [[ ! -f $path ]] || { [[ $path == "$top"/* ]] && is_tracked "${path#"$top"/}"; }; then continue; fi
    printf '%s\n' "$path"
  done | awk '!seen[$0]++'
}

# setting_files: their absolute paths, a line each, for what is checked out. Where Compose cannot read the deployment, `.env` and
# what it was given.
# shellcheck disable=SC2030 # for this alone
setting_files() (
  local COMPOSE='' FILES='' ENV_FILES='' VARIABLES='' PROFILES='' COMMIT private='' missing='' missing_env='' path
  local place top below copy written
  trap 'rm -rf "${private-}"' EXIT
  COMMIT=$(local_commit HEAD) && make_copy || return 1
  known=() untracked=()
  {
    call_of_labels || FILES=''
    # Compose reads no `.env` by itself where it is given env files.
    if [[ -z $ENV_FILES ]]; then printf '%s\n' "${DIRECTORY%/}/.env"; fi
    if [[ -n $FILES ]]; then
      env_files_of "${DIRECTORY%/}"
      if target_definition "$written/config" "$written/error"; then
        for path in "${untracked[@]}"; do printf '%s\n' "$top/$path"; done
        sed -nE 's/^ +- path: "?(\/[^"]*)"?$/\1/p' "$written/config.written"
      fi
    fi
  } | untracked_inputs
)
