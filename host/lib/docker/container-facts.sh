# What queries/detect.sh tells of the project's containers, images and networks.
# needs: docker/former-images docker/projects
# gives: container_facts
# reads: PROJECT

# By .ID, the field's name: by .Id Docker falls back to bare JSON, where .State.Health may not be.
CONTAINER='{"id":{{json .ID}},"image":{{json .Image}},"reference":{{json .Config.Image}},"status":{{json .State.Status}},"health":{{if .State.Health}}{{json .State.Health.Status}}{{else}}null{{end}},"exitCode":{{.State.ExitCode}},"oomKilled":{{.State.OOMKilled}},"created":{{json .Created}},"started":{{json .State.StartedAt}},"restarts":{{.RestartCount}},"labels":{{json .Config.Labels}},"networks":{{json .NetworkSettings.Networks}},"networkMode":{{json .HostConfig.NetworkMode}},"pidMode":{{json .HostConfig.PidMode}},"ipcMode":{{json .HostConfig.IpcMode}},"volumesFrom":{{json .HostConfig.VolumesFrom}},"restartPolicy":{{json .HostConfig.RestartPolicy.Name}},"mounts":{{json .Mounts}}}'

container_facts() {
  local -a ids images
  mapfile -t ids < <(containers_in "$PROJECT")
  if ((${#ids[@]})); then
    { docker inspect -f "$CONTAINER" "${ids[@]}" || true; } | fact containers
    mapfile -t images < <(docker inspect -f '{{.Image}}' "${ids[@]}" | sort -u)
    if ((${#images[@]})); then
      { docker image inspect -f '{{.Id}} {{.Size}} {{.Created}} {{if .Config.Labels}}{{index .Config.Labels "org.opencontainers.image.revision"}}{{end}}' "${images[@]}" 2>/dev/null || true; } | fact sizes
      former_images | fact images.former
      # A name that a pull has given tells no time.
      { docker image inspect -f '{{.Id}} {{.Metadata.LastTagTime}}' "${images[@]}" 2>/dev/null || true; } | fact tagged
    fi
  fi
  { docker network ls --filter "label=com.docker.compose.project=$PROJECT" --format '{{.Name}}' || true; } | fact networks
  { docker image ls --filter "reference=chronos-rollback/$PROJECT-*" --format '{{.Repository}}:{{.Tag}}' || true; } | fact pins
}
