import { images } from '../../support/host/deployment';
import { docker } from '../outside';
import type { Release } from '../practice';
import type { Site } from '../site';

/** A Compose file whose service `web` answers; `more` are lines of that service. */
export const web = (more: string, image = '${IMAGE}'): string => `services:
  web:
    image: ${image}
    ports: ['127.0.0.1::8080']
    stop_grace_period: 1s
${more}`;
/** The same with the image of a release. */
export const own = (site: Site, release: Release | string, more: string): string =>
  web(more, site.image(release));
/** A port of the host that is the site's own. */
export const ownPort = (site: Site): number => 18000 + (parseInt(site.project.slice(-4), 16) % 2000);
/** The same with another service, `api`, on the same image. */
export const two = (site: Site, release: string): string =>
  `${own(site, release, '')}  api:\n    image: ${site.image(release)}\n    stop_grace_period: 1s\n`;
/** Another service on the same image. */
export const worker = (site: Site, release: string, more = ''): string =>
  `  worker:\n    image: ${site.image(release)}\n    command: [node, /server.js, worker]\n    stop_grace_period: 1s\n${more}`;
/** An app beside PostgreSQL, which has its dumps in `backups` beside the repository. */
export const withDatabase = (site: Site, release: Release): string => `${own(site, release, '')}  db:
    image: ${images.postgres}
    environment: { POSTGRES_PASSWORD: p }
    volumes: ['data:/var/lib/postgresql/data', '../backups:/backups']
    healthcheck: { test: ['CMD', 'pg_isready', '-h', '127.0.0.1', '-U', 'postgres'], interval: 1s, retries: 60 }
volumes: { data: {} }
`;
/** What a release says of itself in a file. */
export const page = (release: Release): string => (release === 'v2' ? 'bad page' : 'good page');

/** What people do whose release Compose sees no difference in. */
export const ANEW = 'docker compose up -d --force-recreate';

interface Inspected {
  readonly Name: string;
  readonly Config: { readonly Labels: Record<string, string> };
  readonly HostConfig: unknown;
  readonly NetworkSettings: {
    readonly Networks: Record<string, { readonly Aliases: readonly string[] | null }>;
  };
}

/** Each container is made anew of the same, as another version of Compose would: its label, and a hash of its own. */
export function byOtherCompose(site: Site): void {
  for (const id of docker('ps', '-aq', '--filter', `label=com.docker.compose.project=${site.project}`).split(
    '\n',
  )) {
    const [one] = JSON.parse(docker('inspect', id)) as Inspected[];
    if (!one) throw new Error(`no container ${id}`);
    const { Name: name, Config: config, HostConfig, NetworkSettings: at } = one;
    const labels = {
      ...config.Labels,
      'com.docker.compose.version': '2.20.0',
      'com.docker.compose.config-hash': config.Labels['com.docker.compose.config-hash']?.replace(
        /^.{8}/,
        '01234567',
      ),
    };
    const { Hostname: _, ...own } = { Hostname: '', ...config };
    const networks = Object.entries(at.Networks).map(
      // The container that it is made of was called by its id, too.
      ([network, { Aliases }]) =>
        [network, { Aliases: (Aliases ?? []).filter((name) => !id.startsWith(name)) }] as const,
    );
    const NetworkingConfig = { EndpointsConfig: Object.fromEntries(networks) };
    site.write({
      '../made.json': JSON.stringify({ ...own, Labels: labels, HostConfig, NetworkingConfig }),
    });
    docker('rm', '-f', id);
    site.type(
      `curl -sf --unix-socket /var/run/docker.sock -H 'Content-Type: application/json' -d @${site.parent}/made.json 'http://d/containers/create?name=${name.slice(1)}' && docker start ${name.slice(1)}`,
    );
  }
}

/** What the database of `withDatabase` answers to a statement. */
export const psql = (at: Site, statement: string): string =>
  at.type(`docker compose exec -T db psql -U postgres -qAtc "${statement}"`).trim();
