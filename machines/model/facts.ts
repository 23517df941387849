import type { Attempt } from './attempt';
import type { Tampering } from './tampering';
import type { Hold, Lease } from './lease';
import type { Container } from './container';
import type { Deployment, UnreadLine } from './deployRecord';
import type { EngineDown, Freeable } from './hostTrouble';

/** The answers of one HTTP probe: status codes (0 for none) and seconds, in the order of the calls. */
export interface ProbeAnswers {
  readonly name: string;
  readonly codes: readonly number[];
  readonly seconds: readonly number[];
  /** Why this host does not accept its certificate, where that is why there was no answer. */
  readonly untrusted?: string;
}

/** Whether each call of a probe was answered, with 2xx or 3xx. */
export const isWellAnswered = ({ codes }: ProbeAnswers): boolean =>
  codes.every((code) => code >= 200 && code < 400);

/** A probe or a link, by the name of its check, that could be asked from nowhere, and why. */
export interface Unasked {
  readonly check: string;
  readonly why: string;
}

/** A commit as git names it. */
export interface NamedCommit {
  readonly commit: string;
  readonly name?: string;
  readonly subject: string;
}

/** How a service's own container fares with the link that is configured for it. */
export interface LinkAnswer {
  readonly service: string;
  /** 0 when it was answered well, 124 when there was no answer in time. */
  readonly code: number;
}

/** A lock that git leaves while it writes; without a holder nobody is at it any more. */
export interface GitLock {
  readonly path: string;
  /** Process id and command. */
  readonly holder?: string;
}

/** An image that is here and has no name any more, as a newer one was given it. */
export interface FormerImage {
  readonly id: string;
  /** When it was made, ISO 8601. */
  readonly created: string;
  /** Those by which registries know it. */
  readonly repositories: readonly string[];
  /** The project and the service that Compose has built it for. */
  readonly builtFor?: { readonly project: string; readonly service: string };
}

/** Free space where something of ours will be written. */
export interface DiskSpace {
  readonly mount: string;
  readonly freeKiB: number;
}

