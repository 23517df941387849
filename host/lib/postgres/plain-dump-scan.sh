# What the text of a backup says before it is restored: versions, owners, grants, extensions, tables, and commands of psql.
# needs: postgres/backup-file
# gives: outline list_commands

# The lines outside of data, literals and bodies of functions, and from where it stands each command of psql that is to
# be refused, told as psql's own scanner does (psqlscan.l): \ that is not quoted begins one, wherever it stands. Those that
# pg_dump itself writes are \. and, since 2025, \restrict and \unrestrict.
# within: what the scanner is in, by how that begins; e for a literal in which \ escapes.
# shellcheck disable=SC2016 # awk's
OUTSIDE='
  function scan(line, found, name) {
    bare = command = ""
    while (line != "") {
      if (within == "") {
        if (!match(line, /[\\\047"$]|--|\/[*]/)) { bare = bare line; return }
        found = substr(line, RSTART, RLENGTH)
        bare = bare substr(line, 1, RSTART - 1)
        line = substr(line, RSTART)
        if (found == "--") return
        if (found == "\\") { command = line; return }
        line = substr(line, length(found) + 1)
        if (found == "$") {
          name = substr(line, 1, index(line, "$"))
          if (name == "" || name ~ /^[0-9]|[^A-Za-z0-9_$\200-\377]/ || bare ~ /[A-Za-z0-9_$\200-\377]$/) { bare = bare found; continue }
          line = substr(line, length(name) + 1)
          found = found name
        }
        if (found == "\047" && (escapes || bare ~ /(^|[^A-Za-z0-9_$\200-\377])[eE]$/)) found = "e"
        within = found
        depth = 1
      } else if (within == "e") {
        if (!match(line, /\\.|\047\047|\047/)) return
        found = substr(line, RSTART, RLENGTH)
        line = substr(line, RSTART + RLENGTH)
        if (found == "\047") over()
      } else if (within == "\047") {
        if (!match(line, /^([^\047]|\047\047)*\047/)) return
        line = substr(line, RLENGTH + 1)
        over()
      } else if (within == "/*") {
        if (!match(line, /\/[*]|[*]\//)) return
        depth += substr(line, RSTART, 1) == "/" ? 1 : -1
        line = substr(line, RSTART + 2)
        if (depth == 0) over()
      } else {
        if (!index(line, within)) return
        line = substr(line, index(line, within) + length(within))
        over()
      }
    }
  }
  function over() { within = ""; bare = bare " " }
  is_data { if ($0 ~ /^\\[.]\r?$/) is_data = 0; next }
  {
    began = within
    # Literals that end where they began, and nothing else: most of a dump that has its rows as INSERT.
    if (within == "" && $0 !~ /[\\"$]|--|\/[*]/ && gsub(/\047/, "&") % 2 == 0) { bare = $0; command = "" } else scan($0)
    if (command ~ /^\\(un)?restrict [A-Za-z0-9]+\r?$/ && bare == "") next
    if (command != "") { print command; next }
    if (began == "") print
    if (!is_statement && bare ~ /[^ \t\r]/) { is_statement = 1; is_copy = bare ~ /^[ \t]*[Cc][Oo][Pp][Yy][ \t]/ }
    if (bare ~ /standard_conforming_strings *= *o/) escapes = bare ~ /= *off/
    if (within == "" && bare ~ /;[ \t\r]*$/) { is_statement = 0; is_data = is_copy && tolower(bare) ~ /(^|[ \t)])from[ \t]+stdin[ \t;]/ }
  }'
outside_data() { LC_ALL=C awk "$OUTSIDE"; }

outline() {
  case $format in
    custom | tar | directory) archive -s -f - ;;
    plain) unpacked ;;
  esac | outside_data | grep -aE '^(-- Dumped (from|by) |ALTER .* OWNER TO |GRANT |ALTER DEFAULT PRIVILEGES |CREATE EXTENSION |CREATE (UNLOGGED )?TABLE |\\)' | head -n 20000
}

# The first commands of psql in a plain one, into a file.
list_commands() {
  # Read to the end, so that none of them is ended by the next.
  unpacked | outside_data | { grep -a "^\\\\" || (($? == 1)); } | awk 'n++ < 3' >"$WORK/commands"
}
