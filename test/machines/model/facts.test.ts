import { decodeFacts } from '../../../machines/detect/observe/decodeFacts';
import { parseFacts } from '../../../machines/detect/observe/parseFacts';
import { parseNamedCommit } from '../../../machines/detect/observe/gitFacts';
import { parseTarget } from '../../../machines/detect/observe/targetRelease';
import { commit, container, image, saying, without } from '../../fixtures';

const printed = (facts: Record<string, string>) =>
  Object.entries(facts)
    .map(([name, text]) => `${name} ${Buffer.from(text).toString('base64')}`)
    .join('\n');
const read = (given: Record<string, string>) => parseFacts(decodeFacts(printed(given)), { attempts: [] });

test('facts come back as they were, whatever is in them', () => {
  const odd = { a: '\'"\\\n\0 $(x)', b: '', 'c.d': 'ä漢' };
  expect(Object.fromEntries(decodeFacts(`${printed(odd)}\n`))).toEqual(odd);
});

test('a host that says nothing gives facts that claim nothing', () => {
  expect(read({})).toEqual({
    host: '',
    user: '',
    clock: '',
    missing: [],
    hasDeployScript: false,
    silent: [],
    unwritable: [],
    git: { shallow: false, bare: false, modified: [], reflog: [], releases: new Map() },
    wanted: { remote: false },
    docker: { endpoint: '' },
    compose: {},
    projects: [],
    containers: [],
    networks: [],
    links: [],
    probes: [],
    database: { damage: [], left: [] },
    disks: [],
    diskSpace: {},
    deployments: [],
    attempts: [],
    holds: [],
    unreadableHolds: [],
    pins: [],
    rollbackDirectories: [],
    safety: new Map(),
  });
});

test('what the database says of itself is read, and what its log says of damage', () => {
  const database =
    '{"version":"PostgreSQL 15.18","oid":"16384","left":["app_before_r-00000001"],"wrongPages":2}';
  expect(read({ database, 'database.damage': '3 times in its log: invalid page\n' }).database).toEqual({
    version: 'PostgreSQL 15.18',
    oid: '16384',
    left: ['app_before_r-00000001'],
    damage: [saying('2 pages'), saying('3 times', 'invalid page')],
  });
  expect(read({ database: database.slice(0, 40) }).database).toEqual({ damage: [], left: [] });
});

test('what tells of a restore in place is read by rollback', () => {
  const safety = 'r-00000001\tsafety.dump\nr-00000001\treplaced\nr-00000002\trestored\n';
  expect(read({ safety }).safety).toEqual(
    new Map([
      ['r-00000001', new Set(['safety.dump', 'replaced'])],
      ['r-00000002', new Set(['restored'])],
    ]),
  );
});

