# What the builds of a commit start from, and what their Dockerfiles copy that it does not have: files that git does not know,
# which no build of it will find.
# needs: git/checkout git/private-copy
# gives: source_facts
# reads: COMMIT DIRECTORY

# builds_in FILE: `CONTEXT<tab>DOCKERFILE` of each build of a definition, a line each, as it names them.
builds_in() {
  awk '
    function value() { sub(/^ *[a-z]+: */, ""); gsub(/^["\x27]|["\x27]$/, ""); return $0 }
    function tell() { if (context != "") print context "\t" file; context = "" }
    /^ +context: / { tell(); context = value(); file = "Dockerfile" }
    /^ +dockerfile: / { file = value() }
    /^ +dockerfile_inline:/ { context = "" }
    END { tell() }' "$1"
}

# copied_by: what the last stage of the Dockerfile on standard input copies of its context, a line each: what has a variable, a
# glob character or quotes in its name, and what comes from elsewhere, left out.
copied_by() {
  awk '
    ends != "" { if ($0 ~ "^[ \t]*" ends "[ \t]*$") ends = ""; next }
    /^[ \t]*#/ { if (tolower($0) ~ /^# *escape *=/) exit; next }
    {
      whole = whole $0
      if (sub(/\\[ \t]*$/, " ", whole)) next
      line = whole; whole = ""
      if (match(line, /<<-?["\x27]?[A-Za-z_]+/)) { ends = substr(line, RSTART, RLENGTH); sub(/^<<-?["\x27]?/, "", ends); next }
      sub(/^[ \t]+/, "", line)
      word = toupper(line); sub(/[ \t].*/, "", word)
      if (word == "FROM") { count = 0; next }
      if (word != "COPY" && word != "ADD") next
      sub(/^[A-Za-z]+[ \t]+/, "", line)
      isOther = 0
      while (match(line, /^--[a-z-]+(=[^ \t]*)?[ \t]+/)) {
        if (substr(line, 1, 7) == "--from=") isOther = 1
        line = substr(line, RLENGTH + 1)
      }
      if (isOther) next
      if (sub(/^\[[ \t]*/, "", line)) { sub(/[ \t]*\][ \t]*$/, "", line); parts = split(line, names, /[ \t]*,[ \t]*/) }
      else parts = split(line, names, /[ \t]+/)
      if (parts > 1 && names[parts] == "") parts--
      for (n = 1; n < parts; n++) {
        name = names[n]
        gsub(/^"|"$/, "", name)
        if (name !~ /[$*?[\]<"\x27\\ ]|:\/\/|^git@|(^|\/)\.\.(\/|$)/) copied[++count] = name
      }
    }
    END { for (n = 1; n <= count; n++) print copied[n] }'
}

# Whether what a Dockerfile copies is there: a file of the commit, or of a submodule, or an env file, which builds are given.
is_source() {
  local path=$1 module said
  if [[ ${path##*/} == .env* || $path == *.env ]]; then return 0; fi
  for module in "${modules[@]}"; do
    if [[ $path/ == "$module"/* || $module/ == "$path"/* ]]; then return 0; fi
  done
  said=$(printf '%s\n' "$COMMIT:$path" | checkout_git cat-file --batch-check='%(objecttype)' --follow-symlinks)
  [[ $said != *' missing' ]]
}

# lacked_by_builds FILE: `CONTEXT<tab>DOCKERFILE<tab>SOURCE` of what is not there, a line each, for builds inside the checkout.
lacked_by_builds() {
  local context file place source below
  local -a modules
  below=$(checkout_git rev-parse --show-prefix) || return 0
  mapfile -t modules < <(checkout_git ls-tree -r --full-tree "$COMMIT" | sed -n 's/^160000 [^\t]*\t//p')
  while IFS=$'\t' read -r context file; do
    place=${context%/}/
    if [[ $place != "${DIRECTORY%/}"/* || $file == /* || $file == *..* ]]; then continue; fi
    place=$below${place#"${DIRECTORY%/}/"}
    while IFS= read -r source; do
      source=$(within_checkout "$source")
      if [[ -n $source ]] && ! is_source "$place$source"; then printf '%s\t%s\t%s\n' "$context" "$file" "$source"; fi
    done < <(printf '%s\n' "$COMMIT:$place$file" | checkout_git cat-file --batch 2>/dev/null | sed 1d | copied_by)
  done < <(builds_in "$1")
}

# source_facts FILE: every directory of the target, and the Dockerfiles by name, for the builds of that definition.
source_facts() {
  {
    checkout_git ls-tree -r -d -z --name-only "$COMMIT" | sed -z 's,$,/,'
    checkout_git ls-tree -r -z --name-only "$COMMIT" |
      NAMES=$(builds_in "$1" | sed 's,.*[\t/],,') awk '
        BEGIN { RS = ORS = "\0"; split("Dockerfile\n" ENVIRON["NAMES"], list, "\n"); for (n in list) wanted[list[n]] }
        { name = $0; sub(/.*\//, "", name) } name in wanted'
  } | fact sources
  lacked_by_builds "$1" | fact sources.lacking
}
