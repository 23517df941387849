import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const LIBRARY = join(__dirname, '../../../../host/lib/docker/updaters.sh');
const bash = (command: string) =>
  execFileSync('bash', ['-c', `set -euo pipefail; . '${LIBRARY}'; ${command}`], { encoding: 'utf8' }).trim();

describe('programs that deploy by themselves', () => {
  const told = (...images: string[]) =>
    bash(`docker() { printf 'c\\t%s\\n' ${images.map((image) => `'${image}'`).join(' ')}; }; updaters`);

  test.each([
    'containrrr/watchtower',
    'ghcr.io/nicholas-fedor/watchtower:1.12',
    'portainer/agent@sha256:00',
    'ghcr.io/coollabsio/coolify:4',
    'dokploy/dokploy:latest',
  ])('%s is one', (image) => expect(told('web', image)).toBe(`c\t${image}`));

  test.each(['shop/web:1', 'shop/agent', 'watchtower-ui', 'postgres:16'])('%s is none', (image) =>
    expect(told(image)).toBe(''),
  );
});

describe('units of systemd', () => {
  let units = '';
  beforeEach(() => (units = mkdtempSync(join(tmpdir(), 'host-units-'))));
  afterEach(() => rmSync(units, { recursive: true }));

  const unit = (name: string, lines: string, wanted = name) => {
    writeFileSync(join(units, name), `[Service]\n${lines}\n`);
    mkdirSync(join(units, 'multi-user.target.wants'), { recursive: true });
    if (wanted) writeFileSync(join(units, 'multi-user.target.wants', wanted), '');
  };
  const found = () => bash(`units_of /opt/shop shop '${units}' /nonesuch`);
  const UP = 'ExecStart=/usr/bin/docker compose up -d';

  test.each([
    ['in the directory', `WorkingDirectory=/opt/shop/\n${UP}`],
    ['in a quoted one', `WorkingDirectory="/opt/shop"\n${UP}`],
    ['by the path of a file', 'ExecStart=/usr/bin/docker-compose -f /opt/shop/compose.yml up'],
    ['by a shell', 'ExecStart=/bin/sh -c "cd /opt/shop && docker compose up"'],
    ['by the project', 'ExecStart=/usr/bin/docker compose --project-name shop up'],
  ])('one that calls Compose %s', (_, lines) => {
    unit('one.service', lines);
    expect(found()).toBe('one.service');
  });

  test.each([
    ['of another directory', `WorkingDirectory=/opt/shop2\n${UP}`],
    ['without Compose', 'WorkingDirectory=/opt/shop\nExecStart=/usr/bin/true'],
    ['of another project', 'ExecStart=/usr/bin/docker compose -p shop2 up'],
  ])('none %s', (_, lines) => {
    unit('one.service', lines);
    expect(found()).toBe('');
  });

  test('one that does not come up by itself is none', () => {
    unit('one.service', `WorkingDirectory=/opt/shop\n${UP}`, '');
    expect(found()).toBe('');
  });

  test('of a template the instance that is called like the directory', () => {
    unit('compose@.service', `WorkingDirectory=/opt/%i\n${UP}`, 'compose@shop.service');
    expect(found()).toBe('compose@shop.service');
  });
});
