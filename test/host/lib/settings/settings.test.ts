import { createHmac } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { depth } from '../../../support/depth';
import { Site, verdictOf } from '../../../support/host/host';

const KEY = 'ab'.repeat(32);
const THEN = `# then\nTAG=v1\nSECRET='two\nlines "of" then'\nGONE="x"\n`;
const TODAY = `# now\nSECRET='now'\nexport TAG = v2\nLOG=debug`;

let site: Site;
let [v1, v2] = ['', ''];
const settings = () => join(site.state, 'settings');
/** Puts a release on record that had these files. */
function record(number: number, files: Readonly<Record<string, string>>): void {
  mkdirSync(settings(), { recursive: true });
  writeFileSync(join(settings(), 'key'), KEY);
  const listed = Object.entries(files).map(([name, text]) => {
    const digest = createHmac('sha256', Buffer.from(KEY, 'hex')).update(text).digest('hex');
    writeFileSync(join(settings(), digest), text);
    return { path: join(site.directory, name), digest, kept: true };
  });
  const line = { v: 2, number, at: '2026-11-30T00:00:00Z', commit: v1, settings: listed };
  writeFileSync(join(site.state, 'deployments.jsonl'), `${JSON.stringify(line)}\n`, { flag: 'a' });
}
beforeEach(() => {
  site = new Site();
  site.withoutDocker();
  v1 = site.release('v1', { 'docker-compose.production.yml': 'services: {}\n' });
  v2 = site.release('v2', { 'docker-compose.production.yml': 'services: {}\n', more: 'more' });
  site.write({ '.env': TODAY });
  record(1, { '.env': 'TAG=v0\n' });
  record(2, { '.env': THEN, 'compose.override.yml': 'services: {}\n' });
});
afterEach(() => site.remove());

const PINS = { SETTINGS: '#2 .env=TAG,GONE' };
const revert = (pins: Record<string, string> = PINS) =>
  site.step('revert', { COMMIT: v1, WITH: 'git', ...pins });
const UNDO = () => ({ OF: site.rollback, COMMIT: v2, IMAGES: '', REFERENCES: '' });
const TAKEN = `# now\nSECRET='now'\nTAG=v1\nLOG=debug\nGONE="x"\n`;

test('names of a release on record take the place of today’s, and all else stays as it stands', async () => {
  chmodSync(join(site.directory, '.env'), 0o640);
  await site.open();
  expect(await revert()).toMatchObject({ ok: true });
  expect(site.read('.env')).toBe(TAKEN);
  expect(statSync(join(site.directory, '.env')).mode & 0o777).toBe(0o640);
  const work = join(site.state, site.rollback, 'settings');
  expect(readdirSync(work).sort()).toEqual(['1.before', '1.path']);
  for (const name of readdirSync(work)) expect(statSync(join(work, name)).mode & 0o077).toBe(0);

  site.write({ '.env': `${TAKEN}SINCE=1\n` });
  expect(await site.step('undo', UNDO())).toMatchObject({ ok: true });
  expect(site.read('.env')).toBe(`# now\nSECRET='now'\nexport TAG = v2\nLOG=debug\nSINCE=1\n`);
});

test('a name that the release did not have goes, and comes again where it stood', async () => {
  const today = '# now\nBASE=two\n# made of it\nLEVEL=${BASE}\nTAG=v2\n';
  site.write({ '.env': today });
  await site.open();
  expect(await revert({ SETTINGS: '#2 .env=BASE,TAG' })).toMatchObject({ ok: true });
  expect(site.read('.env')).toBe('# now\n# made of it\nLEVEL=${BASE}\nTAG=v1\n');
  expect(await site.step('undo', UNDO())).toMatchObject({ ok: true });
  expect(site.read('.env')).toBe('# now\n# made of it\nBASE=two\nLEVEL=${BASE}\nTAG=v2\n');
});

test('what today lacks comes before what may be made of it', async () => {
  record(3, { '.env': 'BASE=one\nLEVEL=${BASE}\nLAST=1\n' });
  site.write({ '.env': 'TAG=v2\nLEVEL=two\n' });
  await site.open();
  expect(await revert({ SETTINGS: '#3 .env=BASE,LEVEL,LAST' })).toMatchObject({ ok: true });
  expect(site.read('.env')).toBe('TAG=v2\nBASE=one\nLEVEL=${BASE}\nLAST=1\n');
});

test('names that an older version has taken, with a digest of the file beside them, are given back', async () => {
  await site.open();
  await revert();
  const work = join(site.state, site.rollback, 'settings');
  writeFileSync(join(work, '1.after'), `${'0'.repeat(64)}\n`);
  expect(await site.step('undo', UNDO())).toMatchObject({ ok: true });
  expect(site.read('.env')).toBe(`${TODAY}\n`);
});

