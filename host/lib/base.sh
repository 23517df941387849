# Shared by every script that runs on the deployment host. In front of it stand assignments of the
# deployment's identity (DIRECTORY, STATE, …); the pins (ROLLBACK, COMMIT, …) are in the environment.
# gives: now fail_point pause fact is_number put as_json json_string json_object answer refuse json_array take_answer names_in
set -euo pipefail
shopt -s inherit_errexit
export LC_ALL=C.UTF-8 GIT_TERMINAL_PROMPT=0 GIT_OPTIONAL_LOCKS=0
# Docker is where the plan has it, whatever context has been chosen since.
if [[ -n ${DOCKER_HOST-} ]]; then
  export DOCKER_HOST
  unset DOCKER_CONTEXT
fi

# The time in UTC, ISO 8601; of as many seconds from now as are given.
now() {
  local at=$EPOCHREALTIME
  TZ=UTC0 printf '%(%Y-%m-%dT%H:%M:%S)T.%sZ\n' $((${at%.*} + ${1:-0})) "${at:(-6):3}"
}

# fail_point NAME: nothing, unless a test that kills steps has armed it (test/chaos): then it says that it has come
# here by opening the fifo CHRONOS_FAIL_AT, and waits until it is killed or that fifo is closed. CHRONOS_FAIL_TRACE is
# a file that takes the names of all that are passed.
fail_point() {
  if [[ -n ${CHRONOS_FAIL_TRACE-} ]]; then printf '%s\n' "$1" >>"$CHRONOS_FAIL_TRACE"; fi
  if [[ ${CHRONOS_FAIL_POINT-} == "$1" ]]; then read -r <"$CHRONOS_FAIL_AT" || true; fi
}

# Waits for that many seconds without a process of its own.
pause() {
  if [[ -z ${QUIET-} ]]; then exec {QUIET}<> <(:); fi
  read -rt "$1" -u "$QUIET" || true
}

# A fact for the program: its name and, in base64, the text that comes by standard input.
fact() { printf '%s %s\n' "$1" "$(base64 -w0)"; }

# take_answer COMMAND…: sets `answer` to what the command prints, a warning on standard error being no part of that; where it
# fails, to what it says there instead, behind what it has printed.
take_answer() {
  local both status=0 printed=''
  both=$({ printed=$("$@"); } 2>&1 || status=$?; printf '\001%s' "$printed"; exit "$status") || status=$?
  answer=${both#*$'\001'}
  if ((status)); then both=${both%%$'\001'*} answer+=${answer:+$'\n'}${both%$'\n'}; fi
  return "$status"
}

# names_in PAIRS: the names of `name=value …`.
names_in() { sed -E 's/=[^ ]*//g' <<<"$1"; }

# Whether a text is a whole number. Bash's arithmetic runs a command that stands in an index, `a[$(…)]`: what a container
# says is reckoned with only when it is one.
is_number() { [[ $1 =~ ^(0|-?[1-9][0-9]{0,17})$ ]]; }

# put FILE COMMAND…: what the command prints becomes FILE, whole and on disk, or FILE stays as it is.
put() {
  local file=$1
  shift
  # What stands there could be a link that leads elsewhere.
  if [[ -e $file.new || -L $file.new ]]; then rm -f -- "$file.new" || return 1; fi
  if (set -C && "$@" >"$file.new") && sync "$file.new" && mv -fT "$file.new" "$file" && sync "${file%/*}"; then return 0; fi
  rm -f "$file.new" || true
  return 1
}

# Sets JSON to a JSON string of any text: bytes that are no UTF-8 and control characters are left out.
as_json() {
  local text=$1
  if [[ $text == *[!\ -~]* ]]; then
    text=$(printf '%s' "$text" | { iconv -f UTF-8 -t UTF-8 -c || true; } | tr -d '\000-\010\013\014\016-\037\177')
  fi
  text=${text//\\/\\\\} text=${text//\"/\\\"}
  text=${text//$'\n'/\\n} text=${text//$'\t'/\\t} text=${text//$'\r'/\\r}
  JSON=\"$text\"
}
json_string() {
  local JSON
  as_json "$1"
  printf '%s' "$JSON"
}

# {"a":"b",…} from words of the form a=b.
json_object() {
  local pair comma='' JSON
  printf '{'
  for pair in "$@"; do
    as_json "${pair%%=*}"
    printf '%s%s:' "$comma" "$JSON"
    as_json "${pair#*=}"
    printf '%s' "$JSON"
    comma=,
  done
  printf '}'
}

# The answer of a script that is no step: one line of JSON, with further fields, and the end.
answer() {
  printf '{"ok":%s,"summary":%s%s}\n' "$1" "$(json_string "$2")" "${3-}"
  exit 0
}
# refuse CODE SUMMARY [FIELDS]: the code is one of machines/model/codes.ts, here as in all other calls that take one.
refuse() { answer false "$2" ",\"code\":\"$1\"${3-}"; }

# ["a","b",…]
json_array() {
  local text comma='' JSON
  printf '['
  for text in "$@"; do
    as_json "$text"
    printf '%s%s' "$comma" "$JSON"
    comma=,
  done
  printf ']'
}
