# Prints the journal as it is, or why it cannot be read; nothing where there is none. Reads only; prints facts like
# queries/detect.sh.
# reads: STATE
file=$STATE/journal.jsonl
if [[ ! -e $file ]]; then exit 0; fi
if encoded=$(base64 -w0 -- "$file" 2>&1); then
  printf 'journal.jsonl %s\n' "$encoded"
else
  printf '%s' "${encoded##*: }" | fact journal.error
fi