test('what detect.sh prints is read', () => {
  const labels = {
    'com.docker.compose.service': 'backend',
    'com.docker.compose.project': 'chronos',
    'com.docker.compose.project.config_files': '/opt/c/a.yml,/opt/c/b.yml',
    'com.docker.compose.project.working_dir': '/opt/c',
    'com.docker.compose.version': '2.40.3',
  };
  const inspected = {
    id: 'c1',
    image: image(3),
    reference: 'chronos-backend',
    status: 'running',
    health: null,
    exitCode: 0,
    oomKilled: false,
    created: '2026-11-22T02:37:00Z',
    started: '2026-11-22T02:38:00Z',
    restarts: 0,
    networks: { chronos_default: {} },
    networkMode: 'chronos_default',
    mounts: [
      { Type: 'volume', Name: 'data', Source: '/var/v', Destination: '/data', RW: true },
      { Type: 'bind', Source: '/opt/c/conf', Destination: '/conf' },
    ],
  };
  const given = read({
    missing: 'curl  flock\n',
    directory: '/opt/c\n',
    'git.head': `${commit(3)}\n`,
    'git.modified': 'a b.txt\0ä\0',
    'git.reflog': `${commit(3)}\n${commit(2)}\n`,
    'git.moves': `${commit(3)} 2026-11-22T02:36:00+00:00\n`,
    'git.releases': `${commit(3)}\tHEAD -> main, tag: v3\tA\tB\n${commit(2)}\t\tOlder\n`,
    commit: commit(2),
    'commit.remote': 'yes',
    'docker.error': 'down',
    containers: `${JSON.stringify({ ...inspected, labels })}\n${JSON.stringify({ ...inspected, labels: null, networks: null })}\n`,
    sizes: `${image(3)} 1048576 2026-11-22T02:30:00Z ${commit(3)}\n`,
    probes: 'transfers\t200\t0.01\ntransfers\t500\t0.02\nback end\t000\t0\n',
    disk: 'checkout /dev/sda1 100 50 204 51% /\ndocker /dev/sdb1 9 5 7 51% /a b\nstate /dev/sda1 100 50 204 51% /\n',
  });
  expect(given).toMatchObject({
    missing: ['curl', 'flock'],
    directory: '/opt/c',
    git: {
      head: commit(3),
      modified: ['a b.txt', 'ä'],
      reflog: [commit(3), commit(2)],
      moves: [{ commit: commit(3), at: '2026-11-22T02:36:00+00:00' }],
    },
    wanted: { commit: commit(2), remote: true },
    docker: { error: 'down' },
    containers: [
      {
        service: 'backend',
        project: 'chronos',
        files: ['/opt/c/a.yml', '/opt/c/b.yml'],
        directory: '/opt/c',
        composeVersion: '2.40.3',
        networkMode: 'chronos_default',
        mounts: [
          { type: 'volume', name: 'data', source: '/var/v', destination: '/data' },
          { type: 'bind', name: '', source: '/opt/c/conf', destination: '/conf' },
        ],
        imageBytes: 1048576,
      },
      { service: '', files: [] },
    ],
    probes: [
      { name: 'transfers', codes: [200, 500], seconds: [0.01, 0.02] },
      { name: 'back end', codes: [0], seconds: [0] },
    ],
    disks: [
      { mount: '/', freeKiB: 204, used: '51%' },
      { mount: '/a b', freeKiB: 7, used: '51%' },
    ],
    diskSpace: {
      checkout: { mount: '/', freeKiB: 204 },
      state: { mount: '/', freeKiB: 204 },
      docker: { mount: '/a b', freeKiB: 7 },
    },
  });
  expect([...given.git.releases.values()]).toEqual([
    { commit: commit(3), name: 'v3', subject: 'A\tB' },
    { commit: commit(2), subject: 'Older' },
  ]);
});

test.each([
  ['HEAD -> main, tag: v3, origin/main', 'v3'],
  ['HEAD -> main', 'main'],
  ['HEAD', undefined],
  ['origin/main', 'origin/main'],
  ['', undefined],
])('of the names %j a tag comes before a branch: %j', (decoration, name) => {
  expect(parseNamedCommit(`${commit(1)}\t${decoration}\tx`).name).toBe(name);
});

test('a line of the deploy record that cannot be read is no evidence, and spoils no other', () => {
  const good = { at: '2026-11-20T02:38:00Z', commit: commit(1), by: 'root@host' };
  const lines = [
    'no json',
    '5',
    JSON.stringify({ ...good, commit: 'v1' }),
    JSON.stringify({ ...good, at: 'yesterday' }),
    JSON.stringify(good),
    '{"at":"2026-11-2',
  ];
  expect(read({ 'deployments.jsonl': lines.join('\n') }).deployments).toEqual([{ ...good, images: {} }]);
});

test('which lines of the deploy record cannot be read is kept, with the times of those beside them', () => {
  const [first, last] = ['2026-11-20T02:38:00Z', '2026-11-21T02:38:00Z'];
  const line = (at: string) => JSON.stringify({ at, commit: commit(1) });
  const record = ['no json', line(first), '', '{"at":"2026-11-2', line(last), '5', ''].join('\n');
  expect(read({ 'deployments.jsonl': record }).unreadRecord).toEqual([
    { line: 1, before: first },
    { line: 4, after: first, before: last },
    { line: 6, after: last },
  ]);
  expect(read({ 'deployments.jsonl': line(first) })).not.toHaveProperty('unreadRecord');
});

test('commits on record with fewer digits are those that git has found, and else no line', () => {
  const line = (n: number, more: object = {}) =>
    JSON.stringify({ at: '2026-11-20T02:38:00Z', commit: commit(n).slice(0, 7), ...more });
  const record = [line(1), line(2, { rolledBackFrom: commit(1).slice(0, 7) }), line(3)].join('\n');
  const short = [1, 2].map((n) => `${commit(n).slice(0, 7)} ${commit(n)}`).join('\n');
  const { deployments, unreadRecord } = read({ 'deployments.jsonl': record, 'deployments.short': short });
  expect(deployments).toMatchObject([
    { commit: commit(1) },
    { commit: commit(2), rolledBackFrom: commit(1) },
  ]);
  expect(unreadRecord).toMatchObject([{ line: 3 }]);
});

