# Lines at the end of a file, each whole and on disk, or not there.
# gives: set_torn_aside append_line whole_lines_of

is_torn() { [[ -s $1 ]] && (($(tail -c 1 "$1" | wc -l) == 0)); }

# A last line without its end was being written when the power went or the disk was full: it goes to a
# file beside the file, or the next line would become part of it.
set_torn_aside() {
  local file=$1 aside torn
  if ! is_torn "$file"; then return 0; fi
  aside=$file.torn-$(date -u +%Y%m%dT%H%M%S)
  torn=$(tail -n 1 "$file" | wc -c)
  (umask 077 && tail -c "$torn" "$file" >>"$aside" && sync "$aside" "${file%/*}" && truncate -s "-$torn" "$file") 2>/dev/null
}

# append_line FILE TEXT, after set_torn_aside: one that does not get to the disk whole is removed.
append_line() {
  local file=$1 size=0
  if [[ -s $file ]]; then size=$(stat -c %s "$file"); fi
  if ! (umask 077 && printf '%s\n' "$2" >>"$file" && sync -d "$file") 2>/dev/null; then
    truncate -cs "$size" "$file" 2>/dev/null || true
    return 1
  fi
  ((size)) || sync "${file%/*}"
}

# The lines of a file that are whole: what is set aside before the next one is written counts for nothing.
whole_lines_of() { { cat "$1" && printf .; } | sed '$d'; }
