# Ending processes with all that they have started, found by /proc: there need not be a ps.
# gives: tick end_tree
declare -A TREE=()

# Sets `ticks` to hundredths of a second by a clock that nobody sets.
tick() {
  read -r ticks _ </proc/uptime
  ticks=${ticks/./}
}

# sweep SIGNAL ROOT [SPARED…]: signals all that descend from ROOT or are in its process group, but not
# ROOT when that is this script, and none of SPARED. What was seen once is found again although its parent
# is gone. `swept` is the number of those that live.
sweep() {
  local signal=$1 root=$2 file line pid above more=yes
  local -a fields
  local -A parent=() group=() start=() spared=()
  for pid in "${@:3}" "$BASHPID"; do spared[$pid]=yes; done
  for file in /proc/[0-9]*/stat; do
    { read -r line <"$file"; } 2>/dev/null || continue
    pid=${line%% *}
    read -ra fields <<<"${line##*) }"
    if [[ ${fields[0]} == [ZX] || -n ${spared[$pid]-} ]]; then continue; fi
    parent[$pid]=${fields[1]} group[$pid]=${fields[2]} start[$pid]=${fields[19]}
  done
  while [[ -n $more ]]; do
    more=''
    for pid in "${!start[@]}"; do
      if [[ -n ${TREE[$pid]-} || $pid == "$$" ]]; then continue; fi
      above=${parent[$pid]}
      if [[ $above == "$root" || ${TREE[$above]-none} == "${start[$above]-}" || ($root != "$$" && ${group[$pid]} == "$root") ]]; then
        TREE[$pid]=${start[$pid]} more=yes
      fi
    done
  done
  swept=0
  for pid in "${!TREE[@]}"; do
    if [[ ${start[$pid]-} != "${TREE[$pid]}" ]]; then continue; fi
    swept=$((swept + 1))
    kill "-$signal" "$pid" 2>/dev/null || true
  done
}

# end_tree ROOT [SPARED…]: politely, and after two seconds for good.
end_tree() {
  local swept ticks polite
  sweep TERM "$@"
  tick
  polite=$((ticks + 200))
  while ((swept > 0 && ticks < polite)); do
    pause 0.1
    sweep 0 "$@"
    tick
  done
  for _ in {1..20}; do
    if ((swept == 0)); then return 0; fi
    sweep KILL "$@"
    pause 0.05
  done
}
