import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { refuseOther } from '../../../cli/pulumi/keepConfiguration';
import { aStop } from '../desk';

const root = mkdtempSync(join(tmpdir(), 'keep-'));
const file = join(root, 'Pulumi.production.yaml');
const write = (deployment: unknown) =>
  writeFileSync(file, JSON.stringify({ config: { 'chronos-rollback:deployment': deployment } }));
const keep = () => refuseOther(root, file, '/opt/shop');
afterAll(() => rmSync(root, { recursive: true, force: true }));

test('the configuration of another deployment stays, but for that of a fresh checkout', () => {
  expect(keep).not.toThrow();
  write({ directory: '/opt/shop' });
  expect(keep).not.toThrow();
  write('{"directory": "/opt/other"}');
  expect(keep).toThrow(aStop('stack.other-deployment', /\/opt\/other/));

  write({ directory: '/opt/other' });
  const refused = aStop(
    'stack.other-deployment',
    /\/opt\/other[^]*\n.*--dir \/opt\/shop --keep --stack NAME/,
  );
  expect(keep).toThrow(refused);
  const git = (...args: string[]) => execFileSync('git', ['-C', root, ...args], { stdio: 'pipe' });
  git('init', '-q');
  git('add', '-A');
  git('-c', 'user.name=t', '-c', 'user.email=t@example.com', 'commit', '-qm', 'as it comes');
  expect(keep).not.toThrow();
  write({ directory: '/opt/another' });
  expect(keep).toThrow(aStop('stack.other-deployment', /\/opt\/another/));
});
