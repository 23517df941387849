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
