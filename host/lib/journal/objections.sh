# What forbids that a release is deployed: a rollback at work, or a hold.
# needs: journal/journal journal/lease journal/holds git/checkout settings/comes-up-as
# gives: objection remark_on
# reads: STATE

# A line without what could fake one or colour a terminal.
printable() { printf '%s' "${1//[[:cntrl:]]/ }"; }

# of_hold FILE COMMIT: a hold that cannot be read holds everything: somebody put it there.
of_hold() {
  local file=$1 id=${1##*/} mode commit number since who why what
  mode=$(hold_entry "$file" mode) commit=$(hold_entry "$file" commit) since=$(hold_entry "$file" since)
  number=$(hold_entry "$file" release) who=$(hold_entry "$file" operator) why=$(hold_entry "$file" reason)
  case $mode in
    none) return 0 ;;
    all) what="rollback $id holds every deployment" ;;
    release)
      what="rollback $id holds release ${commit:0:12}"
      if [[ ! $commit =~ ^[0-9a-f]{40}$ ]]; then
        what="the hold of rollback $id cannot be read, so it holds every deployment"
      elif [[ $commit != "$2" ]]; then
        return 0
      elif [[ -n $number ]]; then
        if ! comes_up_as "$number"; then return 0; fi
        what="rollback $id holds release #$number"
      fi
      ;;
    *) what="the hold of rollback $id cannot be read, so it holds every deployment" ;;
  esac
  printf '%s\n' "$(printable "$what: ${why:-no reason given} (${who:-unknown}, since ${since:-unknown}); to release it: ./rollback release $id, or rm $(printf %q "$file")")"
}

# objection COMMIT: why it must not be deployed now, in one line; nothing where nothing forbids it.
objection() {
  local file found
  if read_lease && lease_is_live && [[ ${LEASE[rollback]} != "${CHRONOS_ROLLBACK_ID-}" ]]; then
    printf '%s' "$(printable "$(leaseholder); it ends by itself at ${LEASE[until]} at the latest")"
    return 0
  fi
  # A deploy script that a rollback runs as a step of its own does what that rollback wants.
  if [[ -n ${CHRONOS_ROLLBACK_ID-} ]]; then return 0; fi
  found=$(for file in "$STATE"/holds/*; do
    if [[ ${file##*/} =~ ^r-[0-9a-f]{8}$ ]]; then of_hold "$file" "$1"; fi
  done)
  printf '%s' "${found%%$'\n'*}"
}

# remark_on COMMIT: that it comes after a release that is held, in one line; nothing where it does not. A hold lets it through.
remark_on() {
  local file held
  if [[ -n ${CHRONOS_ROLLBACK_ID-} ]]; then return 0; fi
  for file in "$STATE"/holds/*; do
    if [[ ! ${file##*/} =~ ^r-[0-9a-f]{8}$ || $(hold_entry "$file" mode) != release ]]; then continue; fi
    held=$(hold_entry "$file" commit)
    if [[ $held =~ ^[0-9a-f]{40}$ && $held != "$1" ]] && checkout_git merge-base --is-ancestor "$held" "$1" 2>/dev/null; then
      printf '%s' "$(printable "${1:0:12} comes after ${held:0:12}, which rollback ${file##*/} holds: a hold is $HOLD_MEANS")"
      return 0
    fi
  done
}
