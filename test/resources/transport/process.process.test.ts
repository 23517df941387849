import { HostClient } from '../../../resources/host/hostClient';
import { processTransport } from '../../../resources/transport/process';

test('gives what a script prints, however much that is', async () => {
  expect(await processTransport.run('echo one; echo two >&2')).toBe('one\n');
  expect(await processTransport.run("head -c 20000000 /dev/zero | tr '\\0' x")).toHaveLength(20_000_000);
});

test.each([
  ['its words', 'echo so >&2; exit 3', 'so'],
  ['what it printed, where it has said nothing', 'echo half; exit 3', 'half'],
  ['that it has said nothing', 'exit 3', 'no answer'],
  ['that it has said nothing, where a signal ends it', 'kill -INT $$', 'no answer'],
])('the error of a script that fails has %s', async (_, script, words) => {
  await expect(processTransport.run(script)).rejects.toThrow(new Error(words));
});

test('a query of a host without bash 5 fails with what the host has', async () => {
  const printed = 'chronos-rollback needs bash 5, here is bash 4.2\n';
  const client = new HostClient({ run: () => Promise.resolve(printed) });
  expect(await client.run('queries/read-journal', { STATE: '/s' })).toBe(printed);
  await expect(client.query('queries/read-journal', { STATE: '/s' })).rejects.toThrow(
    new Error(printed.trim()),
  );
});
