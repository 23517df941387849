import { z } from 'zod';
import type { Journal } from '../audit/attempts';
import { type Container, Deployment, type Facts, type NamedCommit, type ProbeAnswers } from './facts';

const labels = z.record(z.string(), z.string());

/** A container of the deployment, as `docker inspect` describes it. */
const Inspected = z.object({
  id: z.string(),
  image: z.string(),
  reference: z.string(),
  status: z.string(),
  health: z.string().nullable(),
  exitCode: z.number(),
  oomKilled: z.boolean(),
  started: z.string(),
  restarts: z.number(),
  labels: labels.nullable(),
  networks: z.record(z.string(), z.unknown()).nullable(),
});

/** Facts by name, as the host script printed them: `name base64` a line. */
export type RawFacts = ReadonlyMap<string, string>;

/** Decodes the output of detect.sh and target.sh. */
export function decodeFacts(stdout: string): RawFacts {
  const lines = stdout.split('\n').filter((line) => line.trim() !== '');
  return new Map(
    lines.map((line) => {
      const [name = '', encoded = ''] = line.split(' ');
      return [name, Buffer.from(encoded, 'base64').toString('utf8')];
    }),
  );
}

/** The lines of a fact that are not empty. */
export const lines = (text: string | undefined): string[] =>
  (text ?? '').split('\n').filter((line) => line !== '');
const optional = <K extends string>(key: K, value: string | undefined): { [P in K]?: string } =>
  value ? ({ [key]: value } as { [P in K]: string }) : {};

/** A commit, its name (a tag before a branch) and subject from `%H<tab>%D<tab>%s`. */
export function parseNamedCommit(line: string): NamedCommit {
  const [commit = '', decoration = '', ...subject] = line.split('\t');
  const names = decoration.split(', ').map((name) => name.replace(/^HEAD -> /, ''));
  const tag = names.find((name) => name.startsWith('tag: '))?.slice('tag: '.length);
  const name = tag ?? names.find((candidate) => candidate !== '' && candidate !== 'HEAD');
  return { commit, subject: subject.join('\t'), ...(name ? { name } : {}) };
}

function parseContainer(line: string): Container {
  const { labels: all, ...rest } = Inspected.parse(JSON.parse(line));
  const label = (name: string) => all?.[`com.docker.compose.${name}`] ?? '';
  return {
    ...rest,
    service: label('service'),
    project: label('project'),
    files: label('project.config_files').split(',').filter(Boolean),
    directory: label('project.working_dir'),
    composeVersion: label('version'),
  };
}

function parseProbes(text: string | undefined): ProbeAnswers[] {
  const answers = new Map<string, { codes: number[]; seconds: number[] }>();
  for (const line of lines(text)) {
    const [name = '', code, seconds] = line.split('\t');
    const probe = answers.get(name) ?? { codes: [], seconds: [] };
    probe.codes.push(Number(code));
    probe.seconds.push(Number(seconds));
    answers.set(name, probe);
  }
  return [...answers].map(([name, probe]) => ({ name, ...probe }));
}

/** The deploy record's lines; one that cannot be read is no evidence and is passed over. */
function parseDeployments(text: string | undefined): Deployment[] {
  return lines(text).flatMap((line) => {
    try {
      return [Deployment.parse(JSON.parse(line))];
    } catch {
      return [];
    }
  });
}

/** Facts from what detect.sh printed and the journal that was read from it, or why it cannot be read. */
export function parseFacts(raw: RawFacts, journal: Journal, journalError?: string): Facts {
  const word = (name: string) => raw.get(name)?.trim();
  const releases = lines(raw.get('git.releases')).map(parseNamedCommit);
  return {
    host: word('host') ?? '',
    user: word('user') ?? '',
    clock: word('clock') ?? '',
    missing: word('missing')?.split(' ').filter(Boolean) ?? [],
    ...optional('directory', word('directory')),
    git: {
      ...optional('head', word('git.head')),
      ...optional('branch', word('git.branch')),
      ...optional('error', word('git.error')),
      modified: (raw.get('git.modified') ?? '').split('\0').filter(Boolean),
      reflog: lines(raw.get('git.reflog')),
      releases: new Map(releases.map((release) => [release.commit, release])),
    },
    wanted: {
      ...optional('commit', word('commit')),
      ...optional('ambiguous', word('commit.ambiguous')),
      remote: raw.has('commit.remote'),
    },
    docker: {
      endpoint: word('docker.endpoint') ?? '',
      ...optional('version', word('docker.version')),
      ...optional('error', word('docker.error')),
    },
    compose: { ...optional('v1', word('compose.v1')), ...optional('v2', word('compose.v2')) },
    projects: word('projects')?.split(' ').filter(Boolean) ?? [],
    containers: lines(raw.get('containers')).map(parseContainer),
    probes: parseProbes(raw.get('probes')),
    database: { ...optional('version', word('database')), ...optional('error', word('database.error')) },
    disks: lines(raw.get('disk')).map((line) => {
      const [, , , free, used, mount] = line.split(/\s+/);
      return { mount: mount ?? '', freeKiB: Number(free), used: used ?? '' };
    }),
    deployments: parseDeployments(raw.get('deployments.jsonl')),
    attempts: journal.attempts,
    ...optional('journalError', journalError),
    ...optional('journalHead', journal.head),
  };
}
