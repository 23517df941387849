import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Site } from '../../support/host/host';

const SECRET = 'PLANTED-9d2c';
let site: Site;
let commit = '';
beforeEach(async () => {
  site = new Site();
  site.withoutDocker();
  commit = site.release('v1', { 'docker-compose.production.yml': 'services: {}\n' });
  await site.open();
});
afterEach(() => site.remove());

const verify = async (CRITICAL: string) => {
  const identity = { CRITICAL, SECRET_CHECKS: 'login\nother', HEALTH_SCRIPT: '', DATABASE_SERVICE: '' };
  const pins = { COMMIT: commit, IMAGES: '', LINKS: '' };
  const verdict = await site.step('verify', pins, identity);
  const work = join(site.state, site.rollback);
  const texts = new Map(readdirSync(work).map((name) => [name, readFileSync(join(work, name), 'utf8')]));
  texts.set('journal', readFileSync(join(site.state, 'journal.jsonl'), 'utf8'));
  texts.set('verdict', JSON.stringify(verdict));
  const found = [...texts].filter(([, text]) => text.includes(SECRET)).map(([name]) => name);
  return { checks: verdict.checks ?? [], found, texts, work };
};

test.each([
  ['once', 3],
  ['again', 0],
])(
  'what a check that is secret (%s, exit %i) has in it and prints is in no verdict, journal, log or command line',
  async (how, exit) => {
    // Lists the processes that have it on their command line, as anybody can.
    const line = `x=${SECRET}; echo "$x"; grep -slaf <(echo "$x") /proc/[0-9]*/cmdline; exit ${exit}`;
    const { checks, found, texts, work } = await verify(`login=${how}:${line}\nplain=once:echo told`);
    const [out = ''] = found;
    expect([found, out]).toEqual([[out], expect.stringMatching(/^check-[0-9a-f]{8}\.out$/)]);
    expect(texts.get(out)).toBe(`${SECRET}\n`);
    expect(statSync(work).mode & 0o77).toBe(0);
    expect(checks.find(({ name }) => name === 'critical login')).toMatchObject({
      ok: exit === 0,
      evidence: `exit ${exit}; it is secret, and what it printed is in ${join(work, out)} alone`,
    });
    expect(checks.find(({ name }) => name === 'critical plain')?.evidence).toBe('exit 0: told');
  },
);

test('the URL of a check that is secret is called as it is, and is on no command line', async () => {
  const called: string[] = [];
  const server = createServer((request, response) => {
    called.push(request.url ?? '');
    response.end();
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  site.instead('docker', 'exit 0');
  site.instead('curl', `printf '%s\\n' "$*" >>'${site.parent}/called'; real "$@"`);
  try {
    const { checks, found } = await verify(`login=once:http://127.0.0.1:${port}/?token=${SECRET}"\\x`);
    expect(found).toEqual([]);
    expect(checks.find(({ name }) => name === 'critical login')?.evidence).toBe('exit 0: answered with 200');
    expect(called.map(decodeURIComponent)).toEqual([`/?token=${SECRET}"\\x`]);
    expect(readFileSync(join(site.parent, 'called'), 'utf8')).not.toContain(SECRET);
  } finally {
    server.close();
  }
});
