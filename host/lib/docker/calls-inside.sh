# HTTP calls from inside a container, where this host reaches none of its addresses.
# needs: docker/time-limit
# gives: calls_inside

# URL SECONDS COUNT: the status code of each call a line, 000 for no answer, which is the last; 127 where there is no client. It
# runs in the container: for any POSIX shell.
# shellcheck disable=SC2015,SC2086 # for the container's shell
call_there() {
  for client in curl wget node python3 ''; do
    if command -v "$client" >/dev/null; then break; fi
  done
  tries=$3
  while [ "$tries" -gt 0 ]; do
    case $client in
      curl) code=$(curl -q -g -s -o /dev/null --noproxy '*' -m "$2" -w '%{http_code}' "$1") ;;
      wget) code=$(wget -q -S -O /dev/null -T "$2" "$1" 2>&1 | sed -n 's,^.*HTTP/[0-9.]* \([0-9][0-9][0-9]\).*,\1,p' | tail -n 1) ;;
      node) code=$(node -e 'fetch(process.argv[1], { redirect: "manual", signal: AbortSignal.timeout(1000 * process.argv[2]) }).then((r) => console.log(r.status), () => 0)' "$1" "$2") ;;
      python3) code=$(python3 -c 'import sys, urllib.request as u
try: print(u.urlopen(sys.argv[1], timeout=float(sys.argv[2])).status)
except u.HTTPError as e: print(e.code)
except Exception: pass' "$1" "$2") ;;
      *) return 127 ;;
    esac
    echo "${code:-000}"
    if [ "${code:-000}" = 000 ]; then break; fi
    tries=$((tries - 1))
  done
}

# calls_inside CONTAINER COUNT SECONDS URL: lines like those of `calls`.
calls_inside() {
  local codes='' status=0 begun=${EPOCHREALTIME//[!0-9]/} code seconds
  local -a all
  # shellcheck disable=SC2016 # for the container's shell
  codes=$(timeout -k 2 $(($2 * $3 + 5)) docker exec "$1" sh -c "$(declare -f call_there)"$'\n''call_there "$@"' call "$4" "$3" "$2" </dev/null 2>/dev/null 3>&-) || status=$?
  if ((status == 126 || status == 127)); then
    printf 'unasked\t0\t%s\n' 'this host reaches no address of it, and its container has no sh or no HTTP client'
    return
  fi
  mapfile -t all < <(grep -xE '[0-9]{3}' <<<"$codes" || echo 000)
  seconds=$(((${EPOCHREALTIME//[!0-9]/} - begun) / ${#all[@]}))
  for code in "${all[@]}"; do printf '%s\t%d.%06d\n' "$code" $((seconds / 1000000)) $((seconds % 1000000)); done
}