const LEASE = {
  v: 1,
  rollback: 'r-00c0ffee',
  holder: 'organization/chronos-rollback/production',
  user: 'tester@host',
  since: '2026-11-22T03:00:00.000Z',
  state: 'restart',
  until: '2026-11-22T03:04:00.000Z',
};

test.each<[string, string | undefined, object | undefined]>([
  ['whole', `${JSON.stringify(LEASE)}\n`, without(LEASE, 'v')],
  ['absent', undefined, undefined],
  ['empty', '', undefined],
  ['cut off', JSON.stringify(LEASE).slice(0, 60), undefined],
  ['of another version', JSON.stringify({ ...LEASE, v: 2 }), undefined],
  ['without a time', JSON.stringify({ ...LEASE, until: 'soon' }), undefined],
])('a lease that is %s', (_, lease, expected) => {
  const given = read(lease === undefined ? {} : { lease });
  expect([given.lease, given.unreadableLease ?? false]).toEqual([
    expected,
    lease !== undefined && expected === undefined,
  ]);
});

const REASON = `since=2026-11-22T03:00:00Z\noperator=a=b\nreason=it's "bad"`;
test('holds are read, and files of other names are none', () => {
  const holds = [
    `id=r-1\nmode=release\ncommit=${commit(3)}\n${REASON}`,
    'id=r-2\nmode=all\n\nmode=release',
    'id=.swp\nmode=all',
    'id=r-notes',
  ];
  const given = read({ holds: `${holds.join('\n\n')}\n\n` });
  expect(given.holds).toEqual([
    {
      id: 'r-1',
      mode: 'release',
      commit: commit(3),
      since: '2026-11-22T03:00:00Z',
      operator: 'a=b',
      reason: 'it\'s "bad"',
    },
    { id: 'r-2', mode: 'all', commit: '', since: '', operator: '', reason: '' },
  ]);
  expect(given.unreadableHolds).toEqual([]);
});

test.each<[string, string, boolean]>([
  ['is empty', '', true],
  ['has another mode', 'mode=everything', true],
  ['holds a release that is not named', 'mode=release\nreason=x', true],
  ['is no text', '\u0000\u0001\n\n\n\ufffd=', true],
  ['holds nothing', 'mode=none', false],
])('a hold cannot be read, as the deploy script would say, that %s', (_, text, isUnreadable) => {
  const given = read({ holds: `id=r-0000000a\n${text}\n\nid=r-0000000b\nmode=all\n\n` });
  expect(given.unreadableHolds).toEqual(isUnreadable ? ['r-0000000a'] : []);
  expect(given.holds.map(({ id }) => id)).toEqual(['r-0000000b']);
});

test('locks, links, rights, and what gave no answer are read', () => {
  const given = read({
    'git.lock': '/c/.git/index.lock\tlive 312 git',
    'git.shallow': 'true\n',
    links: 'backend\t0\nfrontend\t124\n',
    unwritable: 'checkout /c is on a read-only file system\n',
    pins: 'chronos-rollback/chronos-backend:3\n',
    rollbacks: 'r-1\nr-2\n',
    networks: 'chronos_default\n',
    'docker.group': 'docker\n',
    'git.unfinished': 'rebase',
    versions: 'git 2.39.5\ncurl \n',
    bash: 'no bash',
  });
  expect(given).toMatchObject({
    git: {
      lock: { path: '/c/.git/index.lock', holder: '312 git' },
      shallow: true,
      bare: false,
      unfinished: 'rebase',
    },
    versions: new Map([['git', '2.39.5']]),
    links: [
      { service: 'backend', code: 0 },
      { service: 'frontend', code: 124 },
    ],
    unwritable: ['checkout /c is on a read-only file system'],
    pins: ['chronos-rollback/chronos-backend:3'],
    rollbackDirectories: ['r-1', 'r-2'],
    networks: ['chronos_default'],
    docker: { group: 'docker' },
    oldBash: 'no bash',
  });
  expect(read({ 'git.lock': '/c/.git/index.lock\tstale' }).git.lock).toEqual({ path: '/c/.git/index.lock' });
  const twice = ['git', 'docker ps', 'git'].map((silent) => printed({ silent: `${silent}\n` })).join('\n');
  expect(parseFacts(decodeFacts(twice), { attempts: [] }).silent).toEqual(['git', 'docker ps']);
});

