import { images } from '../../support/host/deployment';
import type { Practice } from '../practice';
import { own, ownPort } from './parts';

/** Services in another one's network, or in the host's. */
export const NETWORKS: readonly Practice[] = [
  {
    title: "netns: the app lives in another service's network",
    files: (release, site) => ({
      'compose.yml': `services:\n  vpn:\n    image: ${site.image('v1')}\n    command: [node, -e, 'setInterval(() => 0, 1000)']\n    init: true\n    stop_grace_period: 1s\n    ports: ['127.0.0.1::8080']\n  app:\n    image: ${site.image(release)}\n    network_mode: service:vpn\n    stop_grace_period: 1s\n`,
    }),
    deployment: { appServices: ['app'], health: { app: 'http://app:8080/health' } },
  },
  {
    title: 'netns-alone: what belongs to the release is the service whose network another one uses',
    files: (release, site) => ({
      'compose.yml': `services:\n  vpn:\n    image: ${site.image(release)}\n    stop_grace_period: 1s\n    ports: ['127.0.0.1::8080']\n  app:\n    image: ${site.image('v1')}\n    command: [node, -e, 'setInterval(() => 0, 1000)']\n    init: true\n    network_mode: service:vpn\n    stop_grace_period: 1s\n`,
    }),
    deployment: { appServices: ['vpn'] },
  },
  {
    title: 'netns-database: the database lives in the network of a service that the release brings',
    files: (release, site) => ({
      'compose.yml': `services:\n  vpn:\n    image: ${site.image(release)}\n    stop_grace_period: 1s\n    ports: ['127.0.0.1::8080']\n  db:\n    image: ${images.postgres}\n    network_mode: service:vpn\n    stop_signal: SIGINT\n    environment: { POSTGRES_USER: app, POSTGRES_PASSWORD: app, POSTGRES_DB: app }\n`,
    }),
    deployment: { appServices: ['vpn'] },
    refused: 'database.network-moves',
  },
  {
    title: 'pidns: a sidecar on another image sees the processes of the app, and another its shared memory',
    files: (release, site) => {
      const sidecar = (name: string, mode: string) =>
        `  ${name}:\n    image: ${images.node}\n    command: [node, -e, 'setInterval(() => 0, 1000)']\n    ${mode}: service:web\n    restart: unless-stopped\n    stop_grace_period: 1s\n`;
      return {
        'compose.yml': `services:\n  web:\n    image: ${site.image(release)}\n    ipc: shareable\n    stop_grace_period: 1s\n    ports: ['127.0.0.1::8080']\n${sidecar('reload', 'pid')}${sidecar('memory', 'ipc')}`,
      };
    },
    deployment: { appServices: ['web'] },
  },
  {
    title: 'edge: somebody has connected the app to the network of a proxy by hand, under an alias',
    files: (release, site) => ({
      'compose.yml': `services:\n  web:\n    image: ${site.image(release)}\n    stop_grace_period: 1s\n    ports: ['127.0.0.1::8080']\n`,
    }),
    deploy:
      'edge=$COMPOSE_PROJECT_NAME-edge; docker network create "$edge" || true; docker compose up -d && docker network connect --alias shop "$edge" "$COMPOSE_PROJECT_NAME-web-1"',
  },
  {
    title: "host-network: the app listens in the host's network, and is probed there by its name",
    files: (release, site) => ({
      'compose.yml': `services:\n  web:\n    image: ${site.image(release)}\n    network_mode: host\n    environment: { LISTENS_AT: '${ownPort(site)}' }\n    stop_grace_period: 1s\n`,
    }),
    deployment: (site) => ({
      health: { web: `http://web:${ownPort(site)}/named` },
      links: { web: `http://web:${ownPort(site)}/health` },
      critical: { named: { check: `http://web:${ownPort(site)}/named` } },
    }),
  },
  {
    title: 'host-header: the app accepts requests by its own name only',
    files: (release, site) => ({ 'compose.yml': own(site, release, '') }),
    deployment: { health: { web: 'http://web:8080/named' } },
  },
  {
    title: 'no-network: the app is in no network, and is asked from inside',
    files: (release, site) => ({
      'compose.yml': `services:\n  web:\n    image: ${site.image(release)}\n    network_mode: none\n    stop_grace_period: 1s\n`,
    }),
    deployment: { health: { web: 'http://web:8080/health' } },
  },
];
