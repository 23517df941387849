# Fields of a line of JSON that we wrote ourselves.
# gives: text_field number_field pairs_field

# text_field NAME LINE, number_field NAME LINE: the first field of that name.
text_field() { if [[ $2 =~ \"$1\":\"([^\"\\]*)\" ]]; then printf '%s' "${BASH_REMATCH[1]}"; fi; }
number_field() { if [[ $2 =~ \"$1\":([0-9]+) ]]; then printf '%s' "${BASH_REMATCH[1]}"; fi; }

# pairs_field NAME LINE: of an object of texts that need no escape, `key text` a line.
pairs_field() {
  if [[ $2 =~ \"$1\":\{([^{}]*)\} ]]; then tr ',' '\n' <<<"${BASH_REMATCH[1]}" | sed -nE 's/^"([^"\\]+)":"([^"\\]*)"$/\1 \2/p'; fi
}