test('a file that is taken over as a whole comes and goes', async () => {
  await site.open();
  expect(await revert({ SETTINGS: '#2 compose.override.yml=*' })).toMatchObject({ ok: true });
  expect(site.read('compose.override.yml')).toBe('services: {}\n');
  expect(readdirSync(join(site.state, site.rollback, 'settings')).sort()).toEqual(['1.after', '1.path']);
  expect(await site.step('undo', UNDO())).toMatchObject({ ok: true });
  expect(existsSync(join(site.directory, 'compose.override.yml'))).toBe(false);
});

test('a file that was taken over as a whole and changed since stays, and the undo says so', async () => {
  await site.open();
  await revert({ SETTINGS: '#2 compose.override.yml=*' });
  site.write({ 'compose.override.yml': 'mine\n' });
  expect(await site.step('undo', UNDO())).toMatchObject({ ok: false, code: 'undo.settings-kept' });
  expect(site.read('compose.override.yml')).toBe('mine\n');
});

test('a link stays a link, and what it leads to has the settings', async () => {
  rmSync(join(site.directory, '.env'));
  writeFileSync(join(site.parent, 'real.env'), TODAY);
  symlinkSync('../real.env', join(site.directory, '.env'));
  await site.open();
  expect(await revert()).toMatchObject({ ok: true });
  expect([site.read('.env'), lstatSync(join(site.directory, '.env')).isSymbolicLink()]).toEqual([
    TAKEN,
    true,
  ]);
});

test('what is not kept any more, or is not what it was, is not taken', async () => {
  await site.open();
  for (const name of readdirSync(settings()).filter((one) => one !== 'key'))
    writeFileSync(join(settings(), name), 'TAG=other\n');
  expect(await revert()).toMatchObject({ ok: false, code: 'revert.settings-failed' });
  expect(site.read('.env')).toBe(TODAY);
});

const POINTS = ['revert.settings-kept', 'revert.settings-taken', 'undo.settings-back'];
test.each(depth(POINTS.slice(1), POINTS))(
  'killed at %s, all of it is done by the next one',
  async (point) => {
    await site.open();
    if (point.startsWith('revert')) await site.killed(point, 'revert', { COMMIT: v1, WITH: 'git', ...PINS });
    expect(await revert()).toMatchObject({ ok: true });
    expect(site.read('.env')).toBe(TAKEN);
    if (point.startsWith('undo')) await site.killed(point, 'undo', UNDO());
    expect(verdictOf(await site.start('undo', UNDO()).ended)).toMatchObject({ ok: true });
    expect(site.read('.env')).toBe(`${TODAY}\n`);
    expect(readdirSync(site.directory).filter((name) => name.endsWith('-new'))).toEqual([]);
  },
);

test('a preview is told which names differ, and no value', async () => {
  const told = (await site.facts('target', { COMMIT: v1, RECORDED: '2' })).get('settings') ?? '';
  const [env, override] = ['.env', 'compose.override.yml'].map((name) => join(site.directory, name));
  expect(told.split('\n').filter(Boolean)).toEqual([
    `${env}\tdiffers\t`,
    `${env}\tadded\tLOG`,
    `${env}\tdiffers\tSECRET`,
    `${env}\tdiffers\tTAG`,
    `${env}\tlacks\tGONE`,
    `${override}\tabsent\t`,
  ]);
  const same = (await site.facts('target', { COMMIT: v1, RECORDED: '1' })).get('settings') ?? '';
  expect(same).toContain(`${env}\tdiffers\tTAG`);
  site.write({ '.env': THEN });
  expect((await site.facts('target', { COMMIT: v1, RECORDED: '2' })).get('settings')).toContain(
    `${env}\tsame\t`,
  );
});

test('a preview is told which names the values of others are made of, and no part of a value', async () => {
  record(3, { '.env': 'BASE=one\nLEVEL="${BASE:-$OTHER}"\n' });
  site.write({
    '.env': "OTHER=1\nTAG=v-${LEVEL}\nLITERAL='$BASE'\nAPP_PASSWORD=pa55$TailOfSecret77\nBASE=a\\$OTHER\n",
  });
  const told = await site.facts('target', { COMMIT: v1, RECORDED: '3' });
  expect(told.get('settings.references')).toBe('LEVEL BASE\nLEVEL OTHER\nTAG LEVEL\n');
  site.write({ 'given.env': 'A=1\nB=$A\n' });
  const given = await site.facts('target', { COMMIT: v1, RECORDED: '3', ENV_FILES: 'given.env' });
  expect(given.get('settings.references')).toBe('B A\n');
});

