import { execFile } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import { createServer as createSecure } from 'node:https';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { part } from '../../../../resources/script/hostScript';

let server: Server;
let port: number;
/** The names by which it was called. */
const called: string[] = [];
beforeAll(async () => {
  server = createServer((request, response) => {
    called.push(request.headers.host ?? '');
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
beforeEach(() => called.splice(0));
afterAll(() => new Promise((resolve) => server.close(resolve)));

/** Docker as it tells of containers: `web` is in the host's network, `app` in web's, `api` has one of its own, and so on. */
const DOCKER = `
container_of() { if [[ $1 == @(web|app|api|lost|port|vlan|two|none|gone) ]]; then printf '%s' "$1"; fi; }
has_bridge() { [[ $1 == bridge ]]; }
docker() {
  case "$*" in
    *NetworkMode*web) echo host ;;
    *NetworkMode*app) echo container:web ;;
    *NetworkMode*lost) echo container:absent ;;
    *NetworkMode*absent) return 1 ;;
    *NetworkMode*none) echo none ;;
    *NetworkMode*) echo shop_default ;;
    'port port 8080/tcp') echo 0.0.0.0:32768 ;;
    *IPAddress*api) echo 'bridge 172.18.0.9' ;;
    *IPAddress*vlan) echo 'vlan 10.0.0.9' ;;
    *IPAddress*two) printf '%s\\n' 'vlan 10.0.0.9' 'bridge 172.18.0.8' ;;
    *IPAddress*) echo 'bridge ' ;;
    *) return 1 ;;
  esac
}
`;
/** With the calls from inside, and a container that is this host. */
const CALLS = `${part('lib/calls')}${part('lib/docker/calls-inside')}timeout() { shift 6; "$@"; }`;
const bash = async (lines: readonly string[], env = process.env) => {
  const text = ['set -euo pipefail', ...lines].join('\n');
  return (await promisify(execFile)('bash', ['-c', text], { env })).stdout.trim();
};
const reachable = (url: string) => bash([part('lib/docker/reachable'), DOCKER, `reachable '${url}'`]);

test.each([
  ['http://web:8080/a', '127.0.0.1:8080 http://web:8080/a'],
  ['https://web/', '127.0.0.1:443 https://web/'],
  ['http://app/', '127.0.0.1:80 http://app/'],
  ['http://api:8080/a', '172.18.0.9:8080 http://api:8080/a'],
  ['http://port:8080/a', '127.0.0.1:32768 http://port:8080/a'],
  ['https://two/', '172.18.0.8:443 https://two/'],
  ['http://vlan:8080/a?b', '@vlan http://vlan:8080/a?b'],
  ['http://none:8080/a?b', '@none http://127.0.0.1:8080/a?b'],
  ['http://gone/', '- http://gone/'],
  ['http://elsewhere/', 'http://elsewhere/'],
])('%s is reached at %s', async (url, target) => {
  expect(await reachable(url)).toBe(target);
});

test.each([
  ['by its client', `200\n200`, ''],
  ['which has no answer', '000', '1'],
])('what this host cannot reach is called from inside, %s', async (_, codes, elsewhere) => {
  const url = `http://127.0.0.1:${elsewhere || port}/a`;
  const said = await bash([CALLS, `calls 2 5 '@here ${url}' '${url}'`]);
  expect(said.replace(/\t\d+\.\d{6}$/gm, '')).toBe(codes);
});

test.each([
  ['where there is no client', '', 'http://vlan/', 'HTTP client'],
  ['where its URL is secret', 'hidden', 'http://vlan/', 'secret'],
])('what this host cannot reach is not asked %s', async (_, hidden, url, why) => {
  const said = await bash([
    CALLS,
    'timeout() { return 127; }',
    `calls 2 5 '@vlan ${url}' '${url}' ${hidden}`,
  ]);
  expect(said).toMatch(new RegExp(`^unasked\t0\t.*${why}`));
});

test('a certificate that this host does not accept is told', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'certificate-'));
  const [key, cert] = ['key', 'cert'].map((name) => join(directory, name)) as [string, string];
  const made = [
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-subj',
    '/CN=web',
    '-keyout',
    key,
    '-out',
    cert,
  ];
  await promisify(execFile)('openssl', made);
  const secure = createSecure({ key: readFileSync(key), cert: readFileSync(cert) }, (_, response) =>
    response.end(),
  );
  await new Promise<void>((resolve) => secure.listen(0, '127.0.0.1', resolve));
  const at = (secure.address() as AddressInfo).port;
  const said = await bash([CALLS, `calls 2 5 '127.0.0.1:${at} https://web:${at}/' 'https://web:${at}/'`]);
  await new Promise((resolve) => secure.close(resolve));
  rmSync(directory, { recursive: true });
  expect(said).toMatch(/^000\t[\d.]+\tSSL certificate problem: .*$/);
});

test('a service that has no address is not answered', async () => {
  expect(await bash([CALLS, `calls 3 5 '- http://gone/' http://gone/`])).toBe('000\t0');
});

test('what is in the network of a container that is gone is not reached', async () => {
  await expect(reachable('http://lost/')).rejects.toThrow();
});

test('a service in the host’s network is called there by its own name', async () => {
  const [url, target] = [`http://web:${port}/a`, `127.0.0.1:${port} http://web:${port}/a`];
  const said = await bash([CALLS, `calls 2 5 '${target}' '${url}'`]);
  expect(said.split('\n').map((line) => line.slice(0, 3))).toEqual(['200', '200']);
  expect(called).toEqual([`web:${port}`, `web:${port}`]);
});

test.each([
  ['curl, by its name', '', 'web'],
  [
    'any other client, by the address',
    'command() { [ "$2" != curl ] && builtin command "$@"; }\n',
    '127.0.0.1',
  ],
])('a link in the host’s network is called from inside by %s', async (_, before, name) => {
  const env = { ...process.env, PROBE: part('container/link-probe'), BEFORE: before };
  const urls = ['web', '127.0.0.1'].map((host) => `http://${host}:${port}/a`).join(' ');
  await bash([part('lib/docker/link-facts'), `bash -c "$BEFORE$LOCALLY$PROBE" probe ${urls}`], env);
  expect(called).toEqual([`${name}:${port}`]);
});
