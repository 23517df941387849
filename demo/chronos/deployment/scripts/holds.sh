# shellcheck shell=bash
# Sourced by deploy.sh after lib.sh: what chronos-rollback leaves in $state to keep deployments off.
# `lease`, one line of JSON, is there while a rollback is at work; `holds/<rollback>` has lines KEY=TEXT.
# shellcheck disable=SC2154 # state is set by deploy.sh

# Text without what could fake a line or colour a terminal.
plain() { printf '%s' "${1//[[:cntrl:]]/}"; }

# field NAME JSON: the first text field of that name.
field() {
  local text pattern="\"$1\":"'"(([^"\\]|\\.)*)"'
  [[ $2 =~ $pattern ]] || return 0
  text=${BASH_REMATCH[1]//\\\"/\"}
  plain "${text//\\\\/\\}"
}

# entry KEY FILE: the text after the first KEY=.
entry() {
  local text
  text=$(sed -n "/^$1=/{s///p;q;}" "$2" 2>/dev/null | tr -d '\000') || text=''
  plain "$text"
}

# objection WHAT WHO SINCE WHY FILE [UNLESS]: one paragraph, with the command that takes the objection away.
objection() {
  local path
  # shellcheck disable=SC2001 # versions of bash differ in what they make of quotes in a replacement
  path=$(sed "s/'/'\\\\''/g" <<<"$5")
  printf '%s\n' "$1" "  who      ${2:-unknown}" "  since    ${3:-unknown}" "  why      ${4:-no reason given}" \
    "  release  ${6-}rm '$path'"
}

# A live lease keeps every deployment off. One that cannot be read keeps none off, or it might do so for ever.
lease_objection() {
  local file=$state/lease lease='' rollback until opened
  [ -e "$file" ] || return 0
  { IFS= read -r lease <"$file"; } 2>/dev/null || true
  rollback=$(field rollback "$lease")
  until=$(field until "$lease")
  if [[ $lease != '{'*'}' || -z $rollback ]] ||
    ! [[ $until =~ ^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?Z$ ]]; then
    say "warning: $file cannot be read and is ignored" >&2
    return
  fi
  [[ ${until:0:19} > $(date -u +%Y-%m-%dT%H:%M:%S) ]] || return 0
  opened=$(grep -aF "\"type\":\"attempt\",\"rollback\":\"$rollback\"," "$state/journal.jsonl" 2>/dev/null | tail -n 1) || opened=''
  objection "rollback $rollback is at work, in state $(field state "$lease")" \
    "$(field user "$lease") ($(field holder "$lease"))" "$(field since "$lease")" "$(field reason "$opened")" \
    "$file" "by itself when it ends, at $until at the latest; if it was killed: "
}

# hold_objection FILE COMMIT: COMMIT is what would be deployed, empty for a rollback.
# A hold that cannot be read keeps everything off: somebody put it there.
hold_objection() {
  local file=$1 commit=$2 rollback=${1##*/} held mode what
  held=$(entry commit "$file")
  mode=$(entry mode "$file")
  if [ "$mode" = none ]; then return 0; fi
  if [ "$mode" = all ]; then
    what="every deployment is on hold since rollback $rollback"
  elif [[ $mode != release || ! $held =~ ^[0-9a-f]{40}$ ]]; then
    what="the hold of rollback $rollback cannot be read, so every deployment is on hold"
  elif [ "$held" = "$commit" ]; then
    what="release ${held:0:12} is on hold since rollback $rollback left it"
  else
    return 0
  fi
  objection "$what" "$(entry operator "$file")" "$(entry since "$file")" "$(entry reason "$file")" "$file"
}

hold_files() {
  local file
  for file in "$state"/holds/*; do
    if [[ ${file##*/} =~ ^r-[0-9a-f]{8}$ ]]; then say "$file"; fi
  done
}

# refuse_held [COMMIT]: ends the script where a rollback is at work or has left a hold on what would be deployed.
refuse_held() {
  local found file
  found=$(
    lease_objection
    while IFS= read -r file; do hold_objection "$file" "${1-}"; done < <(hold_files)
  )
  [ -z "$found" ] || fail "$found"$'\nNothing has been touched.'
}

# Whether a commit is one that a rollback left and put on hold.
is_held() {
  local file
  while IFS= read -r file; do
    if [ "$(entry mode "$file") $(entry commit "$file")" = "release $1" ]; then return 0; fi
  done < <(hold_files)
  return 1
}
