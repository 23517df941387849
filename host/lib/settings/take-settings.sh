# Puts settings of a release on record in place of today's, and takes that back.
# SETTINGS: `#NUMBER`, then words FILE=NAME,NAME… or FILE=* for all of it, each file relative to DIRECTORY or absolute.
# needs: settings/env-entries settings/keyed-digest settings/settings-on-record
# gives: take_settings settings_back setting_taken
# reads: DIRECTORY SETTINGS

settings_release() { sed "s/^#//; s/ .*//" <<<"${SETTINGS-}"; }

# Each file that is taken over, as an absolute path, and its names, with a tab between, a line each.
taken_files() {
  local word file
  local -a words
  read -ra words <<<"${SETTINGS-}"
  for word in "${words[@]:1}"; do
    file=${word%%=*}
    if [[ $file != /* ]]; then file=${DIRECTORY%/}/$file; fi
    printf '%s\t%s\n' "$(realpath -ms -- "$file")" "${word#*=}"
  done
}

# setting_taken FILE NAMES: what the file is to have, on standard output. Fails where what the release had is not kept any more.
setting_taken() {
  local copy today=$1
  copy=$(kept_of "$(settings_release)" "$1") || return 1
  if [[ $2 == '*' ]]; then cat -- "$copy"; return; fi
  if [[ ! -e $today ]]; then today=/dev/null; fi
  merged_env "$today" "$copy" "${2//,/ }"
}

# replace FILE COMMAND…: what the command prints becomes that file, whole and on disk, with its owner and mode; of a link what it
# leads to. A new one has the owner of DIRECTORY.
replace() {
  local file like=$DIRECTORY new
  file=$(realpath -m -- "$1") new=$file.chronos-new
  shift
  rm -f -- "$new" || return 1
  (umask 077 && set -C && "$@" >"$new") || return 1
  if [[ -e $file ]]; then like=$file; fi
  if chown --reference="$like" -- "$new" 2>/dev/null || [[ $(stat -c %u -- "$like") == "$EUID" ]] &&
    { [[ $like == "$DIRECTORY" ]] || chmod --reference="$like" -- "$new"; } && sync "$new" && mv -fT -- "$new" "$file" && sync "${file%/*}"; then return 0; fi
  rm -f -- "$new"
  return 1
}

# take_settings PLACE: what SETTINGS name is put in place of today's, which stays in PLACE: a file N.path of where it was and of
# which names, N.before of what it was, which lacks where nothing was there, and of one that is taken as a whole N.after of the
# digest of what it became. Once N.path stands, N.before is today's. Fails with `blocked`.
take_settings() {
  local file names number=0
  blocked=''
  if ! host_key || ! (umask 077 && mkdir -p "$1"); then blocked="the host's key"; return 1; fi
  while IFS=$'\t' read -r -u 7 file names; do
    number=$((number + 1)) blocked=$file
    if [[ ! -e $1/$number.path ]]; then
      if [[ -e $file ]]; then (umask 077 && put "$1/$number.before" cat -- "$file") || return 1; fi
      (umask 077 && put "$1/$number.path" printf '%s\t%s\n' "$file" "$names") || return 1
    fi
    fail_point revert.settings-kept
    if [[ $names == '*' ]]; then (umask 077 && put "$1/$number.after" digest_of_taken "$file") || return 1; fi
    replace "$file" setting_taken "$file" "$names" || return 1
    fail_point revert.settings-taken
  done 7< <(taken_files)
}
digest_of_taken() { setting_taken "$1" '*' | keyed_digest; }

# settings_back PLACE: the names are what they were before, whatever else was changed since; a file that was taken over as a whole
# is what it was, or was not, unless somebody changed it since. Sets `stays` to what does not come back.
settings_back() {
  local at file names before
  stays=''
  if [[ ! -d $1 ]]; then return 0; fi
  host_key || { stays=settings; return 0; }
  for at in "$1"/*.path; do
    if [[ ! -s $at ]] || ! IFS=$'\t' read -r file names <"$at"; then continue; fi
    before=${at%.path}.before
    if [[ $names != '*' ]]; then
      if [[ ! -e $before ]]; then before=/dev/null; fi
      replace "$file" merged_env "$file" "$before" "${names//,/ }" || stays+=" $file"
    elif [[ ! -e $file || $(keyed_digest <"$file") != "$(cat "${at%.path}.after" 2>/dev/null || true)" ]]; then
      if ! cmp -s -- "$before" "$file" && [[ -e $before || -e $file ]]; then stays+=" $file"; fi
    elif [[ -e $before ]]; then
      replace "$file" cat -- "$before" || stays+=" $file"
    else
      rm -f -- "$file" || stays+=" $file"
    fi
    fail_point undo.settings-back
  done
}
