# What must not get into logs, verdicts and the journal: credentials in addresses, and the values of
# variables whose names say that they are secret, in .env, in ENV_FILES and in the environment of the containers.
# needs: docker/environments
# gives: find_secrets redact redact_files
# reads: DATABASE_NAME DATABASE_SERVICE DATABASE_USER DIRECTORY ENV_FILES PROJECT
SECRETS=()
# What names of secrets have in them, as in machines/config/secretVariables.ts; here anywhere: what is hidden in vain harms nobody.
SECRET_NAMES='pass|pwd|secret|token|key|credential|auth|private|dsn'

# The values, a line each, of secret ones among NAME=VALUE, each ended by a NUL, with what Compose would take for the name of a
# variable in them, and say; and the passwords in addresses.
secret_values() {
  local pair name value rest
  while IFS= read -r -d '' pair; do
    name=${pair%%=*} value=${pair#*=}
    if [[ $pair == *=* && ${name,,} =~ $SECRET_NAMES ]]; then
      printf '%s\n' "$value"
      rest=$value
      while [[ $rest =~ \$\{?([A-Za-z_][A-Za-z0-9_]*)(.*) ]]; do
        printf '%s\n' "${BASH_REMATCH[1]}"
        rest=${BASH_REMATCH[2]}
      done
    fi
    if [[ $value =~ ://[^/@:[:space:]]*:([^/@[:space:]]+)@ ]]; then printf '%s\n' "${BASH_REMATCH[1]}"; fi
  done
}

# Sets SECRETS, long ones first; what was known before stays, whether or not Docker answers by now. Shorter than six
# characters hides nothing, and half of every line with it.
find_secrets() {
  local known file
  local -a files=("$DIRECTORY/.env")
  for file in ${ENV_FILES-}; do
    if [[ $file == /* ]]; then files+=("$file"); else files+=("$DIRECTORY/$file"); fi
  done
  # A name that the files themselves give a value to is a variable, and no part of one.
  known=$(
    printf '%s\n' "$PROJECT" "$DATABASE_SERVICE" "$DATABASE_USER" "$DATABASE_NAME"
    sed -nE 's/^[[:space:]]*(export[[:space:]]+)?([A-Za-z_][A-Za-z0-9_]*)[[:space:]]*=.*/\2/p' "${files[@]}" 2>/dev/null || true
  )
  mapfile -t SECRETS < <(
    {
      sed -E "s/\r\$//; s/^[[:space:]]*(export[[:space:]]+)?//; s/[[:space:]]*=[[:space:]]*[\"']?/=/; s/[\"']\$//" "${files[@]}" 2>/dev/null | tr '\n' '\000' || true
      environments_of_containers
    } | secret_values | cat - <(((${#SECRETS[@]} == 0)) || printf '%s\n' "${SECRETS[@]}") | grep -vxF "$known" | awk 'length >= 6 && !seen[$0]++ { print length, $0 }' | sort -rn | cut -d ' ' -f 2- || true
  )
}

# The text without what is secret in it.
redact() {
  local text=$1 secret
  for secret in "${SECRETS[@]}"; do text=${text//"$secret"/***}; done
  if [[ $text == *://*@* ]]; then text=$(sed -E "$ADDRESSES" <<<"$text"); fi
  printf '%s' "$text"
}
ADDRESS="://[^/[:space:]\"']*@"
ADDRESSES="s#$ADDRESS#://***@#g"

# having OPTION… -- FILE…: those of the files in which grep finds something; all of them where it cannot look.
having() {
  local status=0
  grep -las "$@" || status=$?
  if ((status > 1)); then
    while [[ $1 != -- ]]; do shift; done
    shift
    printf '%s\n' "$@"
  fi
}

# redact_files FILE…: the same in files, which stay the same files: somebody may still be writing. The rules
# come by a file, as everybody can read command lines.
redact_files() {
  local file clean
  local -a filled=() found
  for file in "$@"; do
    if [[ -s $file ]]; then filled+=("$file"); fi
  done
  if ((${#filled[@]} == 0)); then return 0; fi
  # Most have none: all are looked through at once, and only what has some is gone over.
  mapfile -t found < <(
    export LC_ALL=C
    {
      if ((${#SECRETS[@]})); then having -F -f <(printf '%s\n' "${SECRETS[@]}") -- "${filled[@]}"; fi
      having -E "$ADDRESS" -- "${filled[@]}"
    } | sort -u
  )
  for file in "${found[@]}"; do
    clean=$file.clean
    if LC_ALL=C sed -E -f <(
      if ((${#SECRETS[@]})); then printf '%s\n' "${SECRETS[@]}" | sed -E 's/[][\.*^$+?(){}|/]/\\&/g; s/.*/s\/&\/***\/g/'; fi
      printf '%s\n' "$ADDRESSES"
    ) "$file" >"$clean" && ! cmp -s "$file" "$clean"; then cat "$clean" >"$file"; fi
    rm -f "$clean"
  done
}
