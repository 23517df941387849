# What of the runtime's takes room on its disk and can be had again, for a disk that is full.
# needs: docker/time-limit
# gives: reclaimable_of_runtime

# Bytes of sizes as Docker writes them, one a line, together: 1.5GB, 200kB.
bytes_of_sizes() {
  awk '{ n = $1; sub(/[A-Za-z].*/, "", n); u = $1; sub(/^[0-9.]*/, "", u); u = substr(u, 1, 1)
    sum += n * (u == "k" || u == "K" ? 1e3 : u == "M" ? 1e6 : u == "G" ? 1e9 : u == "T" ? 1e12 : 1) } END { printf "%.0f", sum }'
}

# KIND, BYTES and a name a line, with tabs between: the cache of builds, images without a name with their number, and the
# largest logs of containers with their files. One that takes long to tell is left out.
reclaimable_of_runtime() {
  local cache sizes path
  cache=$(timeout -k 1 8 docker system df --format '{{.Type}}{{"\t"}}{{.Reclaimable}}' 2>/dev/null | awk -F '\t' '$1 == "Build Cache" { print $2 }' | bytes_of_sizes || true)
  if [[ ${cache:-0} != 0 ]]; then printf 'build-cache\t%s\t\n' "$cache"; fi
  sizes=$(timeout -k 1 8 docker images -f dangling=true --format '{{.Size}}' 2>/dev/null || true)
  if [[ -n $sizes ]]; then printf 'dangling\t%s\t%s\n' "$(bytes_of_sizes <<<"$sizes")" "$(wc -l <<<"$sizes")"; fi
  { timeout -k 1 8 docker ps -aq 2>/dev/null | timeout -k 1 8 xargs -r docker inspect -f '{{.LogPath}}' 2>/dev/null || true; } | while read -r path; do
    if [[ -f $path ]]; then printf 'log\t%s\t%s\n' "$(stat -c %s -- "$path")" "$path"; fi
  done | awk -F '\t' '$2 > 10000000' | sort -t $'\t' -k 2,2nr | head -n 5
}
