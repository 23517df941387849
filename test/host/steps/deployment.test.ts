import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { parseFacts } from '../../../machines/detect/observe/parseFacts';
import { part } from '../../../resources/script/hostScript';
import { checked } from '../../support/host/checked';
import { docker } from '../../support/demo/demo';
import { until, verdictOf, type Values } from '../../support/host/host';
import type { Verdict } from '../../../machines/model/verdict';
import { Deployment, plugin } from '../../support/host/deployment';
import { startRegistry } from '../../support/host/registry';

const site = new Deployment();
let attempt = 0;
let [v1, v2] = ['', ''];
let [image1, image2] = ['', ''];
const reference = `${site.project}-web:latest`;
const REFERENCES = `web=${reference}`;

beforeAll(() => {
  v1 = site.commit('v1');
  image1 = site.build('v1');
  v2 = site.commit('v2');
  image2 = site.build('v2');
  site.up();
});
afterAll(() => site.remove());

/** Opens an attempt of its own and runs one step in it. */
async function step(name: string, pins: Values = {}, identity: Values = {}, deadlines = '') {
  const ROLLBACK = `r-${++attempt}`;
  await site.open({ ROLLBACK, ...(deadlines && { DEADLINES: deadlines }) });
  const verdict = await site.step(name, { ROLLBACK, COMMIT: v1, REFERENCES, LINKS: '', ...pins }, identity);
  await site.close('undone', { ROLLBACK });
  return verdict;
}
const detect = async (values: Values = {}) =>
  parseFacts(await site.facts('detect', values), { attempts: [] });
const world = () => [
  execFileSync('bash', ['-c', 'find . -type f -print0 | sort -z | xargs -0 sha256sum | sha256sum'], {
    cwd: site.directory,
    encoding: 'utf8',
  }),
  ...docker(
    'ps',
    '-a',
    '--no-trunc',
    '--format',
    '{{.ID}}',
    '--filter',
    `label=com.docker.compose.project=${site.project}`,
  ),
  ...docker('images', '--no-trunc', '--format', '{{.Repository}}:{{.Tag}} {{.ID}}')
    .filter((line) => line.includes(site.project))
    .sort(),
];

