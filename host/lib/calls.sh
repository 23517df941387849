# HTTP calls from this host.
# gives: calls

# calls COUNT SECONDS TARGET URL [hidden]: so many GETs one after the other, each with a connection of its own and for so long at
# most: a line of status code and time each, 000 for no answer, which is the last of them. TARGET is what became of URL by
# `reachable`: another URL, or an address where that very URL is called, by its own host's name; what is on this host is never
# called through a proxy. With `hidden` the URL is in no command line, which everybody can read.
calls() {
  local answers
  local -a bodies=() urls=() direct=() call
  while ((${#urls[@]} < $1)); do bodies+=(-o /dev/null) urls+=("${3#* }"); done
  if [[ $3 != "$4" || $3 =~ ://(localhost|127\.|\[::1\]) ]]; then direct=(--noproxy '*'); fi
  if [[ $3 == *' '* ]]; then direct+=(--connect-to "::${3%% *}"); fi
  call=(curl -q -g -s --fail-early --http1.1 -H 'Connection: close' -m "$2" "${bodies[@]}" "${direct[@]}" -w '%{http_code}\t%{time_total}\n')
  if [[ -n ${5-} ]]; then
    urls=("${urls[@]//\\/\\\\}")
    answers=$(printf 'url = "%s"\n' "${urls[@]//\"/\\\"}" | "${call[@]}" -K - 2>/dev/null || true)
  else
    answers=$("${call[@]}" -- "${urls[@]}" 2>/dev/null || true)
  fi
  printf '%s\n' "${answers:-000	0}"
}
