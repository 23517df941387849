import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Code } from '../../machines/model/codes';
import { Demo, docker } from '../support/demo/demo';
import { isFull } from '../support/depth';
import { type Asked, Session } from '../support/demo/session';
import { worldOf } from '../support/demo/world';

const demo = new Demo();
const bin = join(demo.parent, 'bin');
const calls = join(demo.parent, 'calls');
const marks = join(demo.parent, 'marks');
const foreign = `${demo.project}-foreign`;
const network = `${demo.project}_default`;

/** All calls of docker, Compose and git are written down. */
const session = new Session(demo, 'session', {
  PATH: [bin, process.env['PATH']].join(delimiter),
});
/** The command lines so far, each as its words. */
const called = (tool: string) =>
  (existsSync(calls) ? readFileSync(calls, 'utf8') : '')
    .split('\n')
    .filter((line) => line.startsWith(`${tool}\t`))
    .map((line) => line.split('\t').slice(1));
const lines = (file: string) => (existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').length : 0);
const read = (name: string) => readFileSync(join(demo.directory, name), 'utf8');
const sql = (query: string) =>
  docker(
    ...['exec', demo.container('postgres'), 'psql', '-XAtq', '-U', 'chronos_user'],
    ...['-d', 'chronos_financial', '-c', query],
  );
const databases = () => sql('SELECT oid, datname FROM pg_database ORDER BY oid');
const rows = () => sql('SELECT (SELECT count(*) FROM accounts), (SELECT count(*) FROM transactions)');
const database = () => {
  const mounts = '{{range .Mounts}}{{println .Source .Destination}}{{end}}';
  return docker(
    'inspect',
    '-f',
    `{{.ID}} {{.State.StartedAt}}\n${mounts}`,
    demo.container('postgres'),
  ).sort();
};
const foreigner = () =>
  docker('inspect', '-f', '{{.Id}} {{.State.StartedAt}} {{json .NetworkSettings.Networks}}', foreign);
const head = () => demo.git('describe', '--tags', 'HEAD');

/** A tag at a release like v2 but for one change of its Compose file. */
function releaseWith(tag: string, from: string | RegExp, to: string): void {
  const aside = join(demo.parent, tag);
  demo.git('worktree', 'add', '--detach', aside, 'v2');
  const file = join(aside, 'docker-compose.production.yml');
  writeFileSync(file, readFileSync(file, 'utf8').replace(from, to));
  const who = ['-c', 'user.name=test', '-c', 'user.email=test@localhost'];
  demo.git('-C', aside, ...who, 'commit', '--quiet', '--all', '--message', tag);
  demo.git('tag', tag, demo.git('-C', aside, 'rev-parse', 'HEAD'));
  demo.git('worktree', 'remove', aside);
}

beforeAll(() => {
  demo.create();
  for (const release of ['v2', 'v3']) expect(demo.deploy(release).code).toBe(0);
  mkdirSync(bin);
  for (const tool of ['docker', 'docker-compose', 'git']) {
    const real = execFileSync('which', [tool], { encoding: 'utf8' }).trim();
    const record = `(IFS='\t'; printf '%s\\n' "$(printf '%s' "${tool}\t$*" | tr '\\n' ' ')") >>'${calls}'`;
    writeFileSync(join(bin, tool), `#!/bin/bash\n${record}\nexec ${real} "$@"\n`, { mode: 0o755 });
  }
  writeFileSync(calls, '', { mode: 0o666 });
  writeFileSync(
    join(demo.directory, '.git/hooks/post-checkout'),
    `#!/bin/sh\necho hook >>'${marks}.hook'\n`,
    {
      mode: 0o755,
    },
  );
  appendFileSync(join(demo.directory, 'README.md'), 'a note of the operator\n');
  writeFileSync(join(demo.directory, 'untracked'), 'mine\n');
  docker(
    'run',
    '-d',
    '--init',
    '--name',
    foreign,
    '--network',
    network,
    `${demo.project}-backend`,
    'sleep',
    '900',
  );
  session.deploy({ critical: { books: `echo ran >>'${marks}.critical'` } });
});

afterAll(() => {
  for (const id of docker('ps', '-aq', '--filter', `name=^${foreign}$`)) docker('rm', '-f', id);
  demo.clean();
});

/** The words of the health script's own calls into the backend, of which one run makes three. */
const healthChecks = () =>
  called('docker').filter((words) => words.includes('http://frontend:3000/api/transfers'));

describe('a rollback, its undo and a restart of everything', () => {
  const before = () => ({ env: read('.env'), untracked: read('untracked'), foreigner: foreigner() });
  let first: ReturnType<typeof before>;
  let oids: string[];
  let id: string;

  test('never run anything with side effects in preview or detect', async () => {
    const world = { world: worldOf(demo), database: database(), first: (first = before()) };
    oids = databases();
    expect(await session.preview()).toMatchObject({ code: 0 });
    expect({ world: worldOf(demo), database: database(), first: before() }).toEqual(world);
    expect([lines(`${marks}.critical`), lines(`${marks}.hook`), healthChecks()]).toEqual([0, 0, []]);
    expect(existsSync(join(demo.state, 'journal.jsonl'))).toBe(false);
  });

  test('never touch the database in a rollback of code, nor run critical checks and health script twice', async () => {
    const db = database();
    const { code, text, outputs } = await session.up();
    id = outputs.audit.newest[0]?.id ?? '';
    expect({ code, text }).toEqual({ code: 0, text });
    expect([head(), database(), databases()]).toEqual(['v2', db, oids]);
    expect([lines(`${marks}.critical`), healthChecks().length]).toEqual([1, 1]);
  });

  test('never lose local work: stashed under the id, back after the undo, no hook, .env byte for byte', async () => {
    expect(demo.git('stash', 'list')).toContain(`chronos-rollback ${id}`);
    expect(read('README.md')).not.toContain('a note of the operator');
    expect(before()).toEqual(first);
    const db = database();
    const { text, outputs } = await session.up({ undo: id });
    expect({ status: outputs.status, text }).toEqual({ status: 'undone', text });
    expect([head(), read('README.md').includes('a note of the operator')]).toEqual(['v3', true]);
    expect([demo.git('stash', 'list'), lines(`${marks}.hook`), database()]).toEqual(['', 0, db]);
    expect(before()).toEqual(first);
  });

  test('never remove a network with foreign containers', async () => {
    const kept = {
      rows: rows(),
      databases: databases(),
      network: docker('network', 'inspect', '-f', '{{.Id}}', network),
    };
    // The release answers transfers with errors, so verify never comes to a good end.
    const all = { scenario: 'infrastructure', service: 'all', timeouts: { verify: 10 } };
    const { outputs } = await session.up(all);
    expect(outputs.timeline.map(({ state }) => state)).toEqual(expect.arrayContaining(['stop', 'restart']));
    expect({
      rows: rows(),
      databases: databases(),
      network: docker('network', 'inspect', '-f', '{{.Id}}', network),
    }).toEqual(kept);
    expect(before()).toEqual(first);
  });

  test('never say -v, --volumes, --remove-orphans, --rmi or prune to Docker and Compose, nor drop a database', async () => {
    const all = [...called('docker'), ...called('docker-compose')];
    const composed = all.filter((words) => words.some((word) => ['down', 'up', 'stop', 'rm'].includes(word)));
    expect(composed.length).toBeGreaterThan(3);
    for (const words of all) {
      expect(words.filter((word) => /^(--volumes|--remove-orphans|--rmi.*|prune)$/.test(word))).toEqual([]);
      expect(words.join(' ')).not.toMatch(/drop\s+(database|schema|table)|dropdb/i);
    }
    // `-v` is a name's value for psql; to Compose, and to Docker's own rm, it means volumes.
    for (const words of all.filter(([first]) => first !== 'exec')) {
      expect(words.filter((word) => /^-[a-z]*v[a-z]*$/.test(word))).toEqual([]);
    }
  });

  test('never let git clean, stash untracked files, or run hooks', async () => {
    const all = called('git');
    expect(all.filter((words) => words.includes('checkout')).length).toBeGreaterThan(1);
    for (const words of all) {
      expect(
        words.filter(
          (word) =>
            /^(clean|-u|--include-untracked|-a|--all)$/.test(word) &&
            !words.includes('log') &&
            !words.includes('checkout-index'),
        ),
      ).toEqual([]);
    }
    const writing = all.filter((words) =>
      ['checkout', 'stash', 'reset'].some((word) => words.includes(word)),
    );
    for (const words of writing) expect(words).toContain('core.hooksPath=/dev/null');
  });
});

describe('is refused with nothing touched', () => {
  /** A refusal with this code, whose text names these, and a deployment that is as it was. */
  async function refuses(
    why: Code,
    named: readonly RegExp[],
    asked: Asked = {},
    env: NodeJS.ProcessEnv = {},
  ) {
    const standing = () => ({ world: worldOf(demo), database: database() });
    const before = standing();
    const { code, lines, text, outputs } = await session.up(asked, env);
    for (const one of named)
      expect({ code, text }).toEqual({ code: 1, text: expect.stringMatching(one) as string });
    expect({ lines, status: outputs.status, code: outputs.code }).toEqual({
      lines: [],
      status: 'refused',
      code: why,
    });
    expect(standing()).toEqual(before);
  }
  const deployment = (more: object) => ({
    deployment: { ...(session.config['deployment'] as object), ...more },
  });

  test('keys that are unknown or malformed, at any depth: each is named', async () => {
    await refuses(
      'config.invalid',
      [
        /config "comit" .* commit, /,
        /config "scenario" .*"all".* auto, code/,
        /config "timeouts.stopp" .* prepare, /,
        /config "commit" .*"--all".* "previous"/,
      ],
      { comit: 'v1', scenario: 'all', commit: '--all', timeouts: { stopp: 3 } },
    );
  });

  test('Docker out of reach', async () => {
    const env = { DOCKER_HOST: 'unix:///nowhere.sock' };
    await refuses('docker.unreachable', [/got unix:\/\/\/nowhere/], {}, env);
  });

  if (isFull)
    test('a target that would overwrite an untracked file', async () => {
      const file = join(demo.directory, 'statements.txt');
      const tree = ['-c', 'user.name=test', '-c', 'user.email=test@localhost'];
      const aside = join(demo.parent, 'aside');
      demo.git('worktree', 'add', '--detach', aside, 'v2');
      writeFileSync(join(aside, 'statements.txt'), 'of the release\n');
      demo.git('-C', aside, 'add', 'statements.txt');
      demo.git('-C', aside, ...tree, 'commit', '--quiet', '--message', 'statements');
      demo.git('tag', 'with-file', demo.git('-C', aside, 'rev-parse', 'HEAD'));
      demo.git('worktree', 'remove', aside);
      writeFileSync(file, 'mine\n');
      await refuses('checkout.untracked-files', [/statements\.txt/], { commit: 'with-file' });
      expect(read('statements.txt')).toBe('mine\n');
      rmSync(file);
    });

  // Each of these refusals is decided by a test of its own, without a deployment.
  if (isFull) {
    test('a commit that does not exist', async () => {
      await refuses('commit.unknown', [/got "v99"/], { commit: 'v99' });
    });

    test('a directory that is no checkout', async () => {
      await refuses('checkout.no-commit', [/\/usr\/share/], deployment({ directory: '/usr/share' }));
    });

    test('a target without the Compose file', async () => {
      const tree = demo.git('hash-object', '-t', 'tree', '-w', '/dev/null');
      const identity = ['-c', 'user.name=test', '-c', 'user.email=test@localhost'];
      demo.git('tag', 'before-compose', demo.git(...identity, 'commit-tree', tree, '-m', 'empty'));
      await refuses('compose.missing-file', [/docker-compose\.production\.yml/], {
        commit: 'before-compose',
      });
    });

    test('a target that changes the volume of the database', async () => {
      releaseWith('other-volume', /postgres_data:\/var/, './data:/var');
      await refuses('database.differs', [/postgres.*volume/], { commit: 'other-volume' });
    });

    test('a configured project that contradicts the containers', async () => {
      await refuses(
        'deployment.no-containers',
        [/deployment\.project.* another/],
        deployment({ project: 'another' }),
      );
    });
  }
});
