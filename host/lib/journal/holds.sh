# Holds: $STATE/holds/<rollback id>, a file for each release (mode=release), or for all of them (mode=all),
# that must not be deployed until somebody releases it. The deployment's own deploy script reads them.
# gives: hold release holds hold_entry
# reads: ROLLBACK STATE

HOLD_MEANS='a brake against deploying the same again; that what was wrong is mended it does not say'

one_line() { printf '%s' "$1" | tr '\000-\037\177' ' '; }

# hold MODE COMMIT OPERATOR REASON [NUMBER]: NUMBER is that release's on record where only that one of its commit is held. Written elsewhere, so that nobody takes half of one for a hold.
hold() {
  (
    umask 022 && mkdir -p "$STATE/holds" &&
      put "$STATE/hold" printf 'mode=%s\ncommit=%s\n%ssince=%s\noperator=%s\nreason=%s\nmeans=%s\n' \
        "$1" "$2" "${5:+release=$5$'\n'}" "$(now)" "$(one_line "$3")" "$(one_line "$4")" "$HOLD_MEANS" &&
      mv -fT "$STATE/hold" "$STATE/holds/$ROLLBACK" && sync "$STATE/holds"
  ) 2>/dev/null
}

# Removes the hold of a rollback; there need not be one.
release() {
  [[ -e $STATE/holds/$1 ]] || return 0
  { rm -f -- "$STATE/holds/$1" && sync "$STATE/holds"; } 2>/dev/null
}

# hold_entry FILE KEY: what a hold says of that.
hold_entry() { sed -n "s/^$2=//p" "$1" | head -n 1; }

# The holds that are there, in words.
holds() {
  local file mode commit since who
  for file in "$STATE"/holds/*; do
    [[ -f $file ]] || continue
    mode=$(hold_entry "$file" mode) commit=$(hold_entry "$file" commit)
    since=$(hold_entry "$file" since) who=$(hold_entry "$file" operator)
    printf '%s (%s, since %s, by %s)\n' "${file##*/}" "${mode/release/${commit:0:12}}" "$since" "$who"
  done
}