describe('detect', () => {
  const HEALTH =
    'flaky=http://web:8080/flaky\nquery=http://web:8080/?q=\ndead=http://127.0.0.1:9/\nby address=http://web:9999/';

  test('sees containers, probes, database and disks, and changes nothing', async () => {
    await until(
      () => docker('inspect', '-f', '{{.State.Health.Status}}', site.container('web')).join() === 'healthy',
    );
    await until(() => site.answers('db', 'pg_isready', '-U', 'app'), 30);
    const before = world();
    const facts = await detect({ PROJECT: '', STATE: '', HEALTH });
    expect(world()).toEqual(before);
    expect(readdirSync(site.temporary)).toEqual([]);
    expect(facts.projects).toEqual([site.project]);
    expect(facts.docker).toEqual({
      endpoint: expect.stringContaining('docker.sock'),
      version: expect.stringMatching(/^\d/),
    });
    expect(facts.compose).toMatchObject({ v2: expect.stringMatching(/^v?2/) });
    expect(facts.containers.map(({ service, status, health }) => [service, status, health]).sort()).toEqual([
      ['db', 'running', null],
      ['other', 'running', null],
      ['web', 'running', 'healthy'],
    ]);
    expect(facts.containers.find(({ service }) => service === 'web')).toMatchObject({
      image: image2,
      reference,
    });
    const codes = Object.fromEntries(facts.probes.map((probe) => [probe.name, probe.codes]));
    expect(codes).toEqual({
      flaky: [200, 200, 500, 200, 200, 500],
      query: [200, 200, 200, 200, 200, 200],
      dead: [0, 0, 0],
      'by address': [0, 0, 0],
    });
    expect(facts.database.version).toMatch(/^PostgreSQL/);
    expect(facts.disks.every(({ freeKiB }) => freeKiB > 0)).toBe(true);
  });

  test('reaches a service that publishes no port by its own address, and asks no proxy', async () => {
    const address = docker(
      'inspect',
      '-f',
      '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}',
      site.container('other'),
    ).join();
    docker(
      'exec',
      '-d',
      site.container('other'),
      'node',
      '-e',
      "require('node:http').createServer((_, r) => r.end('x')).listen(9000)",
    );
    await until(
      () =>
        execFileSync('bash', ['-c', `timeout 1 bash -c '</dev/tcp/${address}/9000' && echo up || true`], {
          encoding: 'utf8',
          stdio: 'pipe',
        }) !== '',
    );
    site.env = { ...site.env, http_proxy: 'http://127.0.0.1:9', HTTP_PROXY: 'http://127.0.0.1:9' };
    const { probes } = await detect({ HEALTH: 'other=http://other:9000/a?b', TRIES: '2' });
    delete site.env.http_proxy;
    expect(probes[0]?.codes).toEqual([200, 200]);
  });

  test('sees networks, mounts, sizes and pins, and each link from inside its own service', async () => {
    const pin = `chronos-rollback/${site.project}-web:0123456789ab`;
    docker('tag', image2, pin);
    docker('stop', '-t', '1', site.container('other'));
    const PROBED =
      'web=http://web:8080/\ndb=http://web:9999/\nother=http://web:8080/\nnobody=http://web:8080/';
    const LINK_PROBE = part('container/link-probe');
    const before = world();
    const facts = await detect({ PROBED, LINK_PROBE });
    expect(world()).toEqual(before);
    docker('start', site.container('other'));
    docker('rmi', pin);
    expect(facts.links.find(({ service }) => service === 'web')).toEqual({ service: 'web', code: 0 });
    expect(facts.links.map(({ service }) => service).sort()).toEqual(['db', 'web']);
    expect(facts.links.find(({ service }) => service === 'db')?.code).not.toBe(0);
    expect(facts).toMatchObject({ networks: [`${site.project}_default`], pins: [pin] });
    const database = facts.containers.find(({ service }) => service === 'db');
    expect(database?.networkMode).toBe(`${site.project}_default`);
    for (const { type, source, destination } of database?.mounts ?? [])
      expect([type, source, destination].every(Boolean)).toBe(true);
    expect(facts.containers.every(({ imageBytes = 0 }) => imageBytes > 1_000_000)).toBe(true);
    expect(Object.keys(facts.diskSpace).sort()).toEqual(['checkout', 'docker', 'state']);
  });

  test('tells that the database is down', async () => {
    docker('pause', site.container('db'));
    const { database } = await detect();
    docker('unpause', site.container('db'));
    expect(database).toEqual({ error: expect.stringContaining('paused'), damage: [], left: [] });
  });
});

describe('open', () => {
  test('refuses when a service runs another image than planned, or has no container', async () => {
    const RUNNING = `web=${image1} nobody=${image1} other=${docker('inspect', '-f', '{{.Image}}', site.container('other')).join()}`;
    expect(await site.open({ ROLLBACK: 'r-x', RUNNING })).toMatchObject({
      ...{ ok: false, code: 'plan.outdated' },
      summary: expect.stringMatching(/: web [^;]*; nobody [^;]*$/),
    });
  });
});

/** An image of one small file: what is pushed and pulled is packed. */
function tiny(content: string): string {
  const name = `${site.project}-web:tiny-${content}`;
  const make = `cd "$(mktemp -d)" && echo ${content} >file && tar -c file | docker import - ${name} && rm file && rmdir "$PWD"`;
  execFileSync('bash', ['-c', make], { stdio: 'pipe' });
  return site.image(name);
}

