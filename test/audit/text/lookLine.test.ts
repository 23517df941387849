import { lookLine } from '../../../audit/text/lookLine';
import type { Remedy } from '../../../machines/model/remedy';

type Look = Extract<Remedy, { do: 'look' }>;
const look = (at: Extract<Look, { of: string }>['at'], of = '/opt/shop'): Look => ({
  do: 'look',
  at,
  of,
});

test.each<[string, Look, string]>([
  ['the configuration', { do: 'look', at: 'config' }, 'pulumi config'],
  [
    'the rollbacks of this host',
    { do: 'look', at: 'history' },
    './rollback history  =  pulumi stack output audit',
  ],
  ['all processes', { do: 'look', at: 'processes' }, 'ps -ef'],
  ['the disk of Docker', { do: 'look', at: 'docker-disk' }, 'docker system df'],
  [
    'the labels of all containers',
    { do: 'look', at: 'compose-labels' },
    'docker ps -a --format "{{.Names}} {{.Labels}}"',
  ],
  ['the commits', look('commits'), 'git -C /opt/shop log --oneline --all'],
  ['the checkout', look('checkout', '/opt/my shop'), "git -C '/opt/my shop' status"],
  ['the submodules', look('submodules'), 'git -C /opt/shop submodule status'],
  ['a directory', look('directory'), 'ls -d /opt/shop'],
  ['the owner of a path', look('owner'), 'ls -ld /opt/shop'],
  ['the mount of a path', look('mount'), 'findmnt -T /opt/shop'],
  ['a disk', look('disk', '/'), 'df -h /'],
  ['Docker', look('docker', 'unix:///run/x.sock'), 'docker --host unix:///run/x.sock version'],
  ['its containers', look('containers', 'unix:///run/x.sock'), 'docker --host unix:///run/x.sock ps -a'],
  ['a container', look('container', '0123456789ab'), 'docker inspect 0123456789ab'],
  ['a process', look('process', '312'), 'ps -fp 312'],
])('what shows %s is one line to type', (_, look, line) => {
  expect(lookLine(look)).toBe(line);
});
