# Files of NAME=value as Compose reads them (compose-go, dotenv/parser.go): each assignment with all of its text, so that one
# can be taken over from another file and all else stays as it stands.
# gives: is_env_file env_entries read_entries value_of plain_value merged_env

# Whether a file is one of NAME=value: what is none is taken as a whole.
is_env_file() { [[ $1 != *.y?(a)ml ]]; }

# env_entries FILE: for each assignment its name, a line break and its text, of several lines where its value is quoted; of each
# other line an empty name. Each is ended by a NUL.
env_entries() {
  awk '
    function tell(name) { printf "%s\n%s%c", name, text, 0 }
    # Whether the quotes that a value begins with are closed in the text behind them.
    function closes(rest,   at, one) {
      for (at = 1; at <= length(rest); at++) {
        one = substr(rest, at, 1)
        if (one == "\\") at++
        else if (one == quote) return 1
      }
      return 0
    }
    quote != "" {
      text = text "\n" $0
      if (closes($0)) { tell(name); quote = "" }
      next
    }
    {
      text = $0
      if (!match($0, /^[ \t]*(export[ \t]+)?[A-Za-z_][A-Za-z0-9_.-]*[ \t]*[=:]/)) { tell(""); next }
      name = substr($0, 1, RLENGTH - 1)
      sub(/^[ \t]*(export[ \t]+)?/, "", name); sub(/[ \t]+$/, "", name)
      rest = substr($0, RLENGTH + 1)
      sub(/^[ \t]+/, "", rest)
      quote = substr(rest, 1, 1)
      if ((quote == "\"" || quote == "\x27") && !closes(substr(rest, 2))) next
      quote = ""
      tell(name)
    }
    END { if (quote != "") tell(name) }' "$1"
}

# read_entries FILE TABLE: the text of each name, the last where there are several, into an associative array.
read_entries() {
  local -n entries=$2
  local entry
  while IFS= read -r -d '' entry; do
    if [[ ${entry%%$'\n'*} ]]; then entries[${entry%%$'\n'*}]=${entry#*$'\n'}; fi
  done < <(env_entries "$1")
}

# value_of TEXT: what stands behind the name of an assignment, white space around it left out.
value_of() { sed -zE 's/^[[:space:]]*(export[[:space:]]+)?[A-Za-z0-9_.-]+[[:space:]]*[=:][[:space:]]*//; s/[[:space:]]+$//' <<<"$1"; }
# plain_value TEXT: the value itself as far as that can be told without what it is made of: what stands between quotes, or before a
# comment.
plain_value() {
  local value
  value=$(value_of "$1")
  if [[ $value =~ ^\'([^\']*)\'[[:space:]]*(#.*)?$ || $value =~ ^\"([^\"\\]*)\"[[:space:]]*(#.*)?$ ]]; then
    # In single quotes a variable is none.
    if [[ ${value:0:1} != "'" || ${BASH_REMATCH[1]} != *\$* ]]; then value=${BASH_REMATCH[1]}; fi
  elif [[ $value != [\"\']* ]]; then
    value=$(sed -zE 's/[[:space:]]+#.*$//' <<<"$value")
  fi
  printf '%s' "${value//$'\r'/}"
}

# merged_env FILE OTHER NAMES: FILE with these names, separated by spaces, as OTHER has them: in their place, and without them
# where OTHER lacks them. One that FILE lacks stands before what comes behind it in OTHER, whose values may be made of it, else
# behind all else.
merged_env() {
  local entry name one
  local -A other=() placed=() taken=() here=()
  local -a order=()
  for name in $3; do taken[$name]=yes; done
  read_entries "$1" here
  read_entries "$2" other
  while IFS= read -r -d '' entry; do order+=("${entry%%$'\n'*}"); done < <(env_entries "$2")
  while IFS= read -r -d '' entry; do
    name=${entry%%$'\n'*}
    if [[ -n $name && -v other[$name] ]]; then
      for one in "${order[@]}"; do
        if [[ $one == "$name" ]]; then break; fi
        if [[ -n $one && ! -v here[$one] ]]; then place_entry "$one"; fi
      done
    fi
    if [[ -z $name || -z ${taken[$name]-} ]]; then printf '%s\n' "${entry#*$'\n'}"; else place_entry "$name"; fi
  done < <(env_entries "$1")
  for name in $3; do place_entry "$name"; done
}
# Prints what OTHER has of a name that is taken, once.
place_entry() {
  if [[ -z ${taken[$1]-} || -n ${placed[$1]-} || ! -v other[$1] ]]; then return 0; fi
  printf '%s\n' "${other[$1]}"
  placed[$1]=yes
}
