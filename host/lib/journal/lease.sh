# The lease: $STATE/lease, one line of JSON. Between two steps no process lives that could hold a lock, so
# the lease says who is at work on which rollback, and until when all others keep off. It is read and
# written under the lock only. A step that was killed leaves a lease that runs out by itself.
# gives: read_lease plain deployment_runs lease_is_live leaseholder write_lease own_lease renew_lease drop_lease
# gives: longest
# reads: HOLDER ROLLBACK STATE
GRACE=60
declare -A LEASE=()

# Reads the lease into LEASE. Without a lease, or with one that cannot be read, LEASE is empty and it fails.
read_lease() {
  local line text='"(([^"\\]|\\.)*)"' time='"([0-9]{4}-[0-9-]+T[0-9:.]+Z)"'
  LEASE=()
  line=$(head -c 10000 "$STATE/lease" 2>/dev/null | tr -d '\000\n') || return 1
  [[ $line =~ ^\{\"v\":1,\"rollback\":$text,\"holder\":$text,\"user\":$text,\"since\":$time,\"state\":$text,\"until\":$time\}$ ]] ||
    return 1
  LEASE=([rollback]=${BASH_REMATCH[1]} [holder]=${BASH_REMATCH[3]} [user]=${BASH_REMATCH[5]}
    [since]=${BASH_REMATCH[7]} [state]=${BASH_REMATCH[8]} [until]=${BASH_REMATCH[10]})
  plain rollback holder user state
}

# Turns fields of LEASE from JSON as json_string writes it into what they mean. Of the escapes there %b knows all but one.
plain() {
  local name
  for name in "$@"; do printf -v "LEASE[$name]" '%b' "${LEASE[$name]//\\\"/\\x22}"; done
}

# Whether the deployment's own script is at work: it holds this lock as long as it runs.
deployment_runs() {
  local status=0
  if [[ ! -e $STATE/deploy.lock ]]; then return 1; fi
  flock -ns -E 75 "$STATE/deploy.lock" true 2>/dev/null || status=$?
  ((status == 75))
}

lease_is_live() { [[ ${LEASE[until]-} > $(now) ]]; }

# Who has the lease, in words.
leaseholder() {
  printf '%s' "rollback ${LEASE[rollback]} is in the hands of ${LEASE[holder]} (${LEASE[user]}) since ${LEASE[since]}, in state ${LEASE[state]}"
}

# write_lease STATE SECONDS: what LEASE says, in that state and for that long from now.
write_lease() {
  local name text='' JSON
  LEASE[state]=$1 LEASE[until]=$(now "$(($2 + GRACE))")
  for name in rollback holder user since state until; do
    as_json "${LEASE[$name]}"
    text+=",\"$name\":$JSON"
  done
  (umask 022 && put "$STATE/lease" printf '{"v":1%s}\n' "$text") 2>/dev/null
}

# Reads the lease under which this rollback is worked on: the file, else what the journal says of whoever
# opened it last. Fails, with the reason in `taken`, when it is somebody else's by now.
own_lease() {
  local line text='"(([^"\\]|\\.)*)"'
  taken=''
  if read_lease && [[ ${LEASE[rollback]} != "$ROLLBACK" ]]; then
    if lease_is_live; then
      taken=$(leaseholder)
      return 1
    fi
    LEASE=()
  fi
  if [[ -z ${LEASE[rollback]-} ]]; then
    line=$(journaled '(attempt|resume)' | tail -n 1 | head -c 10000) || return 0
    [[ $line =~ \"operator\":$text,\"reason\":$text,\"holder\":$text ]] || return 0
    LEASE=([rollback]=$ROLLBACK [user]=${BASH_REMATCH[1]} [holder]=${BASH_REMATCH[5]} [since]=$(now) [state]='')
    plain user holder
  fi
  if [[ -n ${HOLDER-} && $HOLDER != "${LEASE[holder]}" ]]; then
    taken=$(leaseholder)
    return 1
  fi
}

# renew_lease STATE SECONDS, after own_lease.
renew_lease() { [[ -z ${LEASE[rollback]-} ]] || write_lease "$@"; }

# Ends the lease of this rollback.
drop_lease() {
  if read_lease && [[ ${LEASE[rollback]} != "$ROLLBACK" ]]; then return 0; fi
  rm -f "$STATE/lease" && sync "$STATE"
}

# The longest deadline of any step in seconds, from lines of the form step=seconds.
longest() { awk -F= '$2 + 0 > most { most = $2 + 0 } END { print most + 0 }'; }
