import type { Remedy } from '../../machines/model/remedy';
import { typed } from './requestLine';
import {
  containerLine,
  containersLine,
  diskUseLine,
  engineLine,
  imageLine,
  labelsLine,
} from './runtime/dockerLine';

type Look = Extract<Remedy, { do: 'look' }>;

/** What shows each thing that can be looked at; `of`: the one that is meant, as it is typed. */
const LOOKS: Record<Look['at'], (of: string) => string> = {
  config: () => 'pulumi config',
  history: () => './rollback history  =  pulumi stack output audit',
  processes: () => 'ps -ef',
  'docker-disk': () => diskUseLine,
  'compose-labels': () => labelsLine,
  commits: (directory) => `git -C ${directory} log --oneline --all`,
  checkout: (directory) => `git -C ${directory} status`,
  submodules: (directory) => `git -C ${directory} submodule status`,
  directory: (path) => `ls -d ${path}`,
  owner: (path) => `ls -ld ${path}`,
  mount: (path) => `findmnt -T ${path}`,
  disk: (mount) => `df -h ${mount}`,
  docker: engineLine,
  containers: containersLine,
  container: containerLine,
  image: imageLine,
  process: (pid) => `ps -fp ${pid}`,
};

/** The line that shows something. */
export const lookLine = (look: Look): string => LOOKS[look.at]('of' in look ? typed(look.of) : '');
