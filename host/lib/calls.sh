# HTTP calls from this host.
# needs: docker/calls-inside
# gives: calls

# calls COUNT SECONDS TARGET URL [hidden]: so many GETs one after the other, each with a connection of its own and for so long at
# most: a line of status code and time each, 000 for no answer, which is the last of them; behind that, why its certificate is
# not accepted. TARGET is what became of URL by `reachable`: where it is called, by its own host's name; what is on this host is
# never called through a proxy. `unasked` and why instead of a code, where it can be called from nowhere. With `hidden` the URL
# is in no command line, which everybody can read.
calls() {
  local answers said at=${3%% *}
  local -a bodies=() urls=() direct=() call
  case $at in
    -)
      printf '000\t0\n'
      return
      ;;
    @*)
      if [[ -z ${5-} ]]; then
        calls_inside "${at#@}" "$1" "$2" "${3#* }"
      else
        printf 'unasked\t0\t%s\n' 'this host reaches no address of it, and what is secret is called from nowhere else'
      fi
      return
      ;;
  esac
  while ((${#urls[@]} < $1)); do bodies+=(-o /dev/null) urls+=("${3#* }"); done
  if [[ $3 != "$4" || $3 =~ ://(localhost|127\.|\[::1\]) ]]; then direct=(--noproxy '*'); fi
  if [[ $3 == *' '* ]]; then direct+=(--connect-to "::$at"); fi
  call=(curl -q -g -s -S --fail-early --http1.1 -H 'Connection: close' -m "$2" "${bodies[@]}" "${direct[@]}" -w '%{http_code}\t%{time_total}\n')
  if [[ -n ${5-} ]]; then
    urls=("${urls[@]//\\/\\\\}")
    said=$(printf 'url = "%s"\n' "${urls[@]//\"/\\\"}" | "${call[@]}" -K - 2>&1 || true)
  else
    said=$("${call[@]}" -- "${urls[@]}" 2>&1 || true)
  fi
  answers=$(grep -E $'^[0-9]{3}\t' <<<"$said" || true)
  if [[ $said =~ curl:\ \((51|60)\)\ ([^$'\n']+) ]]; then answers=${answers:-$'000\t0'}$'\t'${BASH_REMATCH[2]}; fi
  printf '%s\n' "${answers:-000	0}"
}
