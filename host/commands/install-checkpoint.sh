# Puts `checkpoint` into the state directory, for the deployment's own deploy script.
# READERS: a group whose members may read and run it, too. TEXT: the file.
# reads: READERS STATE TEXT
exec </dev/null

if [[ -n ${READERS-} ]] && ! getent group "$READERS" >/dev/null; then refuse group.unknown "--group got $READERS; it accepts a group of the host"; fi
file=$STATE/checkpoint mode=0700
if [[ -n ${READERS-} ]]; then mode=0750; fi
install_it() {
  (umask 022 && mkdir -p "$STATE") && (umask 077 && put "$file.being-installed" printf '%s' "$TEXT") &&
    { [[ -z ${READERS-} ]] || chgrp -- "$READERS" "$file.being-installed"; } && chmod "$mode" "$file.being-installed" &&
    mv -fT -- "$file.being-installed" "$file" && sync "$STATE"
}
# Whoever can write there could put another in its place.
if [[ -d $STATE && $(stat -c %a "$STATE") =~ [2367].$|[2367]$ ]]; then
  refuse state.writable-by-others "$STATE can be written by others than its owner, who could replace what is installed there: chmod go-w $(printf %q "$STATE")"
fi
if ! install_it 2>/dev/null; then refuse state.unwritable "the state directory cannot be written: $STATE"; fi
answer true "installed $file"