describe('prepare', () => {
  test('has an image that is there, and says when one is gone', async () => {
    const there = await step('prepare', { IMAGES: `web=${image1}`, LINKS: 'web' });
    expect(there).toMatchObject({ ok: true, images: { web: image1 }, probes: { web: image1 } });
    const gone = `sha256:${'0'.repeat(64)}`;
    expect(await step('prepare', { IMAGES: `web=${gone}` })).toMatchObject({
      ...{ ok: false, code: 'image.gone' },
      summary: expect.stringMatching(` web .*${gone}$`),
    });
  });

  test("builds from the target's sources beside the checkout, and the name goes back to what runs", async () => {
    site.write({ 'server.js': 'a local modification\n' });
    const before = world();
    const verdict = await step('prepare', { IMAGES: 'web=build' });
    const after = world();
    site.git('checkout', '-q', '--', 'server.js');
    expect(verdict).toMatchObject({
      ok: true,
      summary: expect.stringMatching(/ 1 .* 1 /),
    });
    expect(after).toEqual(before);
    const built = verdict.images?.web ?? '';
    expect(docker('run', '--rm', '--entrypoint', 'cat', built, 'server.js').join('\n')).toContain(
      'release = "v1"',
    );
    expect(
      docker('image', 'inspect', '-f', '{{index .Config.Labels "org.opencontainers.image.revision"}}', built),
    ).toEqual([v1]);
    expect(readdirSync(site.temporary)).toEqual([]);
  });

  test('a build that fails, and one that hangs, end with the reason and leave nothing running', async () => {
    const broken = site.commit('broken', { Dockerfile: 'FROM no/such/image/at:all\n' });
    const hanging = site.commit('hanging', { Dockerfile: `FROM ${reference}\nRUN sleep 4711\n` });
    site.git('checkout', '-q', v2);
    const failed = await step('prepare', { IMAGES: 'web=build', COMMIT: broken });
    expect(failed).toMatchObject({
      ...{ ok: false, code: 'prepare.build-failed' },
      summary: expect.stringMatching(` web .*${broken.slice(0, 12)}$`),
    });
    expect(failed.log).toContain('no/such/image');
    const hung = await step('prepare', { IMAGES: 'web=build', COMMIT: hanging }, {}, 'prepare=3');
    expect(hung).toMatchObject({
      code: 'step.timed-out',
      summary: expect.stringMatching(` web .*${hanging.slice(0, 12)}, .* 3 s$`),
    });
    expect(site.image(reference)).toBe(image2);
    const running = () =>
      execFileSync('bash', ['-c', 'pgrep -f "^(/bin/sh -c )?sleep 4711" || true'], { encoding: 'utf8' });
    await until(() => running() === '');
  });

  test('without a place for temporary files nothing is built, and nothing is written elsewhere', async () => {
    const { env } = site;
    site.env = { ...env, TMPDIR: join(site.parent, 'nowhere') };
    const verdict = await step('prepare', { IMAGES: 'web=build' });
    site.env = env;
    expect(verdict).toMatchObject({
      ...{ ok: false, code: 'prepare.build-failed' },
      summary: expect.stringContaining(' web '),
    });
    expect(['/source', '/index'].filter((path) => existsSync(path))).toEqual([]);
  });

  test('a name that a killed copy moved goes back first', async () => {
    await site.open({ ROLLBACK: 'r-k' });
    execFileSync('bash', ['-c', `echo '${image2} ${reference}' >'${site.state}/r-k/names'`]);
    docker('tag', image1, reference);
    await site.step('prepare', {
      ROLLBACK: 'r-k',
      COMMIT: v1,
      REFERENCES,
      LINKS: '',
      IMAGES: `web=${image1}`,
    });
    await site.close('undone', { ROLLBACK: 'r-k' });
    expect(site.image(reference)).toBe(image2);
  });

  test('pulls an image from a registry, and the name goes back to what runs', async () => {
    const registry = await startRegistry(site.parent);
    const name = `${registry.address}/${site.project}/web:stable`;
    try {
      const [one = '', two = ''] = ['one', 'two'].map((each) => tiny(each));
      docker('tag', one, name);
      docker('push', '-q', name);
      docker('tag', two, name);
      const verdict = await step('prepare', { IMAGES: 'web=pull', REFERENCES: `web=${name}` });
      expect(verdict).toMatchObject({ ok: true, images: { web: one } });
      expect(site.image(name)).toBe(two);
      const none = await step('prepare', { IMAGES: 'web=pull', REFERENCES: `web=${name}-none` });
      expect(none).toMatchObject({
        ...{ ok: false, code: 'prepare.pull-failed' },
        log: expect.stringContaining('manifest unknown'),
      });
    } finally {
      registry.stop();
    }
  });

  test('an image that cannot be pulled is named, with what Docker says', async () => {
    const nowhere = '127.0.0.1:9/nobody/web:1';
    expect(await step('prepare', { IMAGES: 'web=pull', REFERENCES: `web=${nowhere}` })).toMatchObject({
      ...{ ok: false, code: 'prepare.pull-failed' },
      summary: expect.stringMatching(`^${nowhere} .* web$`),
      log: expect.stringContaining('127.0.0.1:9'),
    });
  });
});

