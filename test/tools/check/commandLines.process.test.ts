import { linted } from './linted';

const TYPED = [
  "export const a = 'pulumi up -c commit=HASH';",
  'export const b = (key: string) => `take it out: pulumi config rm ${key}`;',
  "export const c = 'docker --host unix:///x.sock ps -a';",
  'export const d = (id: string) => `docker inspect ${id}`;',
  "export const e = 'docker compose';",
  "export const f = 'docker-compose up -d web';",
  'export const g = (directory: string) => `git -C ${directory} log`;',
  'export const h = (commit: string) => `git checkout ${commit}`;',
  "export const i = 'exec postgres psql -U shop';",
  "export const j = './rollback recover';",
  "export const k = 'sudo usermod -aG docker jane';",
  'export const l = (directory: string) => `cd ${directory} && make`;',
  "export const m = 'look at it: ps -ef';",
  "export const n = 'docker stop web';",
  'export const o = (id: string) => `docker rm ${id}`;',
  "export const p = 'docker start web';",
  'export const q = (image: string) => `docker pull ${image}`;',
  'export const r = (image: string) => `docker tag ${image} web:latest`;',
  "export const s = 'docker compose stop web';",
  "export const t = 'docker-compose rm web';",
  'export const u = (commit: string) => `git reset ${commit}`;',
  "export const v = 'git switch main';",
  "export const w = 'git checkout main';",
  'export const x = (directory: string) => `chown jane ${directory}`;',
  "export const y = 'type chmod 700 .';",
  'export const z = (pid: number) => `kill ${pid}`;',
  "export const aa = 'kill -9 12';",
  "export const ab = 'systemctl restart docker';",
  'export const ac = (name: string) => `ALTER DATABASE ${name} ALLOW_CONNECTIONS true`;',
  'export const ad = (name: string) => `DROP SUBSCRIPTION ${name}`;',
  "export const ae = 'CREATE ROLE …';",
  'export const af = (name: string) => `COMMIT PREPARED ${name}`;',
  'export const ag = (name: string) => `or ROLLBACK PREPARED ${name}`;',
  'export const ah = (name: string) => `select pg_drop_replication_slot(${name})`;',
  "export const ai = 'SELECT 1';",
  "export const aj = 'pg_restore -l x.dump';",
  "export const ak = 'curl http://localhost/health';",
  'export const al = (url: string) => `curl ${url}`;',
  "export const am = 'tar -xf x.tar';",
  "export const an = 'tar xzf x.tgz';",
  'export const ao = (directory: string) => `mkdir ${directory}`;',
  "export const ap = 'mkdir -p state';",
  "export const aq = 'ssh jane@shop';",
  "export const ar = 'git push origin main';",
  'export const as = (name: string) => `git branch -D ${name}`;',
  "export const at = 'docker volume rm data';",
  "export const au = 'docker network connect shop web';",
  "export const av = 'type tools/setup first';",
];
const NAMED = [
  "export const a = 'Pulumi has left a step out';",
  "export const b = 'docker compose, or a docker-compose that is v2';",
  "export const c = 'what docker inspect prints';",
  "export const d = 'the directory of the git checkout that runs the deployment';",
  "export const e = 'docker-compose.production.yml';",
  "export const f = 'commands for psql';",
  'export const g = `rollback r-1 restored in place`;',
  "/** `pulumi up` */\nexport const h = 'docker';",
  "export const i = 'no git checkout with a commit';",
  "export const j = 'a newer pg_dump than the server has';",
  "export const k = 'what could not be killed, and no systemctl';",
  "export const l = 'rollback prepared, and no subscription is dropped';",
  "export const n = 'no curl, tar or mkdir on the host';",
  "export const o = 'a docker network that is there, and a docker volume of the database';",
  "export const p = 'another git branch than before';",
  'export const m = new RegExp(`^CREATE EXTENSION (?:IF NOT EXISTS )?${j}`);',
];

test('a line to type is found wherever policy spells one, whatever the program', () => {
  expect(linted('machines/detect/spelt.ts', TYPED)).toEqual(TYPED.map((_, index) => index + 1));
});

test('a program may be named without being called', () => {
  expect(linted('machines/detect/named.ts', NAMED)).toEqual([]);
});

test('whoever speaks to people spells lines to type', () => {
  expect(linted('audit/text/spelt.ts', TYPED)).toEqual([]);
});
