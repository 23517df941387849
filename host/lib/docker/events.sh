# What becomes of the project's containers, as it comes.
# gives: service_events
# reads: PROJECT

# service_events SINCE: a line for each time that a container gets a signal (kill), ends (die, stop), is started (start)
# or its health changes (health_status: …): when in nanoseconds, its service, and which of these. To be called in the
# background: it becomes Docker's own process.
service_events() {
  exec docker events --since "$1" --filter type=container --filter event=kill \
    --filter event=die --filter event=stop --filter event=start --filter event=health_status \
    --filter "label=com.docker.compose.project=$PROJECT" --filter label=com.docker.compose.oneoff=False \
    --format '{{.TimeNano}} {{index .Actor.Attributes "com.docker.compose.service"}} {{.Action}}'
}
