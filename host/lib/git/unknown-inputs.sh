# When what git does not know of a release's inputs was changed last. It goes by ctime: any other time of a file can be set.
# needs: git/checkout patience
# gives: tell_input
# `top` is the checkout's uppermost directory.

# What is a host's own, and differs between no two releases.
is_of_host() {
  case $1/ in
    / | /proc/* | /sys/* | /dev/* | /run/* | /var/run/* | /var/lib/docker/* | /tmp/.X11-unix/*) return 0 ;;
    /etc/localtime/ | /etc/timezone/ | /etc/hosts/ | /etc/hostname/ | /etc/resolv.conf/ | /etc/machine-id/) return 0 ;;
    /etc/passwd/ | /etc/group/ | /etc/ssl/certs/* | /usr/share/zoneinfo/* | /usr/share/ca-certificates/*) return 0 ;;
    *) return 1 ;;
  esac
}

# links_to PATH: the links that it is reached by, but those that the checkout itself is reached by, a line each.
links_to() {
  local at='' rest=${1#/}/ part to turns=0
  while [[ $rest == */* ]]; do
    part=${rest%%/*} rest=${rest#*/}
    if [[ -z $part || $part == . ]]; then continue; fi
    at+=/$part
    if [[ ! -L $at ]]; then continue; fi
    if ((++turns > 40)); then return 0; fi
    if [[ $top/ != "$at"/* ]]; then printf '%s\n' "$at"; fi
    to=$(readlink -- "$at")
    if [[ $to != /* ]]; then to=${at%/*}/$to; fi
    rest=${to#/}/$rest at=''
  done
}

# inside PATH: its place in the checkout, `.` for the uppermost directory; nothing where it lies outside.
inside() {
  local place root
  for root in "$top" "$(cd -- "$top" && pwd -P)"; do
    if [[ $1 == "$root" ]]; then printf .; return; fi
    place=${1#"$root"/}
    if [[ $place != "$1" ]]; then printf '%s' "$place"; return; fi
  done
}

# changed_below: when the paths of standard input, each ended by a NUL, or what lies below them was changed. A clone that git does
# not know is told as one path; what is git's own there nobody reads. Fails where that takes too long.
changed_below() {
  sed -z 's,^,./,' | xargs -0 -r sh -c 'timeout -k 1 4 find "$@" -name .git -prune -o -printf "%C@\n" 2>/dev/null || test $? = 1 || exit 255' find |
    cut -d . -f 1
}

# times_of PATH: when that, or what lies below it, was changed, in whole seconds, a line each; of what git knows nothing.
times_of() {
  local place
  place=$(inside "$1")
  if [[ -d $1 && ($place == . || (-n $place && $(is_tracked "$place" && printf yes))) ]]; then
    if [[ $place == . ]]; then place=''; fi
    checkout_git ls-files -z --others --full-name -- ":(top${place:+,literal})$place" |
      (cd -- "$top" && changed_below)
  elif [[ -d $1 ]]; then
    timeout -k 1 4 find "$1" -printf '%C@\n' | cut -d . -f 1
  elif [[ -f $1 ]] && { [[ -z $place ]] || ! is_tracked "$place"; }; then
    stat -c %Z -- "$1"
  fi
}

# newest PATH: when it was changed last that git does not know: a link that leads there, it, or something below it.
newest() {
  local link place times
  times=$(times_of "$2") || {
    printf '?'
    return 0
  }
  {
    printf '%s\n' "$times"
    links_to "$1" | while IFS= read -r link; do
      place=$(inside "$link")
      if [[ -z $place ]] || ! is_tracked "$place"; then stat -c %Z -- "$link"; fi
    done
  } | sort -n | tail -n 1
}

# tell_input KIND PATH UNTIL: `KIND TIME PATH PLACE`, with tabs between: TIME is `?` where nobody can tell in time, or once
# this shell is older than UNTIL seconds; PLACE is where links lead, in the checkout. Nothing where git knows all of it.
tell_input() {
  local real='' time='?' place
  if is_of_host "$2" || ! real=$(realpath -e -- "$2" 2>/dev/null) || is_of_host "$real"; then return 0; fi
  place=$(inside "$real")
  if [[ $place == "$(inside "$2")" ]]; then place=''; fi
  if ((SECONDS < $3)); then time=$(ask_disk "$2" newest "$2" "$real") || time='?'; fi
  if [[ -n $time$place ]]; then printf '%s\t%s\t%s\t%s\n' "$1" "${time:-0}" "$2" "$place"; fi
}
