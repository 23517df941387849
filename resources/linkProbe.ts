import * as docker from '@pulumi/docker';
import type * as pulumi from '@pulumi/pulumi';

/** Tries for at most about 30 s; each HTTP client that an image may have, the lightest first. */
const PROBE = `
try() {
  if command -v curl >/dev/null; then curl -fsS -o /dev/null -m 5 "$1"
  elif command -v wget >/dev/null; then wget -q -T 5 -O /dev/null "$1"
  elif command -v node >/dev/null; then node -e 'fetch(process.argv[1], { signal: AbortSignal.timeout(5000) }).then((r) => process.exit(r.ok ? 0 : 22), (e) => { console.error(String(e.cause ?? e)); process.exit(7) })' "$1"
  elif command -v python3 >/dev/null; then python3 -c 'import sys, urllib.request; urllib.request.urlopen(sys.argv[1], timeout=5)' "$1"
  else
    rest=\${1#*://} at=\${rest%%/*} path=/
    case $rest in */*) path=/\${rest#*/} ;; esac
    case $at in *:*) ;; *) at=$at:80 ;; esac
    timeout 5 bash -c 'exec 3<>"/dev/tcp/\${0%%:*}/\${0##*:}" && printf "GET %s HTTP/1.0\\r\\nHost: %s\\r\\n\\r\\n" "$1" "$0" >&3 && read -r _ code _ <&3 && [[ $code == [23]* ]]' "$at" "$path"
  fi
}
for _ in 1 2 3 4 5; do try "$1" && exit 0; code=$?; sleep 1; done
exit "$code"
`;

export interface LinkProbeArgs {
  /** The service whose link is probed, and the URL that it must reach. */
  readonly service: string;
  readonly url: string;
  /** Image id to probe from; it has `sh` and an HTTP client. */
  readonly image: pulumi.Input<string>;
  readonly network: string;
  readonly project: string;
  readonly rollback: string;
}

/**
 * A container that runs once inside the deployment's network and calls a service from there. It
 * stays, stopped, with its log as evidence, until a later rollback replaces it.
 */
export class LinkProbe {
  readonly container: docker.Container;
  /** 0 when the link was answered well. */
  readonly exitCode: pulumi.Output<number>;

  constructor(
    { service, url, image, network, project, rollback }: LinkProbeArgs,
    options: pulumi.CustomResourceOptions,
  ) {
    this.container = new docker.Container(
      `link-${service}`,
      {
        name: `${project}-link-${service}-${rollback}`,
        image,
        entrypoints: ['sh', '-c', PROBE, 'probe', url],
        networksAdvanced: [{ name: network }],
        labels: [
          { label: 'chronos-rollback.project', value: project },
          { label: 'chronos-rollback.id', value: rollback },
        ],
        attach: true,
        logs: true,
        mustRun: false,
        restart: 'no',
      },
      options,
    );
    this.exitCode = this.container.exitCode;
  }
}
