# Calls the URL "$1", by whatever HTTP client is at hand, the lightest first; tries for at most about 30 s.
# For any POSIX shell: it runs inside containers.
try() {
  if command -v curl >/dev/null; then curl -g -fsS -o /dev/null -m 5 "$1"
  elif command -v wget >/dev/null; then wget -q -T 5 -O /dev/null "$1"
  elif command -v node >/dev/null; then node -e 'fetch(process.argv[1], { signal: AbortSignal.timeout(5000) }).then((r) => process.exit(r.ok ? 0 : 22), (e) => { console.error(String(e.cause ?? e)); process.exit(7) })' "$1"
  elif command -v python3 >/dev/null; then python3 -c 'import sys, urllib.request; urllib.request.urlopen(sys.argv[1], timeout=5)' "$1"
  else
    rest=${1#*://} at=${rest%%/*} path=/
    case $rest in */*) path=/${rest#*/} ;; esac
    case $at in *:*) ;; *) at=$at:80 ;; esac
    # shellcheck disable=SC2016 # for the other shell
    timeout 5 bash -c 'exec 3<>"/dev/tcp/${0%%:*}/${0##*:}" && printf "GET %s HTTP/1.0\r\nHost: %s\r\n\r\n" "$1" "$0" >&3 && read -r _ code _ <&3 && [[ $code == [23]* ]]' "$at" "$path"
  fi
}
for _ in 1 2 3 4 5; do try "$1" && exit 0; code=$?; sleep 1; done
exit "$code"