describe('restart', () => {
  test('recreates only what is named, measures the outage, and does nothing the second time', async () => {
    const [db, other, web] = ['db', 'other', 'web'].map((service) => site.container(service));
    const began = Date.now() / 1000;
    const verdict = await step('restart', { IMAGES: `web=${image1}` });
    expect(verdict).toMatchObject({ ok: true, summary: expect.stringMatching(/^web /) });
    const now = site.container('web');
    expect([site.container('db'), site.container('other')]).toEqual([db, other]);
    expect(now).not.toBe(web);
    expect(docker('inspect', '-f', '{{.Image}}', now)).toEqual([image1]);
    const [outage] = verdict.outages ?? [];
    expect(outage?.service).toBe('web');
    expect(outage?.from).toBeGreaterThan(began - 1);
    expect((outage?.to ?? 0) - (outage?.from ?? 0)).toBeGreaterThan(0.1);
    expect(outage?.to).toBeLessThan(Date.now() / 1000 + 1);

    expect(await step('restart', { IMAGES: `web=${image1}` })).toMatchObject({ ok: true, outages: [] });
    expect(site.container('web')).toBe(now);
  });

  test('is done once more where what it had brought up is another by then, and only that', async () => {
    const ROLLBACK = `r-${++attempt}`;
    await site.open({ ROLLBACK });
    const pins = { ROLLBACK, COMMIT: v1, REFERENCES, LINKS: '', IMAGES: `web=${image1}` };
    const first = await site.step('restart', pins);
    expect(first).toMatchObject({ ok: true, containers: { web: site.container('web') } });
    docker('tag', image2, reference);
    site.up('--force-recreate', 'web', 'other');
    const [web, other] = [site.container('web'), site.container('other')];
    expect(docker('inspect', '-f', '{{.Image}}', web)).toEqual([image2]);
    expect(await site.step('restart', pins)).toEqual(first);
    expect(site.container('web')).toBe(web);
    const again = await site.step('restart', pins, {
      ...{ AGAIN: 'web', AGAIN_IMAGES: `web=${image1}`, AGAIN_REFERENCES: REFERENCES },
    });
    expect(again).toMatchObject({ ok: true, containers: { web: site.container('web') } });
    expect(docker('inspect', '-f', '{{.Image}}', site.container('web'))).toEqual([image1]);
    expect(site.container('other')).toBe(other);
    const stays = site.container('web');
    const others = {
      AGAIN: 'other',
      AGAIN_IMAGES: `other=${docker('inspect', '-f', '{{.Image}}', other).join()} web=${image1}`,
      AGAIN_REFERENCES: REFERENCES,
    };
    const both = await site.step('restart', pins, others);
    expect(both).toMatchObject({ ok: true, containers: { web: stays, other } });
    expect(site.container('web')).toBe(stays);
    await site.close('undone', { ROLLBACK });
  });

  test.each([
    [
      ...([
        'sick',
        'restart.unhealthy',
        /^web .* \d+ s: unhealthy(; its deadline was extended once .*)?$/,
      ] as const),
      ...(['release sick listens', 'restart=8'] as const),
    ],
    [
      ...(['dead', 'restart.crashed', /^web .* 3 /] as const),
      ...(['cannot start: no such account', 'restart=30'] as const),
    ],
  ])('a release that is %s fails with its last lines', async (release, code, summary, line, deadline) => {
    site.commit(release);
    const image = site.build(release);
    const verdict = await step('restart', { IMAGES: `web=${image}` }, {}, deadline);
    site.git('checkout', '-q', v1);
    expect(verdict).toMatchObject({ ok: false, code, summary: expect.stringMatching(summary) });
    expect(verdict.log).toContain(line);
    // On a busy machine it is up for some seconds each time before it ends.
    expect(new Set(verdict.outages?.map(({ service: away }) => away))).toEqual(new Set(['web']));
  });

  test('is well again with the image before', async () => {
    expect(await step('restart', { IMAGES: `web=${image1}` })).toMatchObject({ ok: true });
  });
});

