# The names of images: what the Compose files ask for is what a name points to.
# needs: docker/time-limit
# gives: image_id reference_of give_name keep_meaning is_gone give_back
# reads: REFERENCES

image_id() { docker image inspect -f '{{.Id}}' "$1" 2>/dev/null; }

# The name by which the Compose files ask for a service's image, by REFERENCES (service=name …).
reference_of() {
  local pair
  for pair in $REFERENCES; do
    if [[ ${pair%%=*} == "$1" ]]; then printf '%s' "${pair#*=}"; fi
  done
}

# give_name SERVICE IMAGE: points the service's name to that image. A name by digest always means the
# same image and cannot be given to one. Where Docker does not do it, `refused` is what it says.
give_name() {
  local reference
  reference=$(reference_of "$1")
  if [[ -z $reference || $reference == *@* || $(image_id "$reference" || true) == "$2" ]]; then return 0; fi
  if refused=$(docker tag "$2" "$reference" 2>&1); then return 0; fi
  printf '%s\n' "$refused"
  refused=${refused##*$'\n'}
  return 1
}

# keep_meaning SERVICE FILE: writes down which image the service's name means now, `-` for none, unless it is on record.
keep_meaning() {
  local reference before
  reference=$(reference_of "$1")
  if [[ -z $reference || $reference == *@* ]] || cut -d ' ' -f 2- "$2" 2>/dev/null | grep -qxF -- "$reference"; then return 0; fi
  if ! before=$(image_id "$reference"); then
    is_gone "$reference" || return 1
    before=-
  fi
  put "$2" with_line "$2" "$before $reference"
}
with_line() {
  cat "$1" 2>/dev/null || true
  printf '%s\n' "$2"
}

# Whether Docker says that there is no such image; without an answer nobody knows.
is_gone() {
  local said
  said=$(docker image inspect "$1" 2>&1 >/dev/null || true)
  [[ ${said,,} == *'no such image'* ]]
}

# A build, a pull or a restart gives its image a name that the running image has: the name goes back, or what comes
# up by accident would be the new one. Who had it is on record in file $1, for a copy of us that was killed. A name that
# meant nothing means nothing again; its image stays by the name of ours that pins it.
give_back() {
  local before reference left=''
  if [[ ! -f $1 ]]; then return 0; fi
  while read -r before reference; do
    if [[ $before == - ]]; then
      if image_id "$reference" >/dev/null && ! docker image rm --no-prune "$reference" >/dev/null; then left=yes; fi
      continue
    fi
    if [[ $(image_id "$reference" || true) == "$before" ]] || docker tag "$before" "$reference"; then continue; fi
    if ! is_gone "$before"; then left=yes; fi
  done <"$1"
  if [[ -n $left ]]; then return 1; fi
  rm -f "$1"
}
