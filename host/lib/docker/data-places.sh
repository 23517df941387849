# Whether what is to hold a database's data is there.
# needs: docker/time-limit postgres/data-directory
# gives: data_place no_data_at
# reads: DATA_PLACES

# data_place PLACE (name or directory, a colon, its place in the container): there, empty, gone, or unknown where nobody can
# look into it from here. A container that is made on what is gone or empty has a new, empty database.
data_place() {
  local source=${1%:*} directory driver device said
  if [[ $source == /* ]]; then
    if [[ ! -d $source ]]; then
      echo gone
      return
    fi
    directory=$source
  else
    if ! said=$(docker volume inspect -f '{{.Driver}}{{"\t"}}{{.Mountpoint}}{{"\t"}}{{with .Options}}{{.device}}{{end}}' "$source" 2>/dev/null); then
      echo gone
      return
    fi
    IFS=$'\t' read -r driver directory device <<<"$said"
    # What is mounted when a container is made cannot be looked into before.
    if [[ $device == /* && -d $device ]]; then directory=$device; elif [[ -n ${device#<no value>} ]]; then driver=other; fi
    if [[ $driver != local ]]; then
      echo unknown
      return
    fi
  fi
  if [[ ! -d $directory || ! -r $directory || ! -x $directory ]]; then
    echo unknown
  elif has_cluster "$directory"; then
    echo there
  else
    echo empty
  fi
}

# no_data_at: the first of DATA_PLACES, a line each, that is gone or empty; nothing where there is none.
no_data_at() {
  local place
  while IFS= read -r place; do
    if [[ -n $place && $(data_place "$place") == @(gone|empty) ]]; then
      printf '%s' "${place%:*}"
      return
    fi
  done <<<"${DATA_PLACES-}"
}