/** Docker answers no more once verify has looked at the containers. */
async function withoutDocker<T>(work: () => Promise<T>): Promise<T> {
  const [trace, usual] = [join(site.parent, 'trace'), site.env];
  const gone = `grep -q verify.looked '${trace}' && { echo 'the daemon is gone' >&2; exit 1; }`;
  rmSync(trace, { force: true });
  site.instead('docker', `${gone}; real "$@"`);
  site.env = { ...site.env, CHRONOS_FAIL_TRACE: trace };
  try {
    return await work();
  } finally {
    site.env = usual;
  }
}

describe('verify', () => {
  const SCRIPT = 'deployment/health check.sh';
  const pins = () => ({
    IMAGES: `web=${image1}`,
    LINKS: 'web=0',
    DATABASE: site.container('db'),
    VOLUMES: site.volumes('db'),
  });
  const verify = async (more: Values = {}, identity: Values = {}, deadlines = '') => {
    const { checks = [] } = await step('verify', { ...pins(), ...more }, identity, deadlines);
    return Object.fromEntries(
      checks.map((check) => [checked(check).join(' '), `${check.ok ? 'ok' : 'BAD'} ${check.evidence}`]),
    );
  };

  test('every check passes on a deployment that is well: the words of what each has seen', async () => {
    site.write({ 'deployment/health check.sh': 'echo "checked $1"; touch ran; sleep 30 & \n' });
    const CRITICAL = `reads input=once:cat; echo "${'ä'.repeat(150)}"\nonce=once:echo x >>'${site.parent}/once'; echo done\npage=again:http://web:8080/\nbackground=once:sleep 20 &`;
    const checks = await verify({}, { CRITICAL, HEALTH: 'web=http://web:8080/?q=' });
    expect(checks).toEqual({
      'check.commit': `ok ${v1}`,
      'check.image web': `ok ${image1}`,
      'check.health web': 'ok healthy, restarted 0 times by Docker',
      'check.database-container': `ok ${site.container('db')}`,
      'check.database-volume': `ok ${site.volumes('db')}`,
      'check.database-read': expect.stringMatching(/^ok \d+ relations$/),
      'check.database-write': 'ok as app: 0 tables read, no row of 0 updated, rolled back',
      'check.link web': 'ok the probe inside the network ended with 0',
      'check.probe web': expect.stringMatching(/^ok 6 of 6 well answered, median \d+ ms$/),
      'check.critical reads input': expect.stringMatching(/^ok exit 0: ä+$/),
      'check.critical once': 'ok exit 0: done',
      'check.critical page': 'ok exit 0: answered with 200',
      'check.critical background': 'ok exit 0',
      [`check.health-script ${SCRIPT}`]: 'ok exit 0: checked production',
    });
    expect(execFileSync('cat', [join(site.parent, 'once')], { encoding: 'utf8' })).toBe('x\n');
  });

  test('every check fails on one that is not: the words of what each has seen', async () => {
    site.write({ 'deployment/health check.sh': '#!/bin/sh\necho books do not balance\nexit 4\n' });
    chmodSync(join(site.directory, 'deployment/health check.sh'), 0o755);
    const checks = await verify(
      {
        COMMIT: v2,
        IMAGES: `web=${image2} nobody=${image1}`,
        LINKS: 'web=7',
        DATABASE: 'another',
        VOLUMES: 'data:/data',
      },
      { CRITICAL: 'late=again:true', DATABASE_NAME: 'no_such', HEALTH: 'flaky=http://web:8080/flaky' },
      'verify=2',
    );
    expect(checks).toEqual({
      'check.commit': `BAD ${v1} instead of ${v2}`,
      'check.image web': `BAD ${image1} instead of ${image2}`,
      'check.health web': expect.stringMatching(/^ok healthy/),
      'check.image nobody': 'BAD it has no container',
      'check.database-container': expect.stringMatching(/^BAD [0-9a-f]{64} instead of another$/),
      'check.database-volume': `BAD ${site.volumes('db')} instead of data:/data`,
      'check.database-read': expect.stringMatching(/^BAD .*"no_such" does not exist/),
      'check.database-write': expect.stringMatching(/^BAD .*"no_such" does not exist/),
      'check.link web': 'BAD the probe inside the network ended with 7',
      'check.probe flaky': expect.stringMatching(/^BAD \d of 6 failed, last with 500, median \d+ ms$/),
      'check.critical late': 'ok exit 0',
      [`check.health-script ${SCRIPT}`]: 'BAD exit 4: books do not balance',
    });
  });

  test('what hangs is ended at the deadline; a script that fails fails, one that is absent is no check', async () => {
    const script = await verify({}, { CRITICAL: 'url=once:http://web:8080/nope:' });
    expect(script[`check.health-script ${SCRIPT}`]).toBe('BAD exit 4: books do not balance');
    const hung = await verify(
      {},
      { CRITICAL: 'hangs=once:trap "" TERM; sleep 100; sleep 100', HEALTH_SCRIPT: 'none' },
      'verify=6',
    );
    expect(hung['check.critical hangs']).toMatch(/^BAD exit 124, .* 6 s$/);
    expect(Object.keys(hung).filter((key) => key.startsWith('check.health-script'))).toEqual([]);
    expect(Object.keys(await verify({ DATABASE: '', VOLUMES: '' }))).not.toContain(
      'check.database-container',
    );
    expect(existsSync(join(site.directory, 'none'))).toBe(false);
  });

  test('each check that needs Docker reports that it went away in the middle', async () => {
    const CRITICAL = 'page=once:http://web:8080/\nbooks=once:echo balanced\nother=again:http://web:8080/';
    const identity = { CRITICAL, HEALTH: 'web=http://web:8080/', HEALTH_SCRIPT: 'none' };
    const checks = await withoutDocker(() => verify({}, identity, 'verify=8'));
    expect(checks).toMatchObject({
      'check.health web': expect.stringMatching(/^ok/),
      'check.probe web': expect.stringMatching(/^BAD not run: Docker /),
      'check.critical page': expect.stringMatching(/^BAD not run: Docker /),
      'check.critical other': expect.stringMatching(/^BAD exit 1: Docker /),
      'check.critical books': 'ok exit 0: balanced',
    });
  });
});

