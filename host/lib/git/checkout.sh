# The checkout, by git.
# needs: patience
# gives: as_owner checkout_git local_commit named_commits is_tracked modified_files branch_of remote_of remote_git fetch_aside
# reads: DIRECTORY

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

# The newest commits with their names and subjects, `hash names subject` a line, with tabs between.
named_commits() { checkout_git log -n 300 --exclude=refs/stash --all --format='%H%x09%D%x09%s'; }

# Whether git knows a file of the checkout, by its path from the uppermost directory.
is_tracked() { checkout_git ls-files --error-unmatch -- ":(top,literal)$1" >/dev/null 2>&1; }

# Paths of tracked files that differ from HEAD, each ended by a NUL. Unlike `git diff`, which writes the
# index anew when a file was only touched, this changes nothing.
modified_files() {
  checkout_git -c status.relativePaths=false status --porcelain=v1 -z --no-renames --untracked-files=no "$@" |
    cut -z -c 4-
}

# The name of the branch that is checked out, if one is; unlike git's own short form the same where a tag is called so, too.
branch_of() {
  local branch
  branch=$(checkout_git symbolic-ref -q HEAD || true)
  printf '%s' "${branch#refs/heads/}"
}

# The remote that the deployment comes from: the branch's own, else origin, else the first.
remote_of() {
  local branch remote
  branch=$(branch_of)
  remote=$(checkout_git config "branch.$branch.remote" || true)
  if [[ -z $remote || $remote == . ]]; then
    remote=$(checkout_git remote | sort | awk 'NR == 1 || $0 == "origin" { chosen = $0 } END { print chosen }')
  fi
  printf '%s' "$remote"
}

# What git is to answer a remote's question for a password with: credentials that stand in its address.
# shellcheck disable=SC2016 # expanded by git's shell
ANSWER='!answer() { if [ "$1" = get ]; then printf "username=%s\npassword=%s\n" "$CREDENTIAL_USER" "$CREDENTIAL_PASSWORD"; fi; }; answer'
decoded() {
  local text=${1//\\/\\\\}
  printf '%b' "${text//%/\\x}"
}

# git fetch or ls-remote of $remote that asks nobody anything, gives a silent remote up, and leaves submodules
# alone. Git hands the address to a helper on its command line, which everybody can read: without credentials.
remote_git() {
  local ssh url known configured
  configured=$(checkout_git config --get-all "remote.$remote.url" | head -n 1 || true)
  url=$(checkout_git ls-remote --get-url "$remote" || true)
  if [[ $url =~ ^(https?://)([^/@]*)@(.*)$ ]]; then
    known=${BASH_REMATCH[2]}:
    local -x CREDENTIAL_USER CREDENTIAL_PASSWORD GIT_CONFIG_COUNT=3 \
      GIT_CONFIG_KEY_0="url.${BASH_REMATCH[1]}${BASH_REMATCH[3]}.insteadOf" GIT_CONFIG_VALUE_0=$configured \
      GIT_CONFIG_KEY_1=credential.helper GIT_CONFIG_VALUE_1='' \
      GIT_CONFIG_KEY_2=credential.helper GIT_CONFIG_VALUE_2=$ANSWER
    CREDENTIAL_USER=$(decoded "${known%%:*}") known=${known#*:}
    CREDENTIAL_PASSWORD=$(decoded "${known%:}")
  fi
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
