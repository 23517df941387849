# Which variables stand in env files, and which names of variables may be said: one that stands in no Compose file and in no env
# file that git knows is a part of a value, as `$rest` is of `PASSWORD=pa55$rest`.
# needs: docker/compose git/checkout git/private-copy
# gives: references_at said_names said_among unsaid_among replace_unsaid unset_defaults hide_unsaid
# reads: ENV_FILES FILES

# references_in FILE: of an env file `KEY NAME FORM` for each variable in a value, with tabs between: FORM is what stands behind the
# name in braces, `passed` where the value is the shell's under that name. None stand in single quotes; of a key of the same file there stands what its value has (compose-go, dotenv/parser.go).
references_in() {
  tr -d '\r' <"$1" 2>/dev/null | awk '
    function reads(name, form) {
      gsub(/[\t\n]/, " ", form)
      if (name in has) { lines = lines has[name] } else { lines = lines name "\t" form "\n" }
    }
    function scan(text, name, form, depth, i, at, c) {
      while ((at = index(text, "$")) > 0) {
        text = substr(text, at + 1)
        if (substr(text, 1, 1) == "$") { text = substr(text, 2); continue }
        if (match(text, /^[A-Za-z_][A-Za-z0-9_]*/)) {
          name = substr(text, 1, RLENGTH); text = substr(text, RLENGTH + 1)
          reads(name, "")
        } else if (match(text, /^[{][A-Za-z_][A-Za-z0-9_]*/)) {
          name = substr(text, 2, RLENGTH - 1); text = substr(text, RLENGTH + 1)
          depth = 1
          for (i = 1; i <= length(text) && depth > 0; i++) { c = substr(text, i, 1); depth += (c == "{") - (c == "}") }
          reads(name, substr(text, 1, i - 2))
        }
      }
    }
    function end_of(text, quote, i, c) {
      for (i = 1; i <= length(text); i++) {
        c = substr(text, i, 1)
        if (c == "\\") { i++ } else if (c == quote) { return i }
      }
      return 0
    }
    open != "" { value = value "\n" $0 }
    open == "" && /^[ \t]*(export[ \t]+)?[A-Za-z_][A-Za-z0-9_]*[ \t]*$/ {
      sub(/^[ \t]*(export[ \t]+)?/, ""); sub(/[ \t]*$/, ""); print $0 "\t" $0 "\tpassed"
      next
    }
    open == "" {
      if ($0 !~ /^[ \t]*(export[ \t]+)?[A-Za-z0-9_.-]+[ \t]*[=:]/) next
      value = $0; sub(/^[ \t]*(export[ \t]+)?/, "", value)
      key = value; sub(/[ \t]*[=:].*/, "", key)
      sub(/^[^=:]*[=:][ \t]*/, "", value)
      open = substr(value, 1, 1)
      if (open == "\"" || open == "\047") { value = substr(value, 2) } else { open = ""; sub(/ #.*/, "", value) }
    }
    {
      if (open != "" && !(at = end_of(value, open))) next
      if (open != "") value = substr(value, 1, at - 1)
      if (open == "\"") gsub(/\\[$]/, "$$", value)
      lines = ""
      if (open != "\047") scan(value)
      open = ""
      has[key] = lines
      count = split(lines, each, "\n")
      for (i = 1; i < count; i++) print key "\t" each[i]
    }'
}

# env_paths WRITTEN: the env files that services name, as they stand there, a line each.
env_paths() { awk '/^    [^ ]/ { inside = /^    env_file:/ } /^[^ ]/ { inside = 0 } inside && /^ +(- )?path: / { sub(/^ +(- )?path: /, ""); gsub(/^"|"$/, ""); print }' "$1" | sort -u; }

# Whether git knows a file that is called so below ROOT: a copy's, or empty for the checkout's.
is_known() {
  local path=${2#"$1$top"/} one
  if [[ $path == "$2" || -L $2 ]]; then return 1; fi
  if [[ -z $1 ]]; then is_tracked "$path"; return; fi
  for one in "${untracked[@]}"; do
    if [[ $one == "$path" ]]; then return 1; fi
  done
}

# The path with its variables filled in as Compose does that for the files of DIRECTORY.
path_filled() {
  if [[ $2 != *'$'* ]]; then printf '%s' "$2"; return; fi
  printf 'x-path: "%s"\n' "$2" >"$written/path.yml"
  compose_at "$1" -f "$written/path.yml" config 2>/dev/null | sed -n 's/^x-path: //p' | tr -d '"' || true
}

# references_at ROOT PLACE WRITTEN: `ORIGIN KNOWN PATH KEY NAME FORM`, with tabs between, of the env files that Compose itself reads
# (`compose`) and of those that services name in WRITTEN (`service`), of the files below ROOT; KNOWN is `yes` where git knows the file.
references_at() {
  local origin path file known_to_git
  {
    if [[ -n ${ENV_FILES-} ]]; then env_files_of "$2"; else printf '%s\n' "$2/.env"; fi | sed 's/^/compose\t/'
    env_paths "$3" | sed 's/^/service\t/'
  } | while IFS=$'\t' read -r origin path; do
    file=$(path_filled "$2" "$path")
    if [[ ! -f $file || ! -r $file ]]; then continue; fi
    known_to_git=no
    if is_known "$1" "$file"; then known_to_git=yes; fi
    references_in "$file" | while IFS= read -r line; do printf '%s\t%s\t%s\t%s\n' "$origin" "$known_to_git" "$path" "$line"; done
  done
}

# passed_names WRITTEN: the variables that services are passed by their names alone, a line each.
passed_names() { awk '/^ ? ? ? ?[^ ]/ { inside = /^    environment:$/ } inside && /^      (- [A-Za-z_][A-Za-z0-9_]*|[A-Za-z_][A-Za-z0-9_]*: null)$/ { sub(/^ *(- )?/, ""); sub(/:.*/, ""); print }' "$1"; }

# said_names WRITTEN REFERENCES: the names of variables that stand in the copy's Compose files, and in others that git knows.
said_names() {
  local path file
  local -a said=("$1")
  for file in $FILES; do said+=("$copy$place/$file"); done
  while IFS= read -r -d '' path; do
    if [[ $path == *.y?(a)ml ]] || is_known "$copy" "$path"; then said+=("$path"); fi
  done < <(find "$copy" -type f -print0)
  { grep -ohIE '[$][{]?[A-Za-z_][A-Za-z0-9_]*' "${said[@]}" 2>/dev/null || true; } | tr -d '{$' | cat - <(passed_names "$1") <(awk -F '\t' '$2 == "yes" || $6 == "passed" { print $5 }' "$2") | sort -u
}

# said_among SAID: those of the names, a line each, that stand in that file; unsaid_among SAID: those that do not.
said_among() { grep -xF -f "$1" || true; }
unsaid_among() { grep -vxF -f "$1" || true; }

# replace_unsaid TEXT REFERENCES UNSAID: the text with another word for each name of UNSAID: that of the file where it stands.
replace_unsaid() {
  local text=$1 name where
  while IFS= read -r name; do
    where=$(awk -F '\t' -v name="$name" '$5 == name { print $3; exit }' "$2")
    text=${text//"The \"$name\" variable"/"A variable in a value of ${where:-an env file}"}
    text=${text//"$name"/***}
  done <"$3"
  printf '%s' "$text"
}

# hide_unsaid SAID: of the lines of `references_at` the name and what stands behind it are left out where it may not be said.
hide_unsaid() { awk -F '\t' -v OFS='\t' -v said="$1" 'BEGIN { while ((getline name <said) > 0) known[name] } !($5 in known) { $5 = ""; $6 = $6 == "" ? "" : ":-" } { print }'; }

# unset_defaults DIRECTORY WRITTEN REFERENCES: the variables there that need no value, and that nobody supplies, a line each: those
# with a default, and those that a service is passed by their names.
unset_defaults() {
  local name
  local -a names
  mapfile -t names < <({
    { grep -oE '[$][{][A-Za-z_][A-Za-z0-9_]*:?[-+]' "$2" || true; } | tr -d '{$:+-'
    passed_names "$2"
    awk -F '\t' '$6 != "" { print $5 }' "$3"
  } | sort -u)
  if ((${#names[@]} == 0)); then return 0; fi
  { printf 'x-names:\n' && for name in "${names[@]}"; do printf '  %s: "$%s"\n' "$name" "{$name+supplied}"; done; } >"$written/names.yml"
  { compose_at "$1" -f "$written/names.yml" config 2>/dev/null || true; } | awk '/^[^ ]/ { inside = /^x-names:/; next } inside && !/supplied/ { sub(/:.*/, ""); print $1 }'
}
