import { z } from 'zod';
import type { Attempt, Journal } from '../audit/attempts';
import type { Tampering } from './tampering';

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
  mounts: z
    .array(z.object({ type: z.string(), name: z.string(), source: z.string(), destination: z.string() }))
    .default([]),
  networkMode: z.string().default(''),
});

export interface Container extends Omit<z.infer<typeof Inspected>, 'labels'> {
  readonly service: string;
  readonly project: string;
  /** Compose files as absolute or typed paths, and the directory they were used in. */
  readonly files: readonly string[];
  readonly directory: string;
  /** Version of the Compose that made it. */
  readonly composeVersion: string;
}

/** The answers of one HTTP probe: status codes (0 for none) and seconds, in the order of the calls. */
export interface ProbeAnswers {
  readonly name: string;
  readonly codes: readonly number[];
  readonly seconds: readonly number[];
}

/** One line of the deploy record, `deployments.jsonl`. */
export const Deployment = z.object({
  at: z.string().refine((at) => !Number.isNaN(Date.parse(at)), 'a time'),
  commit: z.string().regex(/^[0-9a-f]{40}$/),
  images: z.record(z.string(), z.string()).default({}),
  /** How the deployment ended; a release that did not come up well is no place to go back to. */
  outcome: z.string().optional(),
  /** The release that the deployment's own script rolled back from. */
  rolledBackFrom: z.string().optional(),
});
export type Deployment = z.infer<typeof Deployment>;

/** A commit as git names it. */
export interface NamedCommit {
  readonly commit: string;
  readonly name?: string;
  readonly subject: string;
}

/** Who is at work, and until when nobody else may be: ISO 8601 by the host's clock. */
export const Lease = z.object({
  rollback: z.string(),
  holder: z.string(),
  user: z.string(),
  since: z.string(),
  state: z.string(),
  until: z.string(),
});
export type Lease = z.infer<typeof Lease>;

/** Everything that detect saw, parsed and not judged. */
export interface Facts {
  readonly lease?: Lease;
  /** Links as they were answered from inside their service's container: exit codes. */
  readonly links: readonly { readonly service: string; readonly code: number }[];
  readonly host: string;
  readonly user: string;
  /** The host's clock at that moment, ISO 8601. */
  readonly clock: string;
  readonly missing: readonly string[];
  /** The deployment's directory, links resolved; none when there is no such directory. */
  readonly directory?: string;
  readonly git: {
    readonly head?: string;
    readonly branch?: string;
    readonly error?: string;
    readonly modified: readonly string[];
    readonly reflog: readonly string[];
    readonly releases: ReadonlyMap<string, NamedCommit>;
  };
  /** What the asked-for commit resolves to. */
  readonly wanted: {
    readonly commit?: string;
    readonly remote: boolean;
    readonly ambiguous?: string;
    readonly unknown?: string;
  };
  readonly docker: { readonly endpoint: string; readonly version?: string; readonly error?: string };
  readonly compose: { readonly v1?: string; readonly v2?: string };
  readonly projects: readonly string[];
  readonly containers: readonly Container[];
  readonly probes: readonly ProbeAnswers[];
  readonly database: { readonly version?: string; readonly error?: string };
  readonly disks: readonly { readonly mount: string; readonly freeKiB: number; readonly used: string }[];
  readonly deployments: readonly Deployment[];
  readonly attempts: readonly Attempt[];
  /** The journal was altered; then no attempts are known. */
  readonly tampered?: Tampering;
  /** Why the journal cannot be read; then no attempts are known. */
  readonly journalError?: string;
  /** Checksum of the journal's last line; none while there is no journal. */
  readonly journalHead?: string;
}

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
    links: [],
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
      ...optional('unknown', word('commit.unknown')),
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
