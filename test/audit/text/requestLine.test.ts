import { asOptions, goLine, insteadLine, undoLine } from '../../../audit/text/requestLine';
import type { Request } from '../../../machines/model/request';
import { type Asked, OPEN } from '../../../machines/model/remedy';
import { REQUEST } from '../../fixtures';

test.each<[Asked, string]>([
  [{}, ''],
  [{ commit: 'v2' }, ' -c commit=v2'],
  [{ service: '', undo: '' }, " -c service='' -c undo=''"],
  [{ backup: 'NAME', commit: '2222222' }, ' -c backup=NAME -c commit=2222222'],
  [{ confirm: 'r-1', stopFirst: true }, ' -c confirm=r-1 -c stopFirst=true'],
  [{ commit: OPEN }, ' -c commit=…'],
  [{ variables: {} }, " -c variables='{}'"],
  [
    { commit: 'release#1', scenario: 'infrastructure', service: 'a,b' },
    " -c commit='release#1' -c scenario=infrastructure -c service=a,b",
  ],
])('the options that ask for %j are %j', (asked, options) => {
  expect(asOptions(asked)).toBe(options);
});

test.each<[Partial<Request>, string]>([
  [{}, './rollback up r-1  =  pulumi up -c confirm=r-1'],
  [
    { commit: 'release#1', scenario: 'code' },
    "./rollback up r-1 --to 'release#1' --scenario code  =  pulumi up -c confirm=r-1 -c commit='release#1' -c scenario=code",
  ],
  [
    { scenario: 'infrastructure', service: 'a,b' },
    './rollback up r-1 --scenario infrastructure --service a,b  =  pulumi up -c confirm=r-1 -c scenario=infrastructure -c service=a,b',
  ],
  [
    { scenario: 'database', backup: 'a b.dump', stopFirst: true },
    "./rollback up r-1 --scenario database --backup 'a b.dump' --stop-first  =  pulumi up -c confirm=r-1 -c scenario=database -c backup='a b.dump' -c stopFirst=true",
  ],
  [
    { commit: 'v1', variables: { A: 'b c', D: '{tag}' }, envFiles: ['x.env'], profiles: ['p'] },
    `./rollback up r-1 --to v1 --var A='b c' --var D='{tag}' --env-file x.env  =  pulumi up -c confirm=r-1 -c commit=v1 -c variables='{"A":"b c","D":"{tag}"}' -c envFiles='["x.env"]' -c profiles='["p"]'`,
  ],
  [{ undo: 'r-2' }, './rollback undo r-2 --confirm r-1  =  pulumi up -c confirm=r-1 -c undo=r-2'],
])('the line that carries out what %j came to asks for it again', (wanted, line) => {
  expect(goLine('r-1', { ...REQUEST, ...wanted })).toBe(line);
});

test('the line that undoes a rollback names it at the front door and to Pulumi', () => {
  expect(undoLine('r-1')).toBe('./rollback undo r-1  =  pulumi up -c undo=r-1');
});

test.each<[Parameters<typeof insteadLine>[0], Asked, Partial<Request>, string]>([
  ['update', {}, {}, './rollback up  =  pulumi up'],
  ['update', { commit: 'HASH' }, {}, './rollback up --to HASH  =  pulumi up -c commit=HASH'],
  ['update', { commit: OPEN }, {}, './rollback up --to …  =  pulumi up -c commit=…'],
  ['update', { commit: 'previous' }, { commit: 'v1' }, './rollback up  =  pulumi up -c commit=previous'],
  [
    'update',
    { backup: 'NAME' },
    { scenario: 'database', commit: 'v1' },
    './rollback up --to v1 --scenario database --backup NAME  =  pulumi up -c backup=NAME',
  ],
  [
    'update',
    { scenario: 'infrastructure', service: 'a,b' },
    { commit: 'v1' },
    './rollback restart a b  =  pulumi up -c scenario=infrastructure -c service=a,b',
  ],
  [
    'preview',
    { scenario: 'database' },
    {},
    './rollback --scenario database  =  pulumi preview -c scenario=database',
  ],
  ['update', { confirm: 'r-1' }, {}, 'pulumi up -c confirm=r-1'],
  ['update', { service: '' }, {}, "pulumi up -c service=''"],
  ['update', { variables: { A: null } }, {}, `pulumi up -c variables='{"A":null}'`],
])('to %s with %j beside the request %j is a line of each', (command, asked, request, line) => {
  expect(insteadLine(command, asked, { ...REQUEST, ...request })).toBe(line);
});
