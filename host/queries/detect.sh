# Collects the facts about the deployment. Reads only. Prints a line a fact: its name and its text in base64.
# needs: patience git/checkout git/unfiltered git/lock facts docker/engine-facts docker/projects docker/container-facts docker/file-facts docker/link-facts
# needs: docker/reclaimable postgres/retained-sizes git/short-hashes journal/remembered journal/hold-readers docker/updaters postgres/database-facts settings/settings-touched
# reads: DEPLOY_SCRIPT DIRECTORY PROJECT STATE STATES WANTED
look

say() { printf '%s' "$2" | fact "$1"; }

say host "$(uname -n)"
say user "$(id -un 2>/dev/null || true)"
say clock "$(now)"

missing=()
for tool in git "$RUNTIME" curl flock timeout iconv awk tar; do
  type -P "$tool" >/dev/null || missing+=("$tool")
done
say missing "${missing[*]-}"
# What hangs tells no version, and is named by what is asked of it next.
for tool in git curl; do
  if type -P "$tool" >/dev/null; then
    printf '%s %s\n' "$tool" "$({ timeout -k 1 2 "$tool" --version 2>/dev/null || true; } | grep -oEm 1 '[0-9]+(\.[0-9]+)+' || true)"
  fi
done | fact versions
lacks() { [[ " ${missing[*]-} " == *" $1 "* ]]; }

physical() { cd -- "$1" && pwd -P; }
here=$(ask_disk "directory $DIRECTORY" physical "$DIRECTORY" || true)
if [[ -n $here ]]; then say directory "$here"; fi
if [[ -n $here && -f $here/$DEPLOY_SCRIPT && -x $here/$DEPLOY_SCRIPT ]]; then say deploy.script yes; fi

# Git may know HEAD and yet not read its index: its words are a fact, and all that comes after is told.
tell_modified() {
  local status=0
  modified_unfiltered 2>/dev/null | fact git.modified || status=$?
  if gave_up "$status"; then
    say git.error "git status has not answered within $PATIENCE s"
  elif ((status)); then
    say git.error "$(modified_unfiltered 2>&1 >/dev/null || true)"
  fi
}

# What git has begun in the checkout and not ended, by the word that ends it; `conflict` where only its traces are left.
unfinished() {
  local directory
  directory=$(checkout_git rev-parse --absolute-git-dir) || return 0
  if [[ -e $directory/MERGE_HEAD ]]; then
    echo merge
  elif [[ -e $directory/rebase-apply/applying ]]; then
    echo am
  elif [[ -e $directory/rebase-merge || -e $directory/rebase-apply ]]; then
    echo rebase
  elif [[ -e $directory/CHERRY_PICK_HEAD ]]; then
    echo cherry-pick
  elif [[ -e $directory/REVERT_HEAD ]]; then
    echo revert
  elif [[ -n $(checkout_git ls-files --unmerged | head -c 1) ]]; then
    echo conflict
  fi
}

if [[ -n $here ]] && ! lacks git; then
  if head=$(local_commit HEAD); then
    say git.head "$head"
    say git.branch "$(branch_of)"
    tell_modified
    reflog=$(checkout_git reflog show --date=iso-strict --format='%H %gd' -n 100 HEAD -- || true)
    cut -d ' ' -f 1 <<<"$reflog" | fact git.reflog
    sed -E 's/HEAD@\{(.*)\}/\1/' <<<"$reflog" | fact git.moves
    { named_commits || true; } | fact git.releases
    hold_readers | fact hold.readers
    say git.lock "$(index_lock)"
    say git.unfinished "$(unfinished)"
    say git.shallow "$(checkout_git rev-parse --is-shallow-repository || true)"
    say git.bare "$(checkout_git rev-parse --is-bare-repository || true)"
    as_owner
    for path in "$here" "$(checkout_git rev-parse --absolute-git-dir)" "$(checkout_git rev-parse --path-format=absolute --git-path objects)"; do
      why=$(barred "$path" "${as[@]}")
      if [[ -n $why ]]; then
        say unwritable "checkout $why"
        break
      fi
    done
  else
    say git.error "$head"
    head=''
  fi
fi

# The commit that was asked for; what the checkout does not know is looked up at its remote.
if [[ -n ${head-} && -n $WANTED ]]; then
  if commit=$(local_commit "$WANTED"); then
    say commit "$commit"
  elif [[ $commit == *ambiguous* ]]; then
    say commit.ambiguous "$commit"
  elif fetch_aside "$WANTED"; then
    say commit "$aside"
    say commit.remote yes
  fi
fi

if ! lacks "$RUNTIME"; then engine_facts; fi

if [[ -n ${version-} ]]; then
  mapfile -t projects < <(projects_in "$DIRECTORY" "${here:-$DIRECTORY}")
  if [[ -z ${projects[*]-}${PROJECT-} ]]; then mapfile -t projects < <(remembered_projects "$DIRECTORY" "${here:-$DIRECTORY}"); fi
  say projects "${projects[*]-}"
  PROJECT=${PROJECT:-${projects[0]-}}
fi

if ! lacks "$RUNTIME"; then compose_facts; fi

STATE=${STATE:-$STATES/${PROJECT:-$(basename "$DIRECTORY")}}
state_facts
if [[ -n ${head-} && -r $STATE/deployments.jsonl ]]; then short_hashes "$STATE/deployments.jsonl" | fact deployments.short; fi
settings_touched | fact settings.touched

if [[ -n ${PROJECT-} && -n ${version-} ]]; then
  container_facts
  if [[ -n $here ]]; then file_facts; fi
  link_facts
  probe_facts
  database_facts
  updaters | fact updaters
  if [[ -n $here ]]; then
    units_of "$here" "$PROJECT" /etc/systemd/system /run/systemd/system /usr/local/lib/systemd/system /usr/lib/systemd/system | fact units
  fi
fi

# The disks of the checkout, of the state directory and of Docker, where that is this host's.
disks=$(
  if [[ -n $here ]]; then disk_space checkout "$here"; fi
  disk_space state "$(nearest "$STATE")"
  if [[ -n ${version-} ]]; then disk_space "$RUNTIME" "$(engine_directory || true)"; fi
)
say disk "$disks"
# Of one that is full, with less than 200 MiB, what can be had again.
if [[ -n ${version-} ]] && awk '$5 < 200 * 1024 { full = 1 } END { exit !full }' <<<"$disks"; then
  {
    reclaimable_of_runtime
    if [[ -n ${PROJECT-} ]]; then retained_sizes; fi
  } | fact freeable
fi
