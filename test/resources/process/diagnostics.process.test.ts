import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import * as pulumi from '@pulumi/pulumi';
import { endBadly, tell } from '../../../resources/process/diagnostics';

const shown = (how: 'info' | 'warn' | 'error') => jest.spyOn(pulumi.log, how).mockResolvedValue(undefined);
const dryRun = (is: boolean) => jest.spyOn(pulumi.runtime, 'isDryRun').mockReturnValue(is);
let exitCode: typeof process.exitCode;
beforeEach(() => {
  exitCode = process.exitCode;
});
afterEach(() => {
  process.exitCode = exitCode;
  jest.restoreAllMocks();
});

test.each([
  ['a break within a line', 'a\nPLAN   none', 'a\\nPLAN   none'],
  ['a return and a tab', 'a\rb\tc', 'a\\rb\\tc'],
  ['a colour', '\x1b[31mred', '\\x1b[31mred'],
  ['a C1 control', 'a\x9bm', 'a\\x9bm'],
  ['a turned direction', 'a\u202eb', 'a\\u202eb'],
  ['a line separator', 'a\u2028b', 'a\\u2028b'],
  ["Pulumi's colour", '<{%fg 1%}>red', '<\\x7b%fg 1%}>red'],
  ['nothing to hide', 'Grüße … {%}', 'Grüße … {%}'],
])('%s is shown for what it is', (_, line, expected) => {
  const info = shown('info');
  tell([line, 'next']);
  expect(info).toHaveBeenCalledWith(`${expected}\nnext`);
});

test('a program that nobody listens to any more ends, though each error of telling is told again', async () => {
  const tells = `
    require(${JSON.stringify(join(__dirname, '../../../resources/process/diagnostics'))}).endWithPulumi();
    process.on('uncaughtException', (error) => console.error(error.message));
    setInterval(() => console.error('at work'), 10);`;
  const child = spawn(process.execPath, ['--require', './tools/typescript.cjs', '-e', tells], {
    cwd: join(__dirname, '../../..'),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  await once(child.stderr, 'data');
  child.stdout.destroy();
  child.stderr.destroy();
  expect(await once(child, 'exit')).toEqual([1, null]);
});

test('a bad end is an error with its exit code in an update, and in a preview a warning', () => {
  const [error, warn] = [shown('error'), shown('warn')];
  const preview = dryRun(true);
  endBadly(['bad\x07', 'b']);
  expect([warn.mock.calls, error.mock.calls, process.exitCode]).toEqual([[['bad\\x07\nb']], [], exitCode]);
  preview.mockReturnValue(false);
  endBadly(['bad\x07', 'b']);
  expect([error.mock.calls, process.exitCode]).toEqual([[['bad\\x07\nb']], 32]);
});
