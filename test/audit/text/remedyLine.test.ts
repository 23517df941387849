import { adviceText } from '../../../audit/text/remedyLine';
import { type Advice, OPEN, type Remedy } from '../../../machines/model/remedy';
import { REQUEST } from '../../fixtures';

const DIRECTORY = '/opt/shop';
const compose = { version: 'v2', isAlone: false, files: ['a.yml', "it's.yml"] } as const;
const sql = {
  do: 'run-sql',
  compose: { version: 'v1', files: [`${DIRECTORY}/a.yml`] },
  service: 'postgres',
  user: "o'user",
  database: 'template1',
} as const;
test.each<[string, Remedy, string]>([
  ['a key gets a value', { do: 'set', key: 'service', value: 'NAME' }, 'pulumi config set service NAME'],
  [
    'a key of the deployment gets a value that a shell would split',
    { do: 'set', key: 'deployment.composeFile', value: 'a;b.yml' },
    "pulumi config set --path deployment.composeFile 'a;b.yml'",
  ],
  [
    'a key gets what only the operator knows',
    { do: 'set', key: 'deployment.database.user', value: OPEN },
    'pulumi config set --path deployment.database.user …',
  ],
  [
    'a key gets several values by name',
    { do: 'set', key: 'deployment.links', value: { frontend: 'http://backend:8080/' } },
    `pulumi config set --path 'deployment.links' '{"frontend":"http://backend:8080/"}'`,
  ],
  [
    'a key gets values with a quotation mark',
    { do: 'set', key: 'deployment.health', value: { shop: "http://web/?q='" } },
    `pulumi config set --path 'deployment.health' '{"shop":"http://web/?q='\\''"}'`,
  ],
  ['a key goes', { do: 'unset', key: 'confirm' }, 'pulumi config rm confirm'],
  [
    'a key of the deployment goes',
    { do: 'unset', key: 'deployment.project' },
    'pulumi config rm --path deployment.project',
  ],
  [
    'all of a request',
    { do: 'ask', request: { ...REQUEST, commit: 'v1', variables: { A: OPEN } } },
    `./rollback up --to v1 --var A=…  =  pulumi up -c commit=v1 -c variables='{"A":"…"}'`,
  ],
  [
    'the value of a variable that a container has',
    { do: 'show-variable', container: 'cafe', name: 'A' },
    `docker inspect -f '{{range .Config.Env}}{{println .}}{{end}}' cafe | grep '^A='`,
  ],
  ['an update', { do: 'update', for: {} }, 'pulumi up'],
  ['an update for another commit', { do: 'update', for: { commit: 'HASH' } }, 'pulumi up -c commit=HASH'],
  ['a preview', { do: 'preview', for: {} }, 'pulumi preview'],
  [
    'a preview for a scenario',
    { do: 'preview', for: { scenario: 'database' } },
    'pulumi preview -c scenario=database',
  ],
  [
    'consent to a plan',
    { do: 'confirm', id: 'r-1', request: { ...REQUEST, commit: 'v2' } },
    './rollback up r-1 --to v2  =  pulumi up -c confirm=r-1 -c commit=v2',
  ],
  ['what is unfinished goes on', { do: 'resume' }, './rollback recover'],
  [
    'what is unfinished goes on with the same request',
    { do: 'resume', for: {} },
    './rollback recover  =  pulumi up',
  ],
  [
    'what is unfinished goes on with its own request',
    { do: 'resume', for: { scenario: 'auto', service: '' } },
    "./rollback recover  =  pulumi up -c scenario=auto -c service=''",
  ],
  ['a rollback is undone', { do: 'undo', id: 'r-1' }, './rollback undo r-1  =  pulumi up -c undo=r-1'],
  ['a database is removed', { do: 'prune', database: 'a b' }, "./rollback prune 'a b'"],
  ['a commit is checked out', { do: 'check-out', commit: '2222' }, 'git checkout --detach 2222'],
  [
    'a checkout of somebody else is trusted',
    { do: 'trust-checkout', directory: "/opt/it's" },
    "git config --global --add safe.directory '/opt/it'\\''s'",
  ],
  [
    'a merge is given up',
    { do: 'give-up', what: 'merge', directory: DIRECTORY },
    'git -C /opt/shop merge --abort',
  ],
  [
    'git sees an edit again',
    { do: 'show-edit', directory: DIRECTORY, mark: 'skip-worktree', path: "it's" },
    "git -C /opt/shop update-index --no-skip-worktree -- 'it'\\''s'",
  ],
  [
    'a shallow clone gets the rest',
    { do: 'unshallow', directory: DIRECTORY },
    'git -C /opt/shop fetch --unshallow --tags',
  ],
  [
    'a file is moved out of the way',
    { do: 'move', directory: DIRECTORY, file: "it's here", to: "it's here.kept" },
    "cd /opt/shop && mv -- 'it'\\''s here' 'it'\\''s here.kept'",
  ],
  [
    'a user joins a group',
    { do: 'join-group', group: 'docker', user: 'jane' },
    'sudo usermod -aG docker jane',
  ],
  [
    'a service is brought up',
    { do: 'bring-up', compose: { version: 'v2', files: [] }, service: 'web' },
    'docker compose up -d web',
  ],
  [
    'all services are brought up in a directory',
    { do: 'bring-up', compose, directory: DIRECTORY },
    "cd /opt/shop && docker compose -f a.yml -f 'it'\\''s.yml' up -d",
  ],
  [
    'Compose reads its files',
    { do: 'read-definition', compose },
    "docker compose -f a.yml -f 'it'\\''s.yml' config",
  ],
  [
    'the database runs statements',
    {
      ...sql,
      statements: [
        { do: 'rename-database', database: 'a', to: 'b' },
        { do: 'commit-prepared', transaction: 'x' },
      ],
    },
    `docker-compose -f /opt/shop/a.yml exec postgres psql -U 'o'\\''user' -d template1 -c 'ALTER DATABASE "a" RENAME TO "b"' -c 'COMMIT PREPARED '\\''x'\\'''`,
  ],
  [
    'a statement by itself',
    { do: 'open-database', database: 'a' },
    'ALTER DATABASE "a" ALLOW_CONNECTIONS true',
  ],
])('%s: one line to type', (_, remedy, line) => {
  expect(adviceText(remedy)).toBe(line);
});

test.each<[Advice, string]>([
  [{ do: 'look', at: 'config' }, 'pulumi config'],
  ['run as root', 'run as root'],
  ['', ''],
  [
    [{ do: 'unset', key: 'confirm' }, ', then ', { do: 'update', for: {} }],
    'pulumi config rm confirm, then pulumi up',
  ],
  [
    ['name another backup: ', { do: 'update', for: { backup: 'NAME' } }],
    'name another backup: pulumi up -c backup=NAME',
  ],
])('advice is read in its order, its words as they are: %#', (advice, text) => {
  expect(adviceText(advice)).toBe(text);
});
