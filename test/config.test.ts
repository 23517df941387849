import os from 'node:os';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { parse } from 'yaml';
import { ConfigError, parseConfig } from '../config';
import { Config } from '../machines/config/schema';
import { configKeys } from '../tools/docs/config-table';
import { REQUEST, saying } from './fixtures';
import { depth } from './support/depth';

const problem = (raw: Record<string, string>): ConfigError => {
  try {
    parseConfig(raw);
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error(`accepted: ${JSON.stringify(raw).slice(0, 200)}`);
};
const deployment = (value: unknown) => ({ deployment: JSON.stringify(value) });
const refused = (value: unknown) => problem(deployment(value)).message;

describe('who typed it', () => {
  const { SUDO_USER } = process.env;
  afterEach(() => {
    jest.restoreAllMocks();
    if (SUDO_USER === undefined) delete process.env['SUDO_USER'];
    else process.env['SUDO_USER'] = SUDO_USER;
  });
  const name = () => parseConfig({}).operator.split('@')[0];

  test('is the user behind sudo', () => {
    process.env['SUDO_USER'] = 'jane';
    expect(name()).toBe('jane');
  });

  test('is the number of a user without an entry in passwd', () => {
    delete process.env['SUDO_USER'];
    jest.spyOn(os, 'userInfo').mockImplementation(() => {
      throw new Error('A system error occurred: uv_os_get_passwd returned ENOENT');
    });
    expect(name()).toBe(String(process.getuid?.()));
  });
});

test('nothing set is CHRONOS Financial', () => {
  const { operator, ...rest } = parseConfig({});
  expect(operator).toMatch(/^.+@.+$/);
  expect(rest).toEqual({
    request: REQUEST,
    confirm: '',
    revertWith: 'git',
    hold: 'release',
    reason: '',
    deployment: {
      directory: '/opt/chronos-financial',
      composeFile: 'docker-compose.production.yml',
      variables: {},
      envFiles: [],
      profiles: [],
      environment: 'production',
      appServices: ['backend', 'frontend'],
      databaseService: 'postgres',
      database: { user: 'chronos_user', name: 'chronos_financial' },
      backupDirectory: '/backups/pre-deployment',
      health: {
        frontend: 'http://frontend:3000/',
        backend: 'http://backend:8080/health',
        transfers: 'http://backend:8080/api/transfers',
      },
      links: { frontend: 'http://backend:8080/health' },
      critical: {},
      deployScript: 'deployment/scripts/deploy.sh',
      healthScript: 'deployment/scripts/health-check.sh',
    },
    timeouts: { prepare: 900, stop: 180, restore: 600, revert: 60, restart: 180, verify: 60, undo: 300 },
  });
});

test('every key that is set is taken', () => {
  const all = {
    directory: '/srv/shop',
    composeFile: 'deploy/compose.yml',
    variables: { TAG: '{tag}' },
    envFiles: ['/etc/shop.env'],
    profiles: ['prod'],
    environment: 'staging',
    project: 'shop',
    appServices: ['web'],
    databaseService: 'db',
    database: { user: 'shop', name: 'shop db' },
    backupDirectory: '/srv/backups',
    health: { web: 'https://shop.example/health' },
    links: { web: 'http://db-proxy:5432/' },
    critical: {
      'place order': { check: 'bin/order --dry-run', idempotent: false },
      'list orders': { check: 'https://shop.example/orders', idempotent: true },
    },
    deployScript: 'bin/deploy',
    healthScript: 'bin/check',
    stateDirectory: '/var/lib/shop-rollback',
  };
  const timeouts = { prepare: 1, stop: 4, restore: 6, revert: 2, restart: '3', verify: 86400, undo: 5 };
  const settings = parseConfig({
    commit: 'release/2026-11@hotfix#1',
    scenario: 'code',
    service: 'web, db',
    confirm: 'r-12345678',
    undo: 'r-9abcdef0',
    revertWith: 'script',
    hold: 'all',
    backup: 'database_20261125_020000.sql',
    strategy: 'in-place',
    stopFirst: 'true',
    settings: 'keep',
    reason: "it's “down”; $(not run)",
    operator: 'ann@example',
    ...deployment(all),
    timeouts: JSON.stringify(timeouts),
  });
  expect(settings).toEqual({
    request: {
      commit: 'release/2026-11@hotfix#1',
      scenario: 'code',
      service: 'web,db',
      undo: 'r-9abcdef0',
      backup: 'database_20261125_020000.sql',
      stopFirst: true,
      settings: 'keep',
      variables: { TAG: '{tag}' },
      envFiles: ['/etc/shop.env'],
      profiles: ['prod'],
    },
    confirm: 'r-12345678',
    revertWith: 'script',
    hold: 'all',
    strategy: 'in-place',
    reason: "it's “down”; $(not run)",
    operator: 'ann@example',
    deployment: all,
    timeouts: { ...timeouts, restart: 3 },
  });
});

test.each([
  ['directory', { directory: '/srv/shop' }],
  ['database.user', { database: { user: 'shop' } }],
])('setting deployment.%s alone keeps every other default', (_, value) => {
  const whole = parseConfig({}).deployment;
  const { database, ...rest } = value as { database?: object };
  expect(parseConfig(deployment(value)).deployment).toEqual({
    ...whole,
    ...rest,
    database: { ...whole.database, ...database },
  });
});

test('an object or list that was set whole, which Pulumi keeps as text, is taken as one', () => {
  const { appServices, links, health } = parseConfig(
    deployment({ appServices: '["web"]', links: '{}', health: '{"web":"http://web:80/"}' }),
  ).deployment;
  expect({ appServices, links, health }).toEqual({
    appServices: ['web'],
    links: {},
    health: { web: 'http://web:80/' },
  });
  expect(refused({ links: '{' })).toEqual(saying('"deployment.links"', '"{"', 'an object: service to URL'));
});

test('setting one timeout keeps the others', () => {
  expect(parseConfig({ timeouts: '{"verify":5}' }).timeouts).toEqual({
    prepare: 900,
    stop: 180,
    restore: 600,
    revert: 60,
    restart: 180,
    verify: 5,
    undo: 300,
  });
});

test.each([
  [
    { comit: 'v2' },
    [
      '"comit"',
      'commit, scenario, backup, service, confirm, undo, revertWith, hold, strategy, stopFirst, settings, reason',
    ],
  ],
  [deployment({ directroy: '/x' }), ['"deployment.directroy"', 'directory, compose']],
  [deployment({ database: { pass: 'x' } }), ['"deployment.database.pass"', 'user, name']],
  [
    { timeouts: '{"reverse":5}' },
    ['"timeouts.reverse"', 'prepare, stop, restore, revert, restart, verify, undo'],
  ],
  [
    deployment({ critical: { order: { check: 'bin/order', again: true } } }),
    ['"deployment.critical.order.again"', 'check, idempotent'],
  ],
  [{ deployment: '{"__proto__":{"directory":"/x"}}' }, ['"deployment.__proto__"', 'directory, compose']],
])('an unknown key is named with the known ones: %j', (raw, told) => {
  expect(problem(raw as unknown as Record<string, string>)).toMatchObject({
    code: 'config.invalid',
    message: saying(...told),
  });
});

const COMMIT = 'a hash, tag or branch name, "previous", or a release on record such as "#12"';
test.each([
  '',
  ' ',
  '-f',
  '--upload-pack=touch /tmp/x',
  '$(id)',
  '`id`',
  'v2;id',
  'v2 && id',
  'v2|id',
  "v2'",
  'v2"',
  'v2\\',
  'v2\n',
  'v2\nv3',
  'v2\r',
  'v2\0',
  'v1..v2',
  'v1...v2',
  'HEAD@{1}',
  'HEAD~1',
  'v2^{tree}',
  ':/fix',
  '.hidden',
  'ｖ2',
  'v2\u200b',
  'v2\u202e',
  'раз', // Cyrillic, which looks like Latin
  '𝐯𝟐',
  'v\u0661',
])('a commit %j, which is none or more than one, is refused', (commit) => {
  expect(problem({ commit })).toMatchObject({ code: 'config.invalid', message: saying('"commit"', COMMIT) });
});

test('a commit of 1 MB is refused, in a short message', () => {
  for (const text of ['a'.repeat(1 << 20), '.'.repeat(1 << 20), '@'.repeat(1 << 20)])
    expect(problem({ commit: text }).message.length).toBeLessThan(200);
});

test.each([
  ['previous'],
  ['v2'],
  ['9f3c2e1'],
  ['9f3c2e1'.padEnd(40, '0')],
  ['origin/main'],
  ['feature/a+b_c-d.1'],
])('a commit %s is taken', (commit) => {
  expect(parseConfig({ commit }).request.commit).toBe(commit);
});

test.each<[Record<string, string>, string[]]>([
  [{ scenario: 'coed' }, ['"scenario"', '"coed"', 'auto, code, database, infrastructure']],
  [{ reason: 'a\nb' }, ['"reason"', '"a\\nb"', 'one line of at most 500 characters']],
  [{ reason: 'x'.repeat(501) }, ['"reason"', 'xxx', 'one line of at most 500 characters']],
  [{ operator: 'a\rb' }, ['"operator"', '"a\\rb"', 'one line']],
  [{ deployment: '/srv/shop' }, ['"deployment"', '"/srv/shop"', 'an object: pulumi config set --path']],
  [{ deployment: 'null' }, ['"deployment"', 'null', 'an object']],
  [{ deployment: '[]' }, ['"deployment"', '[]', 'an object']],
  [{ timeouts: '5' }, ['"timeouts"', '5', 'an object']],
  [deployment({ database: 5 }), ['"deployment.database"', '5', 'an object']],
  [deployment({ directory: 'srv' }), ['"deployment.directory"', '"srv"', 'an absolute path']],
  [deployment({ directory: 7 }), ['"deployment.directory"', '7', 'an absolute path']],
  [deployment({ directory: '/a\n/b' }), ['"deployment.directory"', '"/a\\n/b"', 'an absolute']],
  [deployment({ composeFile: '/etc/x.yml' }), ['"deployment.composeFile"', '"/etc/x.yml"', 'a path']],
  [deployment({ composeFile: 'a/../../b' }), ['"deployment.composeFile"', '"a/../../b"', 'a path']],
  [deployment({ healthScript: 'a b' }), ['"deployment.healthScript"', '"a b"', 'a path inside']],
  [deployment({ environment: 'p;id' }), ['"deployment.environment"', '"p;id"', 'letters']],
  [deployment({ project: 'Shop' }), ['"deployment.project"', '"Shop"', 'a Compose project name']],
  [deployment({ appServices: [] }), ['"deployment.appServices"', '[]', 'at least one service']],
  [deployment({ appServices: 'web' }), ['"deployment.appServices"', '"web"', 'a list']],
  [deployment({ appServices: ['-x'] }), ['"deployment.appServices.0"', '"-x"', 'a service name']],
  [
    deployment({ appServices: ['backend', 'postgres'] }),
    ['"deployment.appServices"', '["backend","postgres"]', 'services without the databaseService'],
  ],
  [deployment({ databaseService: '' }), ['"deployment.databaseService"', '""', 'a service name']],
  [
    deployment({ database: { name: 'host=evil dbname=x' } }),
    ['"deployment.database.name"', '"host=evil dbname=x"', 'a name of at most 63 bytes'],
  ],
  [
    deployment({ database: { name: 'é'.repeat(40) } }),
    ['"deployment.database.name"', 'ééé', 'a name of at most 63 bytes, without control characters'],
  ],
  ...['/b/x.dump/.', '/b/x.dump/./', '/b/x.dump/..', '//', '/..'].map(
    (backup): [Record<string, string>, string[]] => [
      { backup },
      [
        '"backup"',
        `"${backup}"`,
        '"matching", "latest", a file name, or an absolute path without line breaks that ends with a name',
      ],
    ],
  ),
  [deployment({ database: { user: "a'b" } }), ['"deployment.database.user"', '"a\'b"', 'a name']],
  [deployment({ health: { web: 'ftp://x' } }), ['"deployment.health.web"', '"ftp://x"', 'an http']],
  [deployment({ health: { 'a=b': 'http://x' } }), ['"deployment.health.a=b"', '"a=b"', 'a name of']],
  [deployment({ health: [] }), ['"deployment.health"', '[]', 'an object: name to URL']],
  ...['http://a@web/', 'http://a:1@web/', 'http://WEB/', 'http://127.1/', 'http://web:x/'].map(
    (url): [Record<string, string>, string[]] => [
      deployment({ health: { web: url } }),
      [
        '"deployment.health.web"',
        `"${url}"`,
        'an http:// or https:// address, its host in lower case and without a user',
      ],
    ],
  ),
  [deployment({ links: { web: 'db' } }), ['"deployment.links.web"', '"db"', 'an http']],
  [
    deployment({ critical: { order: 'a\nb' } }),
    ['"deployment.critical.order"', '"a\\nb"', 'a URL or a command on one line, or an object'],
  ],
  [
    deployment({ critical: { order: { idempotent: true } } }),
    ['"deployment.critical.order"', '{"idempotent":true}', 'a URL or a command'],
  ],
  [
    deployment({ deployScript: '/bin/deploy' }),
    ['"deployment.deployScript"', '"/bin/deploy"', 'a path inside the checkout'],
  ],
  ...['-x', 'a,', ',a', 'a;b', 'a b', 'a\nb', '*', 'ALL '].map(
    (service): [Record<string, string>, string[]] => [
      { service },
      ['"service"', JSON.stringify(service), 'service names separated by commas, or "all"'],
    ],
  ),
  ...['confirm', 'undo'].flatMap((key) =>
    ['r-1234567', 'r-123456789', 'R-12345678', 'r-1234567g', '12345678', 'yes', 'r-12345678\n'].map(
      (id): [Record<string, string>, string[]] => [
        { [key]: id },
        [`"${key}"`, JSON.stringify(id), 'a plan id such as r-3f9a01bc'],
      ],
    ),
  ),
  ...['', '-x', '.hidden', 'a/b', '../a', 'a\nb', `/${'a'.repeat(1001)}`].map(
    (backup): [Record<string, string>, string[]] => [
      { backup },
      ['"backup"', '"matching", "latest", a file name, or an absolute path without line breaks'],
    ],
  ),
  [{ strategy: 'swap' }, ['"strategy"', '"swap"', 'shadow, in-place']],
  [{ stopFirst: 'yes' }, ['"stopFirst"', '"yes"', 'true or false']],
  [deployment({ backupDirectory: 'backups' }), ['"deployment.backupDirectory"', '"backups"', 'an absolute']],
  [{ revertWith: 'svn' }, ['"revertWith"', '"svn"', 'git, script']],
  [{ hold: 'yes' }, ['"hold"', '"yes"', 'release, all, none']],
  [deployment({ stateDirectory: 'state' }), ['"deployment.stateDirectory"', '"state"', 'an absolute']],
  ...['0', '-1', '1.5', '86401', 'true', '[5]', 'null', '"1e3"', '"0x10"', '"soon"', '""'].map(
    (value): [Record<string, string>, string[]] => [
      { timeouts: `{"verify":${value}}` },
      ['"timeouts.verify"', value, 'whole seconds from 1 to 86400'],
    ],
  ),
])('a malformed value %j is refused, naming field, value and what is accepted', (raw, told) => {
  expect(problem(raw)).toMatchObject({ code: 'config.invalid', message: saying(...told) });
});

test('a check of critical functionality runs once, unless it says that it may run again', () => {
  const { critical } = parseConfig(
    deployment({
      critical: {
        'place order': 'bin/order --dry-run',
        once: { check: 'bin/once' },
        typed: { check: 'http://web/', idempotent: 'true' },
      },
    }),
  ).deployment;
  expect(critical).toEqual({
    'place order': { check: 'bin/order --dry-run', idempotent: false },
    once: { check: 'bin/once', idempotent: false },
    typed: { check: 'http://web/', idempotent: true },
  });
});

test.each([
  ['', ''],
  ['all', 'all'],
  ['backend', 'backend'],
  ['backend,frontend', 'backend,frontend'],
  ['backend , frontend', 'backend,frontend'],
])('the services %j are taken as %j', (service, taken) => {
  expect(parseConfig({ service }).request.service).toBe(taken);
});

test.each(['matching', 'latest', 'database_20261125_020000.sql.gz', 'a b', '/srv/a b.dump'])(
  'a backup %s is taken',
  (backup) => {
    expect(parseConfig({ backup }).request.backup).toBe(backup);
  },
);

test('all that is wrong is said at once, a line each', () => {
  const { message } = problem({ commit: '-x', ...deployment({ directory: 'a', x: 1, project: 'A' }) });
  const fields = message.split('\n').map((line) => /^config "([^"]+)"/.exec(line)?.[1]);
  expect(fields.sort()).toEqual(['commit', 'deployment.directory', 'deployment.project', 'deployment.x']);
});

