import { rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Files, Practice } from '../practice';
import { ANEW, own, page } from './parts';

/** Releases that differ in what services have mounted or are given. */
export const MOUNTED: readonly Practice[] = [
  {
    title: 'mount-dir: one image for both, the code is a mounted directory',
    deploy: ANEW,
    files: (release, site) => ({
      'compose.yml': own(site, 'v1', "    volumes: ['./src:/app']\n"),
      'src/page.txt': page(release),
    }),
  },
  {
    title: 'mount-file: a single mounted file differs',
    isUsual: true,
    deploy: ANEW,
    files: (release, site) => ({
      'compose.yml': own(site, 'v1', "    volumes: ['./proxy.conf:/etc/app/proxy.conf:ro']\n"),
      'proxy.conf': page(release),
    }),
  },
  {
    title: 'config-file: a config with a file differs',
    deploy: ANEW,
    files: (release, site) => ({
      'compose.yml': `${own(site, 'v1', '    configs: [{ source: page, target: /etc/app/page }]\n')}configs: { page: { file: ./page.conf } }\n`,
      'page.conf': page(release),
    }),
  },
  {
    title: 'config-content: a config with its content in the Compose file differs',
    deploy: ANEW,
    files: (release, site) => ({
      'compose.yml': `${own(site, 'v1', '    configs: [{ source: page, target: /etc/app/page }]\n')}configs: { page: { content: ${page(release)} } }\n`,
    }),
  },
  {
    title: 'secret-environment: a secret whose variable is in a tracked .env differs',
    deploy: ANEW,
    files: (release, site) => ({
      'compose.yml': `${own(site, 'v1', '    secrets: [key]\n')}secrets: { key: { environment: APP_KEY } }\n`,
      '.env': `APP_KEY=${page(release)}\n`,
    }),
    unproven: ['files of web: '],
  },
  {
    title: 'secret-file: a secret with a file differs',
    deploy: ANEW,
    files: (release, site) => ({
      'compose.yml': `${own(site, 'v1', '    secrets: [key]\n')}secrets: { key: { file: ./key.txt } }\n`,
      'key.txt': page(release),
    }),
  },
  {
    title: 'filtered: mounted files that git writes otherwise than they are in the repository',
    begin: (site) => {
      const filter = (edit: string) => `echo ran >>../filters; sed '${edit}'`;
      site.git('config', 'filter.stamp.smudge', filter('s/^/stamped /'));
      site.git('config', 'filter.stamp.clean', filter('s/^stamped //'));
    },
    runs: 'filters',
    // As git itself writes them.
    deploy: `rm proxy.conf motd.txt && git checkout -q -- . && ${ANEW}`,
    files: (release, site) => ({
      '.gitattributes': 'proxy.conf text eol=crlf\nmotd.txt filter=stamp\n',
      'compose.yml': own(
        site,
        'v1',
        "    volumes: ['./proxy.conf:/etc/app/proxy.conf:ro', './motd.txt:/etc/app/motd:ro']\n",
      ),
      'proxy.conf': `${page(release)}\nline\n`,
      'motd.txt': `${page(release)}\n`,
    }),
  },
  {
    title: 'link: a mounted link that git does not know leads to a tracked directory',
    deploy: `test -L current || ln -s shared current; ${ANEW}`,
    begin: (site) => site.type('ln -s shared current'),
    files: (release, site) => ({
      'compose.yml': own(site, 'v1', "    volumes: ['./current:/app']\n"),
      '.gitignore': 'current\n',
      'shared/page.txt': page(release),
    }),
  },
  {
    title: 'tracked-link: a mounted link that git knows leads elsewhere',
    deploy: ANEW,
    files: (release, site) => {
      const link = join(site.repository, 'app.conf');
      rmSync(link, { force: true });
      symlinkSync(`conf/${release}`, link);
      return {
        'compose.yml': own(site, 'v1', "    volumes: ['./app.conf:/etc/app/app.conf:ro']\n"),
        'conf/v1': page('v1'),
        'conf/v2': page('v2'),
      };
    },
  },
  {
    title: 'seccomp: a file differs that Compose reads for what a container may do',
    deploy: ANEW,
    files: (release, site) => ({
      'compose.yml': own(site, 'v1', "    security_opt: ['seccomp:./seccomp.json']\n"),
      'seccomp.json': `{ "defaultAction": "SCMP_ACT_ALLOW", "syscalls": [{ "names": ["${release === 'v1' ? 'swapon' : 'swapoff'}"], "action": "SCMP_ACT_ERRNO" }] }\n`,
    }),
  },
  {
    title: 'volume-device: a named volume is a directory of the checkout',
    deploy: ANEW,
    files: (release, site) => ({
      'compose.yml': `${own(site, 'v1', "    volumes: ['src:/app']\n")}volumes:\n  src: { driver: local, driver_opts: { type: none, o: bind, device: '${site.repository}/src' } }\n`,
      'src/page.txt': page(release),
    }),
  },
  {
    title: 'missing-source: an untracked override mounts a directory that the good release does not have',
    files: (release, site): Files => ({
      'compose.yml': own(site, release, ''),
      '.gitignore': 'compose.override.yml\n',
      ...(release === 'v2' ? { 'conf/page.txt': page(release) } : {}),
    }),
    untracked: (release): Files =>
      release === 'v2'
        ? { 'compose.override.yml': "services:\n  web:\n    volumes: ['./conf:/etc/app']\n" }
        : {},
    unproven: ['definition of web: ', 'files of web: '],
  },
];