describe('a verify that was cut off', () => {
  const ROLLBACK = 'r-cut';
  const CRITICAL = [
    `done=once:echo x >>'${site.parent}/done'; echo balanced`,
    `cut=once:echo x >>'${site.parent}/cut'; sleep 30`,
    `again=again:echo x >>'${site.parent}/again'; (( $(wc -l <'${site.parent}/again') > 2 ))`,
  ].join('\n');
  const lines = (name: string) =>
    existsSync(join(site.parent, name)) ? readFileSync(join(site.parent, name), 'utf8') : '';
  const pins = { ROLLBACK, COMMIT: v1, IMAGES: '', LINKS: '', DATABASE: '', VOLUMES: '' };

  test('is made anew but for what may run only once', async () => {
    await site.open({ ROLLBACK });
    const { pid, ended } = site.start('verify', pins, { CRITICAL, HEALTH_SCRIPT: '' });
    await until(() => lines('cut') !== '');
    const children = execFileSync('pgrep', ['-P', String(pid)], { encoding: 'utf8' })
      .trim()
      .split('\n');
    process.kill(pid, 'SIGKILL');
    await ended;
    for (const child of children)
      execFileSync('bash', ['-c', `kill -9 -- -${child} || kill -9 ${child}`], { stdio: 'pipe' });
    const { checks = [] } = await site.step('verify', pins, { CRITICAL, HEALTH_SCRIPT: '' });
    expect(
      checks
        .filter(({ code }) => code === 'check.critical')
        .map((check) => [checked(check)[1], check.ok, check.evidence]),
    ).toEqual([
      ['done', true, 'exit 0: balanced'],
      ['cut', false, expect.stringContaining(' verify ')],
      ['again', true, 'exit 0'],
    ]);
    expect([lines('done'), lines('cut'), lines('again')]).toEqual(['x\n', 'x\n', 'x\nx\nx\n']);
    await site.close('undone', { ROLLBACK });
  });
});