test('what target.sh prints is read', () => {
  const raw = decodeFacts(
    printed({
      release: `${commit(2)}\ttag: v2\tRelease 2\n`,
      leaves: '3333333 Release 3\n',
      brings: '',
      overwritten: 'a b\0ä\0',
      submodules: 'lib\0',
      hidden: 'skip-worktree\ta\tb\0assume-unchanged\tc\0',
      migrations: '003_fees.sql\n',
      'migrations.applied': '002.sql\n003_fees.sql\n',
      'migrations.known': '002.sql\n',
      sources: 'web/\0web/Dockerfile\0',
      difference: ' 1 file changed\n',
      'compose.current': 'services: { web: { image: a } }',
      'compose.target': 'services: { web: { image: b } }',
      'compose.target.digest': 'f00\n',
      'compose.target.hashes': 'web aa\n',
      'compose.current.hashes': 'web bb\n',
      'compose.unset': 'TAG\n',
      'compose.unset.inside': 'compose\t/srv/.env\tPASSWORD\n',
      'compose.unset.defaults': 'MODE\n',
      'compose.current.written': "services: { web: { image: '${B}' } }",
      'compose.current.unset': 'OLD\n',
      'compose.target.references':
        'service\tyes\t/srv/app.env\tA\tMODE\t:-x\ncompose\tno\t/srv/.env\tPASSWORD\t\t\n',
      'compose.current.references': '',
      'images.tagged': `${image(1)} 2026-11-20T03:00:00Z 2026-11-20T02:00:00Z\n`,
      'compose.warnings': 'old\n',
      'database.major': '16\n',
      'compose.given.changed': 'KEY\n',
      'compose.name.current': 'shop',
      'compose.name.target': 'shop',
      'compose.usual.current': 'web\n',
      'compose.usual.target': 'web\ndb\n',
      'env-files.given': '/etc/a.env\n',
      'env-files.target': '/opt/b.env\n',
      'env-files.current': '\n',
      'env-files.former-gone': 'c.env',
      'variables.target': 'TAG=v2\nKEY=a=b\n',
      'variables.current': '',
      'variables.untagged': `${commit(3)}\n`,
      'environment.names': 'cafe web KEY\n',
      'compose.untracked': 'docker/.env\n',
      inputs: 'given\t10\t/etc/a.env\t\nread\t?\t/srv/x y\tsrc\n',
      'compose.target.written': "services: { web: { image: '${A}' } }",
      'compose.remote': '',
      below: 'docker/',
      changed: 'docker/a b\0c\0',
      'since.current': `${commit(1)} \0${commit(1)} a b\0${commit(4)} \0`,
      'since.target': '',
      'compose.tracked': 'conf\0.\0',
      images: `web:1 ${image(1)}\n<none>:<none> ${image(2)}\n`,
      'images.labelled': `web ${image(1)}\n`,
      'images.pinned': `chronos-rollback/p-web:2222 ${commit(1)}\nchronos-rollback/p-db:2222 \n`,
    }),
  );
  expect(parseTarget(raw)).toEqual({
    release: { commit: commit(2), name: 'v2', subject: 'Release 2' },
    leaves: ['3333333 Release 3'],
    brings: [],
    gone: false,
    overwritten: ['a b', 'ä'],
    submodules: ['lib'],
    hidden: [
      { mark: 'skip-worktree', path: 'a\tb' },
      { mark: 'assume-unchanged', path: 'c' },
    ],
    migrations: ['003_fees.sql'],
    migrationRows: { applied: ['002.sql', '003_fees.sql'], known: new Set(['002.sql']) },
    sources: new Set(['web/', 'web/Dockerfile']),
    difference: '1 file changed',
    current: { services: { web: { image: 'a' } } },
    target: { services: { web: { image: 'b' } } },
    digest: 'f00',
    hashes: { target: new Map([['web', 'aa']]), current: new Map([['web', 'bb']]) },
    unset: ['TAG'],
    unsetInside: [{ origin: 'compose', path: '/srv/.env', key: 'PASSWORD' }],
    unsetDefaults: new Set(['MODE']),
    currentWritten: { services: { web: { image: '${B}' } } },
    currentUnset: ['OLD'],
    envReferences: {
      current: [],
      target: [
        { origin: 'service', path: '/srv/app.env', key: 'A', name: 'MODE', form: ':-x' },
        { origin: 'compose', path: '/srv/.env', key: 'PASSWORD', form: '' },
      ],
    },
    namedImages: new Map([[image(1), { tagged: '2026-11-20T03:00:00Z', created: '2026-11-20T02:00:00Z' }]]),
    warnings: ['old'],
    databaseMajor: '16',
    givenAnew: new Set(['KEY']),
    projectNames: { current: 'shop', target: 'shop' },
    usual: { current: new Set(['web']), target: new Set(['web', 'db']) },
    missingEnv: { given: ['/etc/a.env'], target: '/opt/b.env', former: ['c.env'] },
    variables: {
      target: new Map([
        ['TAG', 'v2'],
        ['KEY', 'a=b'],
      ]),
      current: new Map(),
    },
    untagged: [commit(3)],
    carried: [{ container: 'cafe', service: 'web', name: 'KEY' }],
    untracked: ['docker/.env'],
    inputs: [
      { kind: 'given', path: '/etc/a.env', changed: 10 },
      { kind: 'read', path: '/srv/x y', leadsTo: 'src' },
    ],
    written: { services: { web: { image: '${A}' } } },
    remote: [],
    below: 'docker/',
    changed: new Set(['docker/a b', 'c']),
    since: {
      current: new Map([
        [commit(1), new Set(['a b'])],
        [commit(4), new Set()],
      ]),
      target: new Map(),
    },
    tracked: new Set(['conf', '.']),
    imagesByName: new Map([
      ['web:1', image(1)],
      ['<none>:<none>', image(2)],
    ]),
    imageIds: new Set([image(1), image(2)]),
    pinned: new Map([
      ['chronos-rollback/p-web:2222', commit(1)],
      ['chronos-rollback/p-db:2222', ''],
    ]),
    labelled: new Map([['web', image(1)]]),
  });
});