test('a value never floods the message', () => {
  expect(refused({ health: { web: 'x'.repeat(100_000) } }).length).toBeLessThan(300);
});

test('with a wrong commit the deployment can still be looked at', () => {
  const { usable } = problem({ commit: '-x', reason: 'a\nb', ...deployment({ directory: '/srv/shop' }) });
  expect(usable?.deployment.directory).toBe('/srv/shop');
  expect(usable?.request).toEqual(REQUEST);
});

test('with a wrong deployment nothing is looked at: it is not guessed', () => {
  expect(problem(deployment({ directory: 'srv' })).usable).toBeUndefined();
  expect(problem({ commit: '-x', deployment: '{' }).usable).toBeUndefined();
});

test('whatever is typed, the answer is settings or a ConfigError', () => {
  const key = fc.constantFrom(...Object.keys(Config.shape), 'x');
  const value = fc.oneof(fc.string({ unit: 'binary' }), fc.json());
  fc.assert(
    fc.property(fc.dictionary(key, value), (raw) => {
      try {
        parseConfig(raw);
      } catch (error) {
        expect(error).toBeInstanceOf(ConfigError);
        for (const line of (error as ConfigError).message.split('\n')) expect(line).toMatch(/^\w+ "/);
      }
    }),
    { numRuns: depth(80, 300) },
  );
});

test('Pulumi.yaml declares the schema keys with type, meaning and default, and they change nothing', () => {
  const { config } = parse(readFileSync(join(__dirname, '../Pulumi.yaml'), 'utf8')) as {
    config: Record<string, { type: string; description: string; default: unknown }>;
  };
  // The engine asks for a value of what is declared and has no default.
  const keys = configKeys().filter(({ key, default: value }) => !key.includes('.') && value !== undefined);
  expect(config).toEqual(
    Object.fromEntries(
      keys.map(({ key, type, meaning, default: value }) => [
        key,
        { type, description: meaning, default: value },
      ]),
    ),
  );
  const declared = Object.entries(config).map(([key, { default: value }]) => [
    key,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  expect(parseConfig(Object.fromEntries(declared) as Record<string, string>)).toEqual(parseConfig({}));
});

test("probes and links that are not set are CHRONOS's only as far as the deployment has such services", () => {
  const of = (deployment: object) => parseConfig({ deployment: JSON.stringify(deployment) }).deployment;
  expect(of({ appServices: ['api', 'backend'] })).toMatchObject({
    health: { backend: 'http://backend:8080/health', transfers: 'http://backend:8080/api/transfers' },
    links: {},
  });
  expect(of({ appServices: ['api'] })).toMatchObject({ health: {}, links: {} });
  const links = { api: 'http://elsewhere:80/' };
  expect(of({ appServices: ['api'], links }).links).toEqual(links);
});

test('the directory of a backup may be typed as a shell completes it', () => {
  expect(parseConfig({ backup: '/b/x.dump/' }).request.backup).toBe('/b/x.dump');
});

describe('secrets', () => {
  const raw = deployment({
    critical: { login: 'curl -u a:PLANTED', order: { check: 'x', idempotent: 'yes' } },
  });
  const told = (secrets: readonly (readonly string[])[], given: Readonly<Record<string, string>> = raw) => {
    try {
      return parseConfig(given, secrets).secretChecks;
    } catch (error) {
      return error as ConfigError;
    }
  };
  const good = deployment({ critical: { login: 'curl -u a:PLANTED', order: 'x' } });

  test.each([
    [[], undefined],
    [[['deployment', 'critical', 'login']], ['login']],
    [[['deployment', 'critical', 'order', 'check']], ['order']],
    [[['deployment', 'critical']], ['login', 'order']],
  ])('may be checks of critical functionality: %j', (secrets, names) => {
    expect(told(secrets, good)).toEqual(names);
  });

  test.each([
    [['reason']],
    [['deployment']],
    [['deployment', 'variables', 'X']],
    [['deployment', 'health', 'web']],
  ])('at %j are refused, without their values', (path) => {
    const error = told([path], good);
    expect(error).toMatchObject({ code: 'config.secret', message: saying(path.join('.'), 'critical') });
    expect(error).toHaveProperty('usable', undefined);
  });

  test('are not told where something is wrong beside them', () => {
    const bad = deployment({ critical: { login: 'PLANTED\nx', order: { check: 'x', idempotent: 'yes' } } });
    const error = told([['deployment', 'critical', 'login']], bad) as ConfigError;
    expect(error).toMatchObject({ code: 'config.invalid', message: saying('"deployment.critical.login"') });
    expect(error.message).not.toContain('PLANTED');
  });
});
