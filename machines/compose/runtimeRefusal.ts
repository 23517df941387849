import type { Facts } from '../model/facts';
import { type Refusal, refuse } from '../model/refusal';

/** How a call of Compose is named that does not answer. */
const COMPOSE = /^docker[- ]compose$/;

/** Whether what does not answer, by its name, is a call of Compose. */
export const isComposeCall = (name: string): boolean => COMPOSE.test(name);

/** Whether what does not answer, by its name, is a call of Docker or Compose. */
export const isRuntimeCall = (name: string): boolean => /^(docker|docker-compose)( |$)/.test(name);

/** Why the containers cannot be looked at, or brought up. */
export const runtimeRefusal = (facts: Facts): Refusal | undefined =>
  engineRefusal(facts) ?? composeRefusal(facts);

/** Why the containers cannot be looked at. */
export function engineRefusal({ docker, user }: Facts): Refusal | undefined {
  const { endpoint, version, error = 'no answer', group } = docker;
  if (endpoint && !endpoint.startsWith('unix://')) return remoteRefusal(endpoint);
  const got = `${endpoint}: ${error.trim().split('\n').at(-1)}`;
  if (!version && /permission denied/i.test(error)) {
    return refuse(
      'docker.no-rights',
      `${user} has no rights on the Docker socket`,
      group && group !== 'root' ? [{ do: 'join-group', group, user }, ', then log in anew'] : 'run as root',
      { got, accepts: group ? `root, or a user in the group ${group}` : 'a user who may use Docker' },
    );
  }
  if (!version) {
    return refuse(
      'docker.unreachable',
      'Docker cannot be reached',
      { do: 'look', at: 'docker', of: endpoint },
      { got, accepts: 'a Docker daemon that answers within 10 s' },
    );
  }
  if (docker.error) {
    return refuse(
      'docker.unreadable',
      'what Docker tells cannot be read',
      { do: 'look', at: 'containers', of: endpoint },
      { got, accepts: 'what docker inspect prints' },
    );
  }
  return undefined;
}

/** What is looked at and changed beside the containers is on this host: checkout, files that are mounted, disks. */
const remoteRefusal = (endpoint: string): Refusal =>
  refuse(
    'docker.remote',
    'Docker is that of another host, and checkout and files are looked at on this one',
    'type it on the host of the deployment; or have Docker be that of this one: unset DOCKER_HOST DOCKER_CONTEXT; docker context use default',
    { got: endpoint, accepts: 'the Docker of this host: unix:///var/run/docker.sock or another socket' },
  );

/** Why containers cannot be created from a definition. */
function composeRefusal({ compose, silent }: Facts): Refusal | undefined {
  if (compose.v1 || compose.v2 || silent.some(isComposeCall)) return undefined;
  return refuse(
    'docker.no-compose',
    'the host has no Docker Compose',
    'install the Compose plugin of Docker',
    {
      accepts: 'docker compose, or a docker-compose that is v2 or 1.29',
    },
  );
}