/** Everything that detect saw, parsed and not judged. */
export interface Facts {
  readonly host: string;
  readonly user: string;
  /** The host's clock at that moment, ISO 8601. */
  readonly clock: string;
  readonly missing: readonly string[];
  /** What the host has where bash 5 is needed, when that is not there: `no bash` or `bash 4.2.46`. */
  readonly oldBash?: string;
  /** The versions of tools, by their names; older facts do not tell. */
  readonly versions?: ReadonlyMap<string, string>;
  /** What gave no answer in time, and is therefore not known. */
  readonly silent: readonly string[];
  /** Why the checkout or the state directory cannot be written: `checkout …`, `state …`. */
  readonly unwritable: readonly string[];
  /** The deployment's directory, links resolved; none when there is no such directory. */
  readonly directory?: string;
  readonly git: {
    readonly head?: string;
    readonly branch?: string;
    readonly error?: string;
    readonly lock?: GitLock;
    /** What git has begun and not ended: `merge`, `rebase`, `am`, `cherry-pick`, `revert` or a `conflict` of any. */
    readonly unfinished?: string;
    readonly shallow: boolean;
    readonly bare: boolean;
    readonly modified: readonly string[];
    readonly reflog: readonly string[];
    /** Where HEAD came to and when (ISO 8601), by the reflog, newest first; older facts do not tell. */
    readonly moves?: readonly { readonly commit: string; readonly at: string }[];
    readonly releases: ReadonlyMap<string, NamedCommit>;
  };
  /** What the asked-for commit resolves to. */
  readonly wanted: {
    readonly commit?: string;
    readonly remote: boolean;
    readonly ambiguous?: string;
  };
  readonly docker: {
    readonly endpoint: string;
    readonly version?: string;
    readonly error?: string;
    /** The group that the socket belongs to, when Docker cannot be reached. */
    readonly group?: string;
    /** Of an engine of this host that does not answer, what the host knows of it. */
    readonly down?: EngineDown;
  };
  /** The versions that there are; `isAlone`: v2 is a docker-compose that stands alone, no plugin of Docker. */
  readonly compose: { readonly v1?: string; readonly v2?: string; readonly isAlone?: true };
  readonly projects: readonly string[];
  readonly containers: readonly Container[];
  /** Absolute paths of the Compose files that the checkout has, of those that containers or the configuration name. */
  readonly filesHere?: ReadonlySet<string>;
  /** The Compose files that Compose finds by itself in the deployment's directory. */
  readonly filesFound?: readonly string[];
  /** Docker networks of the project that are there. */
  readonly networks: readonly string[];
  /** Images without a name, newest first; older facts do not tell. */
  readonly formerImages?: readonly FormerImage[];
  /** Whether the deployment's own script is there and can be run. */
  readonly hasDeployScript: boolean;
  readonly links: readonly LinkAnswer[];
  readonly probes: readonly ProbeAnswers[];
  /** What could not be asked: nobody knows how it fares. */
  readonly unasked?: readonly Unasked[];
  readonly database: {
    readonly version?: string;
    readonly error?: string;
    /** By which PostgreSQL knows it, whatever it is called; absent where that cannot be told. */
    readonly oid?: string;
    /** What PostgreSQL says of data that cannot be right, a sentence each. */
    readonly damage?: readonly string[];
    /** Databases that rollbacks have left on the server. */
    readonly left?: readonly string[];
  };
  readonly disks: readonly { readonly mount: string; readonly freeKiB: number; readonly used: string }[];
  readonly diskSpace: { readonly [place in 'checkout' | 'state' | 'docker']?: DiskSpace };
  /** What the state directory keeps in reserve, and gives up on a full disk; older versions have none. */
  readonly reserveKiB?: number;
  /** What can be freed on a full disk. */
  readonly freeable?: readonly Freeable[];
  readonly deployments: readonly Deployment[];
  /** Lines of the deploy record that cannot be read. */
  readonly unreadRecord?: readonly UnreadLine[];
  /** Whether the `checkpoint` that is installed is the one that would be installed now; nothing where there is none. */
  readonly checkpoint?: 'current' | 'stale';
  readonly attempts: readonly Attempt[];
  readonly lease?: Lease;
  /** There is a lease that cannot be read, which is none. */
  readonly unreadableLease?: true;
  readonly holds: readonly Hold[];
  /** Scripts of the checkout that look at holds; older facts do not tell. */
  readonly holdReaders?: readonly string[];
  /** Containers of this host, of any project, whose program deploys by itself. */
  readonly updaters?: readonly { readonly container: string; readonly image: string }[];
  /** Units of systemd that run this Compose project and come up by themselves. */
  readonly units?: readonly string[];
  /** Rollbacks whose hold cannot be read, which the deploy script takes for one of every deployment. */
  readonly unreadableHolds: readonly string[];
  /** Names by which images are kept for this project. */
  readonly pins: readonly string[];
  /** Rollbacks that have a directory of their own in the state directory. */
  readonly rollbackDirectories: readonly string[];
  /** By rollback the files in its directory that tell of a restore in place; older versions have made such ones. */
  readonly safety?: ReadonlyMap<string, ReadonlySet<string>>;
  /** By rollback the files with settings that are not as it has left them, as absolute paths; older facts do not tell. */
  readonly settingsTouched?: ReadonlyMap<string, readonly string[]>;
  /** The journal was altered; then no attempts are known. */
  readonly tampered?: Tampering;
  /** Why the journal cannot be read; then no attempts are known. */
  readonly journalError?: string;
  /** Checksum of the journal's last line; none while there is no journal. */
  readonly journalHead?: string;
}

/** Facts by name, as the host script printed them: `name base64` a line. */
export type RawFacts = ReadonlyMap<string, string>;
