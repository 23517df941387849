import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { until } from '../../support/host/host';
import { cliProcess, isPulumi, type Process, processOf } from '../../../resources/process/pulumiProcess';

/** Processes by name from the program's parent upwards: the first is 100, its parent 101, … */
const above = (...names: string[]): Process[] =>
  names.map((name, index) => ({ pid: 100 + index, parent: 101 + index, start: 's', name }));
const find = (processes: Process[]) => cliProcess((pid) => processes.find((one) => one.pid === pid), 100);

test.each([
  ['the parent of the language host', ['pulumi-language', 'pulumi', 'bash'], 101],
  ['further up where node is wrapped', ['node', 'pulumi-language', 'pulumi', 'bash'], 102],
  ['further up where both are wrapped', ['node', 'pulumi-language', 'pulumi-language', 'pulumi'], 103],
  ['the nearest one where one runs in another', ['pulumi-language', 'pulumi', 'node', 'pulumi'], 101],
  ['the same place under another name', ['pulumi-language', '.pulumi-wrapped', 'bash'], 101],
])('the CLI is %s', (_, names, pid) => {
  expect(find(above(...names))?.pid).toBe(pid);
});

test('there is no CLI where the processes above cannot be seen', () => {
  expect(find([])).toBeUndefined();
  expect(find(above('pulumi-language'))).toBeUndefined();
});

test('a process that is its own parent does not keep the search going', () => {
  expect(cliProcess((pid) => ({ pid, parent: pid, start: 's', name: 'sh' }), 7)?.pid).toBe(7);
});

test('a process is told by its parent, its start and its name, the same each time', () => {
  const own = processOf(process.pid);
  expect(own).toMatchObject({
    pid: process.pid,
    parent: process.ppid,
    start: expect.stringMatching(/^\w+\d{4}$/) as string,
    name: expect.stringMatching(/^\w/) as string,
  });
  expect(processOf(process.pid)).toEqual(own);
});

test('Pulumi is known by how it was called; what has ended and was not seen off is not at work', async () => {
  const called = spawn('cat', [], { argv0: '/a/path/pulumi' });
  const parent = spawn('bash', ['-c', 'exec -a pulumi sleep 2 & echo $!; exec sleep 60']);
  const [text] = (await once(parent.stdout, 'data')) as [Buffer];
  try {
    // It ends when nobody is left who would see it off; on a busy machine neither need be so at once.
    await until(() => isPulumi(called.pid ?? 0) === true, 30);
    await until(() => isPulumi(Number(text)) === false, 30);
    expect(isPulumi(process.pid)).toBe(false);
  } finally {
    called.kill();
    parent.kill();
  }
});

test('whether it is Pulumi is not known of what nobody can look up', () => {
  expect(isPulumi(2 ** 30)).toBeUndefined();
});

test('a process that is not there is no error', () => {
  expect(processOf(2 ** 30)).toBeUndefined();
});
