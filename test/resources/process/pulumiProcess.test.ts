import {
  cliProcess,
  fromProc,
  fromPs,
  type Process,
  processOf,
} from '../../../resources/process/pulumiProcess';

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

test('/proc and ps tell the same parent and name', () => {
  const [proc, ps] = [fromProc(process.pid), fromPs(process.pid)];
  expect(proc).toMatchObject({
    pid: process.pid,
    parent: process.ppid,
    start: expect.stringMatching(/^\d+$/),
  });
  expect(ps).toMatchObject({ pid: process.pid, parent: process.ppid, start: expect.stringMatching(/^\w+$/) });
  expect(ps?.name).toBe(proc?.name);
});

test('a process that is not there is no error', () => {
  expect(processOf(2 ** 30)).toBeUndefined();
});