test('a preview is told which names of secrets come with an override, and no value', async () => {
  const override = (password: string) =>
    [
      'services:',
      '  web:',
      '    image: x/token:1',
      '    secrets: [given]',
      '    environment:',
      '      MODE: a',
      `      APP_PASSWORD: ${password}`,
      '      API_KEY: same',
      '      DB_PASSWORD: ${DB_PASSWORD}',
      `  job: { environment: { A: b, "SMTPPASS": '${password}' } }`,
      '  list:',
      '    environment:',
      `      - JWT_SECRET_V2=${password}`,
      '',
    ].join('\n');
  record(3, { 'compose.override.yml': override('of-then') });
  const path = join(site.directory, 'compose.override.yml');
  const told = async () => (await site.facts('target', { COMMIT: v1, RECORDED: '3' })).get('settings') ?? '';
  const names = (found: string) => found.split('\n').flatMap((line) => line.split('\tsecret\t')[1] ?? []);
  const absent = await told();
  expect(names(absent)).toEqual(['API_KEY', 'APP_PASSWORD', 'JWT_SECRET_V2', 'SMTPPASS']);
  expect(absent).toContain(`${path}\tabsent\t\n`);
  site.write({ 'compose.override.yml': override('of-now') });
  const differs = await told();
  expect(names(differs)).toEqual(['APP_PASSWORD', 'JWT_SECRET_V2', 'SMTPPASS']);
  expect(absent + differs).not.toMatch(/of-then|of-now|same\b.*API/);
});

test('the target is read with the settings that come with it', async () => {
  const definition = "services:\n  web: { image: 'web:${TAG}', labels: { log: '${LOG}' } }\n";
  const v3 = site.release('v3', { 'docker-compose.production.yml': definition });
  const told = await site.facts('target', { COMMIT: v3, ...PINS });
  expect(told.get('compose.target')).toMatch(/image: web:v1[^]*log: debug|log: debug[^]*image: web:v1/);
  expect(site.read('.env')).toBe(TODAY);
});

test('the Compose files are those that .env of the release names', async () => {
  const web = (name: string) => `services:\n  ${name}: { image: '${name}' }\n`;
  const v3 = site.release('v3', { 'a.yml': web('a'), 'b.yml': web('b') });
  const named = (files: string) => `COMPOSE_FILE=${files}\n`;
  record(3, { '.env': named('a.yml') });
  site.write({ '.env': named('a.yml:b.yml') });
  const pins = { COMMIT: v3, FILES: 'a.yml b.yml', COMPOSE: 'v2' };
  const today = await site.facts('target', pins);
  expect([today.get('compose.files'), today.get('compose.target')]).toEqual([
    undefined,
    expect.stringMatching(/ b:/),
  ]);
  const told = await site.facts('target', { ...pins, SETTINGS: '#3 .env=COMPOSE_FILE' });
  expect([told.get('compose.files'), told.get('compose.target')]).toEqual([
    'a.yml\n',
    expect.not.stringMatching(/ b:/),
  ]);
  expect(site.read('.env')).toBe(named('a.yml:b.yml'));
});

test('what somebody has changed since a rollback was verified is told by the name of its file alone', async () => {
  const given = join(site.directory, 'web.env');
  const definition = 'services:\n  web: { image: web, env_file: [web.env] }\n';
  const v3 = site.release('v3', { 'docker-compose.production.yml': definition });
  site.write({ 'web.env': 'MODE=a\n' });
  const touched = async () => (await site.facts('detect')).get('settings.touched') ?? '';
  await site.open();
  expect(await touched()).toBe('');
  await site.step('verify', { COMMIT: v3, IMAGES: '', LINKS: '' });
  const left = join(site.state, site.rollback, 'settings-left');
  expect(statSync(left).mode & 0o077).toBe(0);
  expect(readFileSync(left, 'utf8')).not.toMatch(/MODE|LOG|v2/);
  expect(await touched()).toBe('');
  site.write({
    '.env': `${TODAY}\nNEW=1\n`,
    'web.env': 'MODE=b\n',
    'compose.override.yml': 'services: {}\n',
  });
  const files = [join(site.directory, '.env'), join(site.directory, 'compose.override.yml'), given];
  expect(await touched()).toBe(files.map((file) => `${site.rollback}\t${file}\n`).join(''));
  site.write({ '.env': TODAY, 'web.env': 'MODE=a\n' });
  rmSync(join(site.directory, 'compose.override.yml'));
  expect(await touched()).toBe('');
});
