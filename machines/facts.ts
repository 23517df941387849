import { z } from 'zod';
import type { Attempt } from '../audit/attempts';

/** A container of the deployment, by `docker inspect` and the labels that Compose gave it. */
export interface Container {
  readonly id: string;
  /** Image id, and the name by which the image was asked for. */
  readonly image: string;
  readonly reference: string;
  readonly status: string;
  readonly health: string | null;
  readonly exitCode: number;
  readonly oomKilled: boolean;
  readonly started: string;
  readonly restarts: number;
  readonly networks: Readonly<Record<string, unknown>> | null;
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
