# The checkout, by git.

# Sets `as` to what runs a command as the owner of the checkout, who alone git trusts there, with that
# user's own settings; to nothing where that is us already, or cannot be.
as_owner() {
  local owner group home groups=--clear-groups
  as=()
  read -r owner group < <(stat -c '%u %g' "$DIRECTORY")
  if ((EUID != 0 || owner == 0)); then return; fi
  if home=$(getent passwd "$owner" | cut -d: -f6); then groups=--init-groups; fi
  as=(setpriv --reuid "$owner" --regid "$group" "$groups" env -u XDG_CONFIG_HOME "HOME=${home:-/nonexistent}")
}

# Git as the owner. Off is what would run other programs, leave something running behind, or write where
# only reading was asked.
checkout_git() {
  local -a as
  as_owner
  patiently git "${as[@]}" git -c core.hooksPath=/dev/null -c core.fsmonitor=false -c advice.detachedHead=false \
    -c gc.auto=0 -c maintenance.auto=false -c log.showSignature=false -C "$DIRECTORY" "$@"
}

# The full hash of a commit that the checkout has. On failure it prints what git says instead.
local_commit() {
  local hash
  if hash=$(checkout_git rev-parse --verify --end-of-options "$1^{commit}" 2>/dev/null); then
    printf '%s' "$hash"
  else
    checkout_git rev-parse --verify --end-of-options "$1^{commit}" 2>&1
  fi
}

# Paths of tracked files that differ from HEAD, each ended by a NUL. Unlike `git diff`, which writes the
# index anew when a file was only touched, this changes nothing.
modified_files() {
  checkout_git -c status.relativePaths=false status --porcelain=v1 -z --no-renames --untracked-files=no "$@" |
    cut -z -c 4-
}

# The remote that the deployment comes from: the branch's own, else origin, else the first.
remote_of() {
  local branch remote
  branch=$(checkout_git symbolic-ref -q --short HEAD || true)
  remote=$(checkout_git config "branch.$branch.remote" || true)
  if [[ -z $remote || $remote == . ]]; then
    remote=$(checkout_git remote | sort | awk 'NR == 1 || $0 == "origin" { chosen = $0 } END { print chosen }')
  fi
  printf '%s' "$remote"
}

# git fetch or ls-remote that asks nobody anything, gives a silent remote up, and leaves submodules alone.
remote_git() {
  local ssh
  ssh=${GIT_SSH_COMMAND:-$(checkout_git config core.sshCommand || printf ssh)}
  GIT_SSH_COMMAND="$ssh -o BatchMode=yes -o ConnectTimeout=10" \
    checkout_git -c http.lowSpeedLimit=1 -c http.lowSpeedTime=15 -c fetch.recurseSubmodules=false "$@"
}

# Looks a commit up at the remote, its objects going to a directory aside: no ref and no file of the
# checkout changes. From here on git sees them too. Sets `aside` to its full hash.
fetch_aside() {
  local objects remote
  remote=$(remote_of)
  if [[ -z $remote ]]; then return 1; fi
  objects=$(checkout_git rev-parse --path-format=absolute --git-path objects)
  quarantine=$(mktemp -d)
  trap 'rm -rf "$quarantine"' EXIT
  chown --reference="$DIRECTORY" "$quarantine"
  export GIT_OBJECT_DIRECTORY=$quarantine GIT_ALTERNATE_OBJECT_DIRECTORIES=$objects
  PATIENCE=${PATIENCE:+60} remote_git fetch --quiet --dry-run --no-write-fetch-head "$remote" \
    '+refs/heads/*:refs/remotes/aside/*' '+refs/tags/*:refs/tags/*' 2>/dev/null || return 1
  if aside=$(local_commit "$1"); then return 0; fi
  aside=$(remote_git ls-remote "$remote" "refs/tags/$1^{}" "refs/tags/$1" "refs/heads/$1" | sort -k2r | cut -f1 | head -n 1)
  [[ -n $aside ]] && aside=$(local_commit "$aside")
}
