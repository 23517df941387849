import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from '../load';

const { debianMirror } = load<{ debianMirror: (directory: string) => string | undefined }>(
  'set-up/local-images.mjs',
);
const { whyNot } = load<{ whyNot: (log: string) => string | undefined }>('set-up/docker.mjs');

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'chronos-sources-'));
  mkdirSync(join(directory, 'sources.list.d'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const write = (name: string, content: string) => writeFileSync(join(directory, name), content);

describe('the package mirror for a base image', () => {
  it('is the Debian archive of deb822 sources', () => {
    write('sources.list.d/a.list', 'deb https://tools.example/apt tools main\n');
    write(
      'sources.list.d/debian.sources',
      '# URIs: http://old.example/debian\nURIs: http://mirror.example/debian\n',
    );
    expect(debianMirror(directory)).toBe('http://mirror.example/debian');
  });

  it('is the Debian archive of one-line sources, not that of security updates', () => {
    write(
      'sources.list',
      'deb http://mirror.example/debian-security bookworm-security main\ndeb [arch=amd64] http://mirror.example/debian/ bookworm main\n',
    );
    expect(debianMirror(directory)).toBe('http://mirror.example/debian');
  });

  it('is not there on another distribution', () => {
    write('sources.list', 'deb http://mirror.example/ubuntu jammy main\n');
    expect(debianMirror(directory)).toBeUndefined();
  });
});

describe('a Docker daemon that ends at once', () => {
  it('is quoted without the decoration of its log', () => {
    write('log', 'time="x" level=info msg="Starting up"\nfailed to start daemon: no iptables\n');
    expect(whyNot(join(directory, 'log'))).toContain('dockerd says: failed to start daemon: no iptables');
  });
});