test('a target says by which names its Compose files are known, and where one has moved to', () => {
  const told = (facts: Readonly<Record<string, string>>) =>
    parseTarget(decodeFacts(printed({ release: commit(2), ...facts })));
  expect(told({ 'compose.files': 'a.yml\nb.yml\n', 'compose.files.current': 'c.yml\n' })).toMatchObject({
    files: ['a.yml', 'b.yml'],
    currentFiles: ['c.yml'],
  });
  expect(told({ 'compose.missing': 'a.yml', 'compose.moved': 'docker/a.yml' })).toMatchObject({
    missingFile: 'a.yml',
    movedTo: 'docker/a.yml',
  });
});

test('the Compose files that are there are known only where the host has told them', () => {
  expect(read({})).not.toHaveProperty('filesHere');
  expect(read({ 'files.here': '/a/b.yml\n', 'files.found': 'b.yml\n' })).toMatchObject({
    filesHere: new Set(['/a/b.yml']),
    filesFound: ['b.yml'],
  });
});

test('a target without its Compose file says which', () => {
  expect(parseTarget(decodeFacts(printed({ release: commit(2), 'compose.missing': 'a.yml' })))).toMatchObject(
    {
      missingFile: 'a.yml',
      release: { commit: commit(2), subject: '' },
    },
  );
});

test('a container whose image has no id is none: a plan with that could not be read back', () => {
  const { mounts: _, ...inspected } = container('backend', image(3));
  const told = (id: string) => {
    const containers = JSON.stringify({ ...inspected, image: id, labels: {} });
    return read({ 'docker.version': '28.0.0', containers });
  };
  expect(told(image(3)).containers).toHaveLength(1);
  expect(told('ha256:1').containers).toEqual([]);
  expect(told('ha256:1').docker.error).toEqual(saying('"ha256:1"'));
});

test('what Docker says of a container in a way that nobody understands is an error, and no container', () => {
  const given = read({ 'docker.version': '28.0.0', containers: '{"id":1}\n' });
  expect(given).toMatchObject({
    containers: [],
    docker: { error: saying('{"id":1}') },
  });
});
