# What the deploy record keeps of how a release runs, beside its images.
# needs: docker/running-services docker/containers
# gives: surroundings
# reads: DATABASE_SERVICE

# How Compose has made what runs, in how many containers, and the database's image and volumes: fields of JSON, none of which
# are told where there is nothing. While everything is down nothing else does.
surroundings() {
  local labels files environments directory id service
  if labels=$(compose_labels); then
    IFS=$'\x1f' read -r files environments directory _ <<<"${labels//$'\t'/$'\x1f'}"
    printf ',"compose":{"directory":%s,"files":%s,"envFiles":%s}' "$(json_string "$directory")" "$(json_words "$files")" "$(json_words "$environments")"
  fi
  printf ',"containers":%s' "$(counts)"
  if [[ -z ${DATABASE_SERVICE-} ]] || ! id=$(container_of "$DATABASE_SERVICE") || [[ -z $id ]]; then return 0; fi
  printf ',"database":{"image":"%s","volumes":%s}' "$(image_of "$id")" "$(json_words "$(volumes_of "$id")" ' ')"
}
# json_words TEXT [SEPARATOR]: ["a","b",…] of what commas separate.
json_words() {
  local -a words=()
  IFS=${2:-,} read -ra words <<<"$1"
  json_array "${words[@]}"
}
# {"service":number,…} of `services`.
counts() {
  local service comma=''
  printf '{'
  for service in "${services[@]}"; do
    printf '%s%s:%s' "$comma" "$(json_string "$service")" "$(containers_of "$service" | wc -l)"
    comma=,
  done
  printf '}'
}
