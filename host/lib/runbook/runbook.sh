# BY-HAND.txt in the state directory: what a person types where nothing but bash, Docker and git can be had. For this deployment
# and its last two releases, as they are when a step has ended or a release is on record.
# needs: runbook/release runbook/release-before docker/runbook-lines postgres/runbook-lines git/checkout patience secrets share
# gives: leave_runbook section
# reads: DATABASE_SERVICE DIRECTORY HEALTH PROJECT STATE

RUNBOOK_NUMBER=0
# section TITLE SENTENCE…: begins one; the sentences are what to know before.
section() {
  RUNBOOK_NUMBER=$((RUNBOOK_NUMBER + 1))
  printf '\n# == %s. %s\n' "$RUNBOOK_NUMBER" "$1"
  shift
  if (($#)); then printf '# %s\n' "$@"; fi
}
# is_secret_text TEXT: whether something in it is secret.
is_secret_text() { [[ $(redact "$1") != "$1" ]]; }
# Sets `called` to how one speaks of the release that was read last.
find_called() {
  called=${release[commit]:-'of an unknown commit'}
  if [[ $called =~ ^0+$ ]]; then called='of an unknown commit'; fi
  called="${release[number]:+#${release[number]} }$called${release[name]:+ ${release[name]}}${release[subject]:+ \"${release[subject]}\"}"
  called=$(redact "${called//[[:cntrl:]]/ }")
}

# Whether the release that was read last is checked out, and each of its services has its image.
release_runs() {
  local service
  if [[ $head != "${release[commit]-}" ]] || ((${#releases_services[@]} == 0)); then return 1; fi
  for service in "${releases_services[@]}"; do
    if [[ -z ${image_in[$service]} || ${runs_by[$service]-} != "${image_in[$service]}" ]]; then return 1; fi
  done
}
# Variables that are secret do not stand in a file: they leave `variables_in`, and are named.
hide_variables() {
  local pair
  local -a shown=()
  for pair in "${variables_in[@]}"; do
    if [[ $pair =~ ^([^=]*)= && ${BASH_REMATCH[1],,} =~ $SECRET_NAMES ]] || is_secret_text "$pair"; then
      remarks+=("${pair%%=*} is secret and does not stand here. Type first: export ${pair%%=*}=… with its value.")
    else
      shown+=("$pair")
    fi
  done
  variables_in=("${shown[@]}")
}
# Sets `git` to git as it is typed, by the owner of the checkout.
find_git() {
  local typed
  local -a as
  as_owner
  words_typed "${as[@]}" git
  git=$typed
}

# How the release that was read last comes up; HERE are the images on this host.
release_lines() {
  local service typed
  local -a coming=()
  there_lines
  if [[ ${release[commit]-} =~ ^[0-9a-f]{40}$ && ! ${release[commit]} =~ ^0+$ ]]; then
    # shellcheck disable=SC2016 # said
    printf '# Local edits go aside; `%s stash pop` brings them back.\n%s stash push\n%s checkout --detach %s\n' "$git" "$git" "$git" "${release[commit]}"
  fi
  if ((${#release[files]} == 0)); then printf '# Which Compose files it has is not known.\n'; fi
  tag_lines "$1"
  for service in "${releases_services[@]}"; do
    if [[ -n ${once_in[$service]-} || -n ${ended_by[$service]-} ]]; then
      printf '# %s does its work once and ends. Where that is needed:\n# ' "$service"
      up_line --no-deps -- "$service"
    else
      coming+=("$service")
    fi
  done
  if ((${#coming[@]})); then up_line --no-deps --force-recreate -- "${coming[@]}"; fi
  connect_lines
  if [[ -x $STATE/checkpoint ]]; then
    words_typed "$STATE/checkpoint"
    printf '# Then put it on record:\n%s after\n' "$typed"
  fi
}

look_lines() {
  local probe url
  there_lines
  containers_line
  printf "%s log -1 --format='%%H %%s'\n" "$git"
  while IFS= read -r probe; do
    if [[ -z $probe ]]; then continue; fi
    url=${probe#*=}
    if is_secret_text "$url"; then
      printf '# %s has a secret in its address, which does not stand here.\n' "${probe%%=*}"
    else
      printf '# %s:\n' "${probe%%=*}"
      probe_line "$url"
    fi
  done <<<"${HEALTH-}"
  if [[ -n ${DATABASE_SERVICE-} ]]; then ask_database_line; fi
}

down_and_up_lines() {
  local service nameless
  local -a coming=()
  for service in "${seen_services[@]}"; do
    if [[ -z ${ended_by[$service]-} ]]; then coming+=("$service"); fi
  done
  there_lines
  if nameless=$(has_nameless); then
    printf '# %s has data in a volume without a name: new containers would not find it. So they are stopped and started.\n' "$nameless"
    stop_line "${coming[@]}"
    start_line "${coming[@]}"
    return
  fi
  tag_lines "$1"
  down_line
  up_line -- "${coming[@]}"
  connect_lines
}

# runbook BY TEXT BESIDE: the whole of it. TEXT is the release that a step was to bring, or that is on record as the newest; BESIDE is
# the one beside it, or nothing.
runbook() {
  local by=$1 text=$2 beside=${3-} one head runs='' stamp images git called composed
  local -a services=() ids=()
  stamp=$(now) stamp=${stamp//[!0-9]/} stamp=${stamp:0:14}
  head=$(local_commit HEAD 2>/dev/null || true)
  printf '# BY HAND: %s in %s, on %s\n' "$PROJECT" "$DIRECTORY" "$(uname -n)"
  printf '# Written %s by %s. It is of that moment: a deployment since then has other images.\n' "$(now)" "$by"
  printf '%s\n' '# It needs bash, Docker and git, and nothing else. Paste one section as a whole, never the whole file.' \
    '# No line removes a volume or a database. Passwords are not needed.' \
    "case \$0 in *BY-HAND.txt) echo 'Paste one section, not the whole file.'; exit 1 ;; esac"
  read_release "$text"
  find_git
  if [[ -z $beside ]]; then beside=$(release_before); fi
  images=$({ sed -nE 's/^image [^ ]+ (sha256:[0-9a-f]+) .*/\1/p' <<<"$text"$'\n'"$beside"; } | sort -u)
  if [[ -n $images ]]; then mapfile -t ids <<<"$images"; fi
  if ! see_containers; then printf '# Docker did not answer when this was written: names of containers are missing here.\n'; else images=$(see_images "${ids[@]}"); fi
  services=("${releases_services[@]}")

  section 'LOOK: what runs, and whether it is well'
  look_lines
  for one in "$text" "$beside"; do
    if [[ -z $one ]]; then
      section 'THE RELEASE BEFORE: not known' 'No release before this one is on record. What was checked out, and which images are here:'
      there_lines
      printf '%s reflog -n 20\n' "$git"
      images_line
      continue
    fi
    read_release "$one"
    hide_variables
    find_call
    find_called
    if release_runs; then
      runs=$one
      section "RELEASE $called" 'It ran when this was written.' "${remarks[@]}"
    else
      section "RELEASE $called" 'It did not run, or not all of it, when this was written.' "${remarks[@]}"
    fi
    release_lines "$images"
  done
  read_release "${runs:-$text}"
  hide_variables
  find_call
  section 'RESTART ONE SERVICE: one of these lines'
  there_lines
  restart_lines
  section 'DOWN AND UP: everything, and the networks' 'The deployment is away meanwhile.'
  down_and_up_lines "$images"
  if [[ -n ${DATABASE_SERVICE-} ]]; then database_lines "$stamp" "${services[@]}"; fi
  printf '\n# End.\n'
}

# leave_runbook BY TEXT [BESIDE]: writes it, whole or not at all. Fails where it cannot be written.
leave_runbook() (
  keep_patience 5
  text=$(runbook "$@" 2>/dev/null) && { (umask 077 && put "$STATE/BY-HAND.txt" printf '%s\n' "$text") && share "$STATE/BY-HAND.txt"; } 2>/dev/null
)
