# Writes README beside the rows that commands/export-writes.sh has exported into the directory OUT.
# reads: OUT README
exec </dev/null
umask 077
file=$OUT/README.md
if ! put "$file" printf '%s' "$README" 2>/dev/null; then refuse export.unwritable "the directory cannot be written: $OUT"; fi
answer true "$file is written"
