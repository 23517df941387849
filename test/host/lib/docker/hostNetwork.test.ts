import { execFile } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
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

/** Docker as it tells of containers: `web` is in the host's network, `app` in web's, `api` has one of its own. */
const DOCKER = `
container_of() { if [[ $1 == @(web|app|api|lost) ]]; then printf '%s' "$1"; fi; }
docker() {
  case "$*" in
    *NetworkMode*web) echo host ;;
    *NetworkMode*app) echo container:web ;;
    *NetworkMode*lost) echo container:gone ;;
    *NetworkMode*api) echo shop_default ;;
    *IPAddress*api) echo '172.18.0.9 ' ;;
    *) return 1 ;;
  esac
}
`;
const bash = async (lines: readonly string[], env = process.env) => {
  const text = ['set -euo pipefail', ...lines].join('\n');
  return (await promisify(execFile)('bash', ['-c', text], { env })).stdout.trim();
};
const reachable = (url: string) => bash([part('lib/docker/reachable'), DOCKER, `reachable '${url}'`]);

test.each([
  ['http://web:8080/a', '127.0.0.1:8080 http://web:8080/a'],
  ['https://web/', '127.0.0.1:443 https://web/'],
  ['http://app/', '127.0.0.1:80 http://app/'],
  ['http://api:8080/a', 'http://172.18.0.9:8080/a'],
  ['http://elsewhere/', 'http://elsewhere/'],
])('%s is reached at %s', async (url, target) => {
  expect(await reachable(url)).toBe(target);
});

test('what is in the network of a container that is gone is not reached', async () => {
  await expect(reachable('http://lost/')).rejects.toThrow();
});

test('a service in the host’s network is called there by its own name', async () => {
  const [url, target] = [`http://web:${port}/a`, `127.0.0.1:${port} http://web:${port}/a`];
  const said = await bash([part('lib/calls'), `calls 2 5 '${target}' '${url}'`]);
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
