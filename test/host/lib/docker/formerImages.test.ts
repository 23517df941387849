import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { parseFormerImages } from '../../../../machines/compose/formerImages';

const LIBRARY = join(__dirname, '../../../../host/lib/docker/former-images.sh');
const PROJECT = `former-${process.pid}`;
const bash = (command: string) =>
  execFileSync('bash', ['-c', `set -euo pipefail; ${command}`], { encoding: 'utf8' }).trim();
const label = (name: string, value: string) => `--change 'LABEL com.docker.compose.${name}=${value}'`;

let id = '';
beforeAll(() => {
  id = bash(
    `tar -cT /dev/null | docker import ${label('project', PROJECT)} ${label('service', 'web')} - | tail -n 1`,
  );
});
afterAll(() => bash(`docker image rm -f ${id}`));

test('an image that has lost its name is told with what it was built for, and one with a name is not', () => {
  const told = () => parseFormerImages(bash(`. '${LIBRARY}'; former_images`)).find((one) => one.id === id);
  expect(told()).toEqual({
    id,
    created: expect.stringMatching(/^\d{4}-/),
    repositories: [],
    builtFor: { project: PROJECT, service: 'web' },
  });
  bash(`docker tag ${id} ${PROJECT}:latest`);
  expect(told()).toBeUndefined();
});
