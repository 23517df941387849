import { parseUsage } from '../../cli/program';

const parse = (line: string) => parseUsage(line.split(' ').filter(Boolean), () => undefined);

describe('the command line', () => {
  test.each([
    ['', { command: 'diagnose', stack: 'production', options: {} }],
    ['--stack blue', { command: 'diagnose', stack: 'blue', options: {} }],
    ['--dir /opt/app', { command: 'diagnose', directory: '/opt/app' }],
    ['--dir /opt/app --keep', { command: 'diagnose', directory: '/opt/app', keep: true }],
    [
      '--scenario database --backup a --stop-first',
      { command: 'diagnose', options: { scenario: 'database', backup: 'a', stopFirst: true } },
    ],
    ['--to v2', { command: 'diagnose', options: { to: 'v2' } }],
    ['--dir /opt/app --to v2', { command: 'diagnose', directory: '/opt/app', options: { to: 'v2' } }],
    ['--json', { command: 'diagnose', options: { json: true } }],
    ['--exit-code', { command: 'diagnose', options: { exitCode: true } }],
    ['--dir /opt/app --json --exit-code', { directory: '/opt/app', options: { json: true, exitCode: true } }],
    ['history --json', { command: 'history', options: { json: true } }],
    ['--json report r-7544269e', { command: 'report', id: 'r-7544269e', options: { json: true } }],
    ['up', { command: 'up', options: {} }],
    ['up --stack blue', { command: 'up', stack: 'blue' }],
    ['up r-7544269e --reason x', { command: 'up', id: 'r-7544269e', options: { reason: 'x' } }],
    ['up --var A=b --var C=d=e --env-file x.env', { options: { var: ['A=b', 'C=d=e'], envFile: ['x.env'] } }],
    ['up --to v2 --scenario code --yes', { options: { to: 'v2', scenario: 'code', yes: true } }],
    ['up --service backend,frontend', { options: { service: 'backend,frontend' } }],
    [
      'restart backend --reason x -y',
      {
        command: 'up',
        options: { scenario: 'infrastructure', service: 'backend', reason: 'x', yes: true },
      },
    ],
    ['restart backend frontend --strict', { options: { service: 'backend,frontend', strict: true } }],
    ['restart all --env-file x.env', { options: { service: 'all', envFile: ['x.env'] } }],
    ['check', { command: 'check', options: {} }],
    ['check --json', { command: 'check', options: { json: true } }],
    ['data', { command: 'data', options: {} }],
    [
      'data --backup latest --stop-first --reason x',
      { command: 'data', options: { backup: 'latest', stopFirst: true, reason: 'x' } },
    ],
    ['undo r-7544269e', { command: 'undo', id: 'r-7544269e' }],
    ['release r-7544269e', { command: 'release', id: 'r-7544269e' }],
    ['up --scenario database --backup latest', { options: { scenario: 'database', backup: 'latest' } }],
    ['up --stop-first', { options: { stopFirst: true } }],
    ['close r-7544269e --as undone', { command: 'close', id: 'r-7544269e', options: { as: 'undone' } }],
    ['close r-7544269e --as degraded --reason x', { options: { as: 'degraded', reason: 'x' } }],
    ['writes r-7544269e', { command: 'writes', id: 'r-7544269e', options: {} }],
    ['writes r-7544269e --out /tmp/x', { command: 'writes', options: { out: '/tmp/x' } }],
    ['prune', { command: 'prune', options: {} }],
    ['uninstall --keep-journal -y', { command: 'uninstall', options: { keepJournal: true, yes: true } }],
    [
      'prune app_before_r-7544269e -y',
      { command: 'prune', id: 'app_before_r-7544269e', options: { yes: true } },
    ],
    ['recover', { command: 'recover' }],
    ['history', { command: 'history' }],
    ['releases --json', { command: 'releases', options: { json: true } }],
    [
      'checkpoint --install --group ops',
      { options: { checkpoint: { install: true, group: 'ops', words: [] } } },
    ],
    [
      'checkpoint before v2 --no-backup --reason x',
      {
        command: 'checkpoint',
        options: { checkpoint: { words: ['before', 'v2'], backup: false, reason: 'x' } },
      },
    ],
    ['report', { command: 'report' }],
    ['report r-7544269e', { command: 'report', id: 'r-7544269e' }],
  ])('%j is understood', (line, usage) => expect(parse(line)).toMatchObject(usage));

  test.each([
    ['nonsense', /"nonsense"/],
    ['up r-1', /^up .*"r-1".* r-[0-9a-f]{8}$/],
    ['undo', /'id'/],
    ['restart', /'services'/],
    ['restart backend --to v2', /'--to'/],
    ['check web', /'check'.* 0\b/],
    ['data latest', /'data'.* 1\b/],
    ['data --to v2', /'--to'/],
    ['release --yes r-7544269e', /'--yes'/],
    ['up --strategy in-place', /'--strategy'/],
    ['close r-7544269e', /'--as <end>'/],
    ['close r-7544269e --as recovered', /'recovered'.* undone, degraded\b/],
    ['writes', /'id'/],
    ['writes app', /^writes .*"app".* r-[0-9a-f]{8}$/],
    ['prune a b', /'prune'.* 2\b/],
    ['checkpoint', /^checkpoint .*--install.* ask /],
    ['checkpoint before --install', /^checkpoint .*--install.* ask /],
    ['up --too v2', /'--too'/],
    ['up --dir /opt/app', /^--dir .* \.\/rollback --dir DIRECTORY$/],
    ['--stack a;b', /^--stack .*"a;b"/],
    ['history --to v2', /'--to'/],
    ['history extra', /'history'.* 1\b/],
    ['up --json', /^--json .* history.* report; up /],
    ['history --exit-code', /'--exit-code'/],
  ])('%j is wrong usage', (line, message) => {
    expect(() => parse(line)).toThrow(
      expect.objectContaining({ code: 'cli.usage', exit: 2, message: expect.stringMatching(message) }),
    );
  });

  test.each(['DB_PASSWORD=planted', 'DATABASE_URL=postgres://me:planted@db/shop'])(
    'a variable that is secret is refused before anything is typed with it: %s',
    (pair) => {
      expect(() => parse(`up --var ${pair}`)).toThrow(
        expect.objectContaining({
          ...{ code: 'compose.secret-variable', exit: 2 },
          message: expect.not.stringContaining('planted') as string,
        }),
      );
    },
  );

  test('--help shows every command and is no error', () => {
    let text = '';
    expect(parseUsage(['--help'], (piece) => (text += piece))).toBeUndefined();
    for (const name of [
      'up',
      'restart',
      'data',
      'check',
      'undo',
      'release',
      'recover',
      'history',
      'report',
      'writes',
      'prune',
      'uninstall',
      '--stack',
      '--dir',
    ])
      expect(text).toContain(name);
  });
});
