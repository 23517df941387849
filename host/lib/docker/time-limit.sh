# The runtime is given up like all else that does not answer in time, see lib/patience.sh.
# needs: patience
# gives: limit_runtime

# From here on Docker and Compose have PATIENCE seconds a call. What `timeout` itself starts is not concerned.
limit_runtime() {
  docker() { patiently "docker $1" env docker "$@"; }
  docker-compose() { patiently docker-compose env docker-compose "$@"; }
}
