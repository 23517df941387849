# The builds of a definition, and what stands in their Dockerfiles, as far as it can be told without building anything.
# needs: git/private-copy
# gives: builds_in place_of copied_by made_of

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

# place_of CONTEXT DOCKERFILE: sets `at` to a context's place in the repository, empty or ended by a slash, and `dockerfile` to the
# path of that there. Fails where either lies outside, or the Dockerfile has an absolute path, which is that of the checkout.
place_of() {
  at=${1%/}/
  [[ $at == "$top"/* ]] || return 1
  at=${at#"$top/"}
  [[ $2 != /* ]] || return 1
  dockerfile=$(within_checkout "$at$2")
  [[ -n $dockerfile ]]
}

# dockerfile_words: the instructions of the Dockerfile on standard input, a line each, with tabs between: the word, its flags, and
# what it is given. `UNREADABLE` where it escapes otherwise, or a text in it does not end.
dockerfile_words() {
  awk '
    { sub(/\r$/, "") }
    ends != "" { if ($0 ~ "^[ \t]*" ends "[ \t]*$") ends = ""; next }
    /^[ \t]*#/ { if (tolower($0) ~ /^# *escape *=/) { isOdd = 1; exit }; next }
    {
      whole = whole $0
      if (sub(/\\[ \t]*$/, " ", whole)) next
      line = whole; whole = ""
      sub(/^[ \t]+/, "", line)
      word = toupper(line); sub(/[ \t].*/, "", word)
      if (word == "") next
      if (word ~ /^(RUN|COPY|ADD)$/ && match(line, /[ \t][0-9]*<<-?["\x27]?[A-Za-z_]+/)) { ends = substr(line, RSTART, RLENGTH); sub(/^[ \t][0-9]*<<-?["\x27]?/, "", ends) }
      sub(/^[A-Za-z]+[ \t]*/, "", line)
      flags = ""
      while (match(line, /^--[a-z-]+(=[^ \t]*)?[ \t]+/)) {
        flag = substr(line, 1, RLENGTH); sub(/[ \t]+$/, "", flag)
        flags = flags " " flag
        line = substr(line, RLENGTH + 1)
      }
      if (sub(/^\[[ \t]*/, "", line)) { sub(/[ \t]*\][ \t]*$/, "", line); parts = split(line, names, /[ \t]*,[ \t]*/) }
      else parts = split(line, names, /[ \t]+/)
      if (parts > 1 && names[parts] == "") parts--
      printf "%s\t%s", word, flags
      for (n = 1; n <= parts; n++) { name = names[n]; gsub(/^"|"$/, "", name); printf "\t%s", name }
      print ""
    }
    END { if (isOdd || ends != "" || whole != "") print "UNREADABLE" }'
}

# copied_by: what the last stage of the Dockerfile on standard input copies of its context, a line each: what has a variable, a
# glob character or quotes in its name, and what comes from elsewhere, left out.
copied_by() {
  dockerfile_words | awk -F '\t' '
    $1 == "UNREADABLE" { exit }
    $1 == "FROM" { count = 0 }
    $1 !~ /^(COPY|ADD)$/ || $2 ~ / --from=/ { next }
    { for (n = 3; n < NF; n++) if ($n !~ /[$*?[\]<"\x27\\ ]|:\/\/|^git@|(^|\/)\.\.(\/|$)/) copied[++count] = $n }
    END { for (n = 1; n <= count; n++) print copied[n] }'
}

# made_of: what the Dockerfile on standard input takes from elsewhere, a line each, with a tab between: `image` and its name,
# where a digest does not say which one; `context` and a path, `.` for all of it; `remote` for what it would fetch, `odd` where
# nobody can tell.
made_of() {
  dockerfile_words | awk -F '\t' '
    function image(name) {
      if (name == "scratch" || name ~ /@sha256:[0-9a-f]+$/ || name ~ /^[0-9]+$/ || tolower(name) in stages) return
      print "image\t" name
    }
    $1 == "UNREADABLE" { print "odd" }
    $1 == "FROM" { isOne = 1; image($3); if (tolower($4) == "as") stages[tolower($5)] = 1 }
    $1 == "RUN" || $1 == "COPY" || $1 == "ADD" {
      rest = $2
      while (match(rest, /[,=-]from=[^, ]+/)) {
        name = substr(rest, RSTART, RLENGTH); sub(/^.from=/, "", name)
        rest = substr(rest, RSTART + RLENGTH)
        image(name)
      }
      # What RUN has mounted of the context it may copy.
      flags = split($2, flag, " ")
      for (n = 1; n <= flags; n++) if (flag[n] ~ /^--mount=/ && flag[n] !~ /from=|type=(cache|tmpfs|secret|ssh)/) print "context\t."
    }
    $1 !~ /^(COPY|ADD)$/ || $2 ~ / --from=/ { next }
    {
      for (n = 3; n < NF; n++) {
        if ($n ~ /^<</) continue
        if ($n ~ /:\/\/|^git@/) { if ($2 !~ / --checksum=/) print "remote" }
        else if ($n ~ /[$*?[\]"\x27\\ ]|(^|\/)\.\.(\/|$)/) print "context\t."
        else print "context\t" $n
      }
    }
    # A link, as git has it, is a path and no Dockerfile.
    END { if (!isOne) print "odd" }' | awk '!seen[$0]++'
}