test('a URL that is called only once keeps its recorded result, though Docker is away by then', async () => {
  const ROLLBACK = 'r-once';
  const pins = { ROLLBACK, COMMIT: v1, IMAGES: '', LINKS: '', DATABASE: '', VOLUMES: '' };
  const identity = { CRITICAL: 'page=once:http://web:8080/', HEALTH_SCRIPT: '' };
  const evidence = ({ checks = [] }: Pick<Verdict, 'checks'>) =>
    checks.find(({ code }) => code === 'check.critical')?.evidence;
  await site.open({ ROLLBACK });
  expect(evidence(await site.step('verify', pins, identity))).toBe('exit 0: answered with 200');
  const again = { ...identity, AGAIN: 'yes' };
  const recorded = await withoutDocker(() => site.step('verify', pins, again));
  expect(recorded.checks).toContainEqual(expect.objectContaining({ code: 'check.database-read', ok: true }));
  expect(evidence(recorded)).toBe('exit 0: answered with 200');
  await site.close('undone', { ROLLBACK });
});

/** As on a host where Docker has no plugin of Compose: v2 is there as docker-compose. */
function standAlone(deployment: Deployment): Deployment {
  const bin = join(deployment.parent, 'alone');
  const which = (name: string) => execFileSync('which', [name], { encoding: 'utf8' }).trim();
  const none = `#!/bin/bash\n[[ $1 != compose ]] && exec ${which('docker')} "$@"\necho 'no such command' >&2; exit 125\n`;
  mkdirSync(bin);
  writeFileSync(join(bin, 'docker'), none, { mode: 0o755 });
  symlinkSync(plugin, join(bin, 'docker-compose'));
  deployment.env = { ...deployment.env, PATH: `${bin}:${deployment.env.PATH}` };
  return deployment;
}

test.each([
  ['a Compose v2 that stands alone', () => standAlone(new Deployment()), '"com.docker.compose.version":"2'],
])('%s builds, recreates only what is named, and leaves it alone the second time', async (_, make, label) => {
  const old = make();
  try {
    const commit = old.commit('v1');
    old.commit('v2');
    old.build('v2');
    old.up('--no-deps', 'web', 'other');
    const other = old.container('other');
    await old.open();
    const names = `web=${old.project}-web:latest`;
    expect((await old.facts('target', { COMMIT: commit })).get('compose.target')).toContain('web:');
    const run = (name: string, IMAGES: string) =>
      old.start(name, { COMMIT: commit, IMAGES, REFERENCES: names, LINKS: '' }).ended;
    const { images = {} } = verdictOf(await run('prepare', 'web=build'));
    expect(images.web).toMatch(/^sha256:/);
    expect(verdictOf(await run('restart', `web=${images.web}`))).toMatchObject({
      ok: true,
      outages: [{ service: 'web' }],
    });
    const web = old.container('web');
    await old.close();
    await old.open({ ROLLBACK: 'r-2' });
    const pins = { ROLLBACK: 'r-2', COMMIT: commit, IMAGES: `web=${images.web}`, REFERENCES: names };
    expect(await old.step('restart', pins)).toMatchObject({ ok: true, outages: [] });
    expect([old.container('web'), old.container('other')]).toEqual([web, other]);
    expect((await old.facts('detect')).get('containers')).toContain(label);
  } finally {
    old.remove();
  }
});
