import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

const free = () =>
  new Promise<number>((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });

/** Starts an image registry on this machine, which Docker trusts without a certificate. Set up by `tools/setup --with-tests`. */
export async function startRegistry(directory: string): Promise<{ address: string; stop: () => void }> {
  const address = `127.0.0.1:${await free()}`;
  const file = join(directory, 'registry.yml');
  const storage = { filesystem: { rootdirectory: join(directory, 'registry') } };
  writeFileSync(file, JSON.stringify({ version: 0.1, storage, http: { addr: address } }));
  const child = spawn('docker-registry', ['serve', file], { stdio: 'ignore' });
  const failed = new Promise<never>((_, reject) => child.on('error', reject));
  const answers = async () => {
    for (let tries = 0; tries < 100; tries++) {
      if ((await fetch(`http://${address}/v2/`).catch(() => undefined))?.ok) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`no registry answers at ${address}`);
  };
  await Promise.race([answers(), failed]);
  return { address, stop: () => child.kill() };
}
