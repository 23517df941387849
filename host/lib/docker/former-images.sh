# What queries/detect.sh tells of images that are here and have no name any more: a pull or a build has given it to a newer one.
# gives: former_images

# How many are looked at, the newest ones.
FORMER_IMAGES=50

# former_images: `ID CREATED DIGESTS PROJECT SERVICE` of each, with tabs between, a line each: the digests by which registries know
# it, with spaces between; the project and the service that it was built for.
former_images() {
  local -a ids
  mapfile -t ids < <(docker image ls --filter dangling=true --no-trunc --quiet 2>/dev/null | awk '!seen[$0]++' | head -n "$FORMER_IMAGES" || true)
  if ((${#ids[@]} == 0)); then return 0; fi
  docker image inspect -f '{{.Id}}{{"\t"}}{{.Created}}{{"\t"}}{{range $i, $one := .RepoDigests}}{{if $i}} {{end}}{{$one}}{{end}}{{"\t"}}{{if .Config.Labels}}{{index .Config.Labels "com.docker.compose.project"}}{{"\t"}}{{index .Config.Labels "com.docker.compose.service"}}{{end}}' "${ids[@]}" 2>/dev/null || true
}
