# What there is to know of an engine that does not answer, where it is a unit of this host's systemd: its state, what it said
# last, and what becomes of containers when it is started again, by its own files.
# gives: engine_down_facts

# first_of FILE NAME: the text, or the word, that is the first value of that name in a file of JSON; nothing where there is none.
first_of() { { grep -aoE "\"$2\": ?(\"[^\"]*\"|[a-z]+)" -- "$1" 2>/dev/null || true; } | sed -nE '1{s/^"[^"]*": ?//; s/"//g; p}'; }

# engine_down_facts ENDPOINT
engine_down_facts() {
  local settings=${ENGINE_SETTINGS:-/etc/docker/daemon.json} root file directory name
  if [[ $1 != unix:///var/run/docker.sock && $1 != unix:///run/docker.sock ]]; then return 0; fi
  if type -P systemctl >/dev/null; then
    { timeout -k 1 5 systemctl status docker --no-pager -n 0 2>/dev/null || true; } | sed -nE 's/^ *Active: //p' | head -n 1 | fact docker.status
  fi
  if type -P journalctl >/dev/null; then
    { timeout -k 1 5 journalctl -u docker -n 40 --no-pager -q -o cat 2>/dev/null || true; } | tail -n 5 | cut -c1-300 | fact docker.journal
  fi
  root=$(first_of "$settings" data-root)
  if [[ ! -r ${root:=/var/lib/docker}/containers ]]; then return 0; fi
  say docker.liveRestore "$(first_of "$settings" live-restore)"
  for directory in "$root"/containers/*/; do
    file=$directory/config.v2.json
    if [[ ! -r $file || ! -r $directory/hostconfig.json ]]; then continue; fi
    name=$({ grep -aoE '"Name":"/[^"]*"' "$file" || true; } | sed -nE '1s/.*"\/(.*)"$/\1/p')
    printf '%s\t%s\t%s\t%s\n' "$name" "$({ grep -aoE '"RestartPolicy":\{"Name":"[a-z-]*"' "$directory/hostconfig.json" || true; } | sed -E 's/.*:"//; s/"//')" \
      "$(first_of "$file" Running)" "$(first_of "$file" HasBeenManuallyStopped)"
  done | fact docker.kept
}
