# What a commit's Compose files come to, before it is checked out: read from a private copy of what Compose opens, with the
# project directory inside, so that `include`, `extends`, `env_file` and `.env` are those of the commit.
# needs: docker/compose docker/given-values docker/references git/private-copy git/unknown-inputs
# gives: target_definition remote_files env_files_missing named_env_file inputs_of
# reads: DIRECTORY ENV_FILES FILES

# path_words FILE: words of a Compose file that may be paths, a line each; what a variable is part of is none.
path_words() { sed -E 's/^[[:space:]]*#.*//; s/[][{},"'\'']/ /g' "$1" | tr -s '[:blank:]' '\n' | grep -vE '[$]|^-?$|:$|^[a-z+]+://' | sort -u; }

# remote_files FILE: what a Compose file includes or extends from another host, a line each. A build may.
remote_files() { sed -nE 's/^[[:space:]]*(-[[:space:]]*)?((path|include|file):[[:space:]]*)?[["'\'']*((oci:\/\/|git:\/\/|ssh:\/\/|git@|github\.com\/|https?:\/\/[^[:space:]]*\.git)[^]"'\''[:space:]]*).*/\4/p' "$1"; }

# absolute_files FILE: the files of the host that a Compose file may include, extend or read, by absolute paths, a line each.
absolute_files() {
  path_words "$1" | grep -E '^/.*\.ya?ml$' || true
  sed -nE "s/^[^#]*\<(file|path): *[\"']?(\/[^]\"',} ]+).*/\2/p" "$1"
}

# note_outside FILE NAMED…: puts those that a Compose file names into `outside`, with what the Compose files among them name, and
# the `.env` beside what it includes.
note_outside() {
  local by=$1 file word
  shift
  for file in "$@"; do
    if [[ $file == "$top"/* || -n ${outside[$file]-} || ! -f $file || ! -r $file ]]; then continue; fi
    outside[$file]=yes
    if [[ $file != */.env ]] && grep -q '^include:' "$by"; then note_outside "$by" "${file%/*}/.env"; fi
    if [[ $file != *.y?(a)ml ]]; then continue; fi
    while IFS= read -r word; do note_outside "$file" "$word"; done < <(absolute_files "$file")
    while IFS= read -r word; do
      if [[ $word != /* && $word == *.y?(a)ml ]]; then note_outside "$file" "$(realpath -ms -- "${file%/*}/$word")"; fi
    done < <(path_words "$file")
  done
}

# lead_inside FILE: has a Compose file of the copy name other Compose files of the repository there, where it does by the absolute
# paths that they have in the checkout. Prints those, relative to the checkout's uppermost directory, a line each.
lead_inside() {
  local file turned=''
  while IFS= read -r file; do
    if [[ $file != "$top"/*.y?(a)ml || $file == *[^a-zA-Z0-9_./-]* ]]; then continue; fi
    printf '%s\n' "${file#"$top/"}"
    turned+="s@(^|[][{} ,\"'])${file//./[.]}([][{} ,\"']|\$)@\1$copy$file\2@;"
  done < <(path_words "$1" | grep '^/' || true)
  if [[ -n $turned && ! -L $1 ]]; then sed -i -E "$turned" "$1"; fi
}

# Copies these, relative to the checkout's uppermost directory, and whatever the Compose files among them name.
copy_with_all() {
  local path word base
  local -a next=("$@") more absolute
  while ((${#next[@]})); do
    copy_paths "${next[@]}" || return 1
    more=("${linked[@]}")
    for path in "${directories[@]}"; do more+=("$path/.env"); done
    for path in "${copied[@]}"; do
      if [[ ! -f $copy$top/$path || ($path != *.y?(a)ml && " $FILES " != *" ${path#"$below"} "*) ]]; then continue; fi
      base=$(directory_of "$path")
      more+=("$base/.env")
      mapfile -t absolute < <(absolute_files "$copy$top/$path")
      note_outside "$copy$top/$path" "${absolute[@]}"
      lead_inside "$copy$top/$path" >"$written/inside"
      mapfile -t -O "${#more[@]}" more <"$written/inside"
      while IFS= read -r word; do
        if [[ $word == /* ]]; then continue; fi
        more+=("$base/$word" "$below$word")
      done < <(path_words "$copy$top/$path")
    done
    next=("${more[@]}")
  done
}

# What Compose says that it does not find in the copy, relative to the checkout's uppermost directory.
not_found() { sed -nE "s,.*$copy$top/(.*)(: no such file or directory| not found: .*),\1,p" "$1" | sed -E 's/ not found: .*//; s/^"|"$//g' | head -n 1; }

# env_files_missing ROOT: those of ENV_FILES that are no file, a line each, as they stand there.
env_files_missing() {
  local file
  for file in ${ENV_FILES-}; do
    if [[ ! -f $(ENV_FILES=$file env_files_of "$1") ]]; then printf '%s\n' "$file"; fi
  done
}

# named_env_file ERRORS: the env file that a service names and that Compose does not find, as an absolute path.
named_env_file() { sed -nE 's/^env file (.+) not found: .*/\1/p' "$1" | head -n 1; }

# optional_paths FILE: the paths with a variable in them that a Compose file has as `path:`, a line each, as Compose fills
# them in for the files of the copy.
optional_paths() {
  local -a found=()
  mapfile -t found < <(grep -ohE "path:[[:space:]]*[\"']?(\\$\{[^}]*\}|[^][{}\"',[:space:]])+" "$1" | sed -E "s/^path:[[:space:]]*[\"']?//" | grep -F '$' | sort -u)
  if ((${#found[@]} == 0)); then return 0; fi
  { printf 'x-paths:\n' && printf '  - "%s"\n' "${found[@]}"; } >"$written/paths.yml"
  compose_at "$copy$place" -f "$written/paths.yml" config 2>/dev/null | awk '/^[^ ]/ { inside = /^x-paths:/; next } inside { sub(/^ *- /, ""); print }' | tr -d '"'
}

# Copies env files that need not be there and whose path has a variable in it: Compose does not say that it lacks them. Fails
# where there is none.
copy_optional_files() {
  local path word base
  local -a more=() there=()
  for path in "${!known[@]}"; do
    if [[ $path != *.y?(a)ml ]] || ! grep -qsE 'required: *"?(false|no)' "$copy$top/$path"; then continue; fi
    base=$(directory_of "$path")
    while IFS= read -r word; do
      if [[ $word != /* ]]; then more+=("$base/$word" "$below$word"); fi
    done < <(optional_paths "$copy$top/$path")
  done
  for path in "${more[@]}"; do
    if [[ ! -e $copy$top/$path ]]; then there+=("$path"); fi
  done
  if ((${#there[@]} == 0)); then return 1; fi
  copy_with_all "${there[@]}" || return 1
  for path in "${there[@]}"; do
    if [[ -e $copy$top/$path ]]; then return 0; fi
  done
  return 1
}

# target_definition FILE ERRORS: writes the definition to FILE, and what Compose says to ERRORS. Beside it, where Compose can tell
# that: FILE.written with its variables and env files as they stand there, FILE.given with the values of what is given by
# variables, FILE.usual with the services that come up without being named, FILE.references with the variables in env files,
# FILE.defaults with those that have a default and that nobody supplies, FILE.said with the names that may be said, FILE.relative
# with the contexts of builds that a relative path names. Fails where Compose does, or where a file of FILES is not there, which
# then is `missing`, or one of ENV_FILES, which then are `missing_env`.
target_definition() {
  local file path inside paths=''
  local -a first=("$below.env")
  for file in $FILES; do first+=("$below$file"); done
  for file in ${ENV_FILES-}; do
    inside=$(realpath -ms -- "$(ENV_FILES=$file env_files_of "$place")")
    if [[ $inside == "$top"/* || -e $copy$inside ]]; then
      if [[ $inside == "$top"/* ]]; then first+=("${inside#"$top/"}"); fi
      if [[ $file == /* ]]; then file=$copy$inside; fi
    elif [[ $file != /* ]]; then
      mkdir -p "$copy$(directory_of "$inside")" && ln -sf -- "$inside" "$copy$inside" || return 1
    fi
    paths+=" $file"
  done
  local ENV_FILES=$paths
  copy_with_all "${first[@]}" || return 1
  missing='' missing_env=''
  for file in $FILES; do
    if [[ ! -e $copy$place/$file ]]; then missing=$file; return 1; fi
  done
  missing_env=$(ENV_FILES=$(env_files_missing "$copy$place") env_files_of "$place" | xargs -r -d '\n' realpath -ms --)
  missing_env=${missing_env//"$copy"/}
  if [[ -n $missing_env ]]; then return 1; fi
  until definition_at "$copy$place" >"$1" 2>"$2"; do
    path=$(not_found "$2")
    if [[ -z $path || -n ${known[$(within_checkout "$path")]-} ]]; then return 1; fi
    copy_with_all "$path" || return 1
  done
  if copy_optional_files; then definition_at "$copy$place" >"$1" 2>"$2" || return 1; fi
  given_values "$copy$place" "$1" "$1.given"
  usual_at "$copy$place" >"$1.usual" 2>/dev/null || rm -f "$1.usual"
  sed -nE "s,^ +context: [\"']?$copy(/.*[^\"'])[\"']?\$,\1,p" "$1" >"$1.relative"
  sed -i "s,$copy$place,${DIRECTORY%/},g; s,$copy,,g" "$1"
  sed -i "s,$copy,,g" "$2"
  written_at "$copy$place" >"$1.written" 2>/dev/null || : >"$1.written"
  references_at "$copy" "$copy$place" "$1.written" >"$1.references"
  unset_defaults "$copy$place" "$1.written" "$1.references" >"$1.defaults"
  said_names "$1.written" "$1.references" >"$1.said"
  sed -i "s,$copy$place,${DIRECTORY%/},g; s,$copy,,g" "$1.written" "$1.references"
}

# paths_in FILE: the absolute paths that services of a definition have mounted, or are given as configs or secrets, or by a
# volume's device, a line each; Compose v1 has the short form.
paths_in() { sed -nE "s/^ +(source|file|device): [\"']?(\/[^\"']*)[\"']?\$/\2/p; s/^ +- [\"']?(\/[^:\"']+):.*/\1/p" "$1" | sort -u; }

# inputs_of FILE: what the release of a definition reads and git does not know, as `tell_input` does: `given` to Compose,
# `opened` by it, or `read` by a service. All of it in some seconds.
inputs_of() {
  local path until=$((SECONDS + 8))
  env_files_of "${DIRECTORY%/}" | while IFS= read -r path; do tell_input given "$path" "$until"; done
  {
    for path in "${untracked[@]}" "${leading[@]}"; do printf '%s
' "$top/$path"; done
    if ((${#outside[@]})); then printf '%s
' "${!outside[@]}"; fi
    env_paths "$1.written" | grep '^/' || true
  } | sort -u | while IFS= read -r path; do tell_input opened "$path" "$until"; done
  paths_in "$1" | while IFS= read -r path; do tell_input read "${path//'$$'/\$}" "$until"; done
}
