import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Site } from '../../support/host/host';

let site: Site;
let [v1, v2] = ['', ''];
beforeEach(async () => {
  site = new Site();
  const compose = { 'docker-compose.production.yml': 'services: {}\n' };
  v1 = site.release('v1', { 'a file': 'one\n', ...compose });
  v2 = site.release('v2', { 'a file': 'two\n' });
  await site.open();
});
afterEach(() => site.remove());

const env = (...lines: string[]) => site.write({ '.env': lines.map((line) => `${line}\n`).join('') });
/** What a step that prints and checks something left: its verdict, and everything in the state directory. */
async function shown(text: string) {
  writeFileSync(join(site.parent, 'text'), `${text}\n`);
  const quoted = `"$(cat '${site.parent}/text')"`;
  const body = `cat '${site.parent}/text'; note note.image-kept ${quoted}; fail revert.failed ${quoted}`;
  const verdict = await site.step('revert', {}, {}, body);
  const files = (readdirSync(site.state, { recursive: true }) as string[])
    .map((name) => join(site.state, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => readFileSync(path, 'utf8'));
  return { verdict, everything: [JSON.stringify(verdict), ...files].join('\n') };
}

test.each([
  ['a password', 'POSTGRES_PASSWORD=hunter2hunter2', 'hunter2hunter2'],
  ['a quoted one with signs that rules are made of', `API_KEY="a/b\\c&d*[e]$.^(f)"`, 'a/b\\c&d*[e]$.^(f)'],
  ['an exported one', 'export SESSION_SECRET=s3cr3t-of-all', 's3cr3t-of-all'],
  ['one of a file with the ends of lines of Windows', 'TOKEN=windows-token\r', 'windows-token'],
  ['a part of one that Compose takes for a variable', 'APP_PASSWORD=pa55$TailOfSecret77', 'TailOfSecret77'],
  ['the password in an address', 'DATABASE_URL=postgres://app:pass-in-url@db/app', 'pass-in-url'],
  ['the last line without its end', 'X=1\nauth_token=without-end', 'without-end'],
])('%s in .env is nowhere in verdict, journal and logs', async (_, line, secret) => {
  env('MODE=production', line);
  const { verdict, everything } = await shown(`the value is ${secret}, in production`);
  expect(verdict).toMatchObject({
    summary: 'the value is ***, in production',
    log: expect.stringContaining('***'),
  });
  expect(everything).not.toContain(secret);
});

test('what is no secret stays: short values, other names, and what the deployment is called by', async () => {
  env(
    'PASSWORD=app',
    'MODE=production',
    'DB_AUTH_USER=the-database',
    'TOKEN=long-long-token',
    'LONG_TOKEN=long-long-token-2',
    'URL_SECRET=https://x/$LONG_TOKEN',
  );
  const line = 'app in production on the-database with long-long-token-2 of LONG_TOKEN';
  const { verdict } = await shown(line);
  expect(verdict.summary).toBe('app in production on *** with *** of LONG_TOKEN');
  const { summary } = await site.step(
    'revert',
    {},
    { DATABASE_NAME: 'the-database' },
    `fail revert.failed '${line}'`,
  );
  expect(summary).toBe('app in production on the-database with *** of LONG_TOKEN');
});

test('credentials in addresses are hidden, whoever has them', async () => {
  const { verdict, everything } = await shown(
    "see 'https://TOKEN-1@host/a' and ssh://git:pass-2@host:22/b, or https://host/c@d",
  );
  expect(verdict.summary).toBe("see 'https://***@host/a' and ssh://***@host:22/b, or https://host/c@d");
  expect(everything).not.toMatch(/TOKEN-1|pass-2/);
});

test('a log stays what it was but for the secret, also where it is no text', async () => {
  env('PASSWORD=in-the-log');
  const tool = String.raw`printf 'a\000\377in-the-log\nb'`;
  await site.step('revert', {}, {}, `${tool}; succeed well`);
  const log = join(site.state, site.rollback, 'revert.log');
  expect(readFileSync(log, 'latin1')).toContain('a\0\xff***\nb');
  expect(statSync(log).mode & 0o777).toBe(0o600);
  expect(readdirSync(join(site.state, site.rollback)).filter((name) => name.endsWith('.clean'))).toEqual([]);
});

test('what a step starts does not know the keys to the state of Pulumi', async () => {
  site.env = { ...site.env, PULUMI_CONFIG_PASSPHRASE: 'a', PULUMI_ACCESS_TOKEN: 'b' };
  const { summary } = await site.step(
    'revert',
    {},
    {},
    'fail revert.failed "$(env | grep -c PULUMI_ || true)"',
  );
  expect(summary).toBe('0');
});

test.each([
  ['gl-TOKEN-1234@', 'gl-TOKEN-1234:'],
  ['oauth2:p%40ss-TOKEN@', 'oauth2:p@ss-TOKEN'],
])('the remote gets the credentials in its address (%s), and nobody else', async (...given) => {
  // Unlike all else that this machine runs meanwhile.
  const token = randomBytes(8).toString('hex');
  const [user = '', expected = ''] = given.map((text) => text.replace('TOKEN', token));
  const seen: string[] = [];
  const server = createServer(({ headers }, response) => {
    seen.push(Buffer.from(headers.authorization?.split(' ')[1] ?? '', 'base64').toString());
    for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
      try {
        seen.push(readFileSync(`/proc/${pid}/cmdline`, 'utf8'));
      } catch {
        // It has ended meanwhile.
      }
    }
    response.writeHead(401, { 'WWW-Authenticate': 'Basic realm="git"' }).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  site.git('remote', 'add', 'origin', `http://${user}127.0.0.1:${port}/x.git`);
  site.env = { ...site.env, no_proxy: '127.0.0.1', GIT_SSH_COMMAND: 'ssh' };
  const pins = { COMMIT: '1'.repeat(40), IMAGES: '', REFERENCES: '', LINKS: '' };
  const verdict = await site.step('prepare', pins).finally(() => {
    server.closeAllConnections();
    server.close();
  });
  expect(verdict).toMatchObject({ ok: false, log: expect.stringContaining('Authentication failed') });
  expect(verdict.log).not.toContain(token);
  expect(seen).toContain(expected);
  expect(seen.filter((text) => text.includes('remote-http') && !text.includes(token))).not.toEqual([]);
  expect(seen.filter((text) => text.includes(token))).toEqual([expected]);
});

test("Compose's complaint of a .env that it cannot read does not quote a value", async () => {
  env('TAG=1', 'PASSWORD="half-a-quote');
  const error = (await site.facts('target', { COMMIT: v1 })).get('compose.error');
  expect(error).toContain('unterminated quoted value');
  expect(error).not.toContain('half-a-quote');
  expect(v2).not.toBe(v1);
});
