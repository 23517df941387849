# The names of images: what the Compose files ask for is what a name points to.
# needs: docker/time-limit
# gives: image_id reference_of give_name is_gone give_back
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
# same image and cannot be given to one.
give_name() {
  local reference
  reference=$(reference_of "$1")
  if [[ -z $reference || $reference == *@* || $(image_id "$reference" || true) == "$2" ]]; then return 0; fi
  docker tag "$2" "$reference"
}

# Whether Docker says that there is no such image; without an answer nobody knows.
is_gone() {
  local said
  said=$(docker image inspect "$1" 2>&1 >/dev/null || true)
  [[ ${said,,} == *'no such image'* ]]
}

# A build or a pull gives its image a name that the running image has: the name goes back, or what comes
# up by accident would be the new one. Who had it is on record in file $1, for a copy of us that was killed.
give_back() {
  local before reference left=''
  if [[ ! -f $1 ]]; then return 0; fi
  while read -r before reference; do
    if [[ $(image_id "$reference" || true) == "$before" ]] || docker tag "$before" "$reference"; then continue; fi
    if ! is_gone "$before"; then left=yes; fi
  done <"$1"
  if [[ -n $left ]]; then return 1; fi
  rm -f "$1"
}
