import type { ComposeModel, WrittenModel } from './composeModel';
import type { MadeOf } from './made';
import type { SettingFile } from './settings';
import type { Release } from './release';

/** A variable by its name in the environment of a container. */
export interface Carried {
  readonly container: string;
  readonly service: string;
  readonly name: string;
}

/** A variable in a value of an env file. */
export interface EnvReference {
  /** Whether Compose itself reads the file, for the definition, or a service, for its environment. */
  readonly origin: 'compose' | 'service';
  /** The file as the definition has it, and which of its values. */
  readonly path: string;
  readonly key: string;
  /** Nothing where it is a part of a value that is not to be said. */
  readonly name?: string;
  /** What stands behind the name in braces, as `:-none`; `passed` where the value is the shell's under that name. */
  readonly form: string;
}

/** Something that a release reads and that git does not know, or not all of it. */
export interface Input {
  /** Whether Compose is given it as an env file, opens it, or a service has it mounted or is given it. */
  readonly kind: 'given' | 'opened' | 'read';
  /** As the definition has it, an absolute path. */
  readonly path: string;
  /** When it was changed last, in seconds: what git knows of it left out; nothing where that could not be told in time. */
  readonly changed?: number;
  /** The place in the repository that links lead to from there. */
  readonly leadsTo?: string;
}

/** Something that a Dockerfile copies and that the commit which is built does not have. */
export interface Uncopied {
  /** As the definition has them: the build's context, and the Dockerfile as it is named there. */
  readonly context: string;
  readonly dockerfile: string;
  /** Its place in the context. */
  readonly source: string;
}

/** What a build of the target is made of besides the commit. */
export interface BuildPart {
  /** As the definition has them: the build's context, and the Dockerfile as it is named there. */
  readonly context: string;
  readonly dockerfile: string;
  /**
   * `seen`: its Dockerfile could be read. An image by a name; a file that it copies and git does not know; something that is
   * fetched; something that nobody can tell.
   */
  readonly kind: 'seen' | 'image' | 'file' | 'remote' | 'odd';
  /** The image's name, or the file's place in the context. */
  readonly name: string;
  /** When an image was made and last given a name, the year 1 where it was pulled; nothing where it is not here. */
  readonly created?: string;
  readonly tagged?: string;
  /** When a file that the build is given all the same was changed last, in seconds. */
  readonly changed?: number;
}

/** Env files that exist nowhere, by who names them. */
export interface MissingEnv {
  /** Those that Compose is given: by a label, by the configuration or by a request. */
  readonly given: readonly string[];
  /** The first that a service of the target names, or of what is checked out. */
  readonly target?: string;
  readonly current?: string;
  /** Those that what runs was brought up with: then an undo is given what the rollback was given. */
  readonly former: readonly string[];
}

/** An edit that git was told not to see, and by which mark of its index. */
export interface HiddenEdit {
  readonly path: string;
  readonly mark: 'skip-worktree' | 'assume-unchanged';
}

/** What target.sh tells of a commit: the release, what going there takes back, and its definition. */
export interface Target {
  readonly release: Release;
  /** Commits that the target does not have, newest first, as `hash subject`; at most 20. */
  readonly leaves: readonly string[];
  /** Commits that only the target has, likewise. */
  readonly brings: readonly string[];
  /** `14 files changed, …` as git puts it. */
  readonly difference: string;
  /** Whether the commit cannot be had, neither here nor from the remote; then nothing else is known of it. */
  readonly gone: boolean;
  /** Files that git does not know and that a checkout of the target would overwrite. */
  readonly overwritten: readonly string[];
  /** Submodules that the target has at another commit, or that differ from what the checkout has them at. */
  readonly submodules: readonly string[];
  /** Edited files that git was told not to see, and that this release has otherwise; older facts do not tell. */
  readonly hidden?: readonly HiddenEdit[];
  /** Applied migrations that the checkout knows and this release does not. */
  readonly migrations: readonly string[];
  /** All that are applied, and those of them that files of this release are called by; older facts do not tell. */
  readonly migrationRows?: { readonly applied: readonly string[]; readonly known: ReadonlySet<string> };
  /** Directories of the target, each ended by a slash, and its Dockerfiles, relative to the Compose directory. */
  readonly sources: ReadonlySet<string>;
  /** The deployment's directory in the repository: empty, or ended by a slash. */
  readonly below: string;
  /** Tracked files that differ between what is checked out and the target, by their paths in the repository. */
  readonly changed: ReadonlySet<string>;
  /**
   * The same between what is checked out, or the target, and other commits that were checked out when containers were started,
   * by commit; none for one that is gone. Older facts do not tell.
   */
  readonly since?: { readonly [release in 'current' | 'target']: ReadonlyMap<string, ReadonlySet<string>> };
  /** Files and directories of the target, by their paths in the repository, that its services have mounted; `.` for all. */
  readonly tracked?: ReadonlySet<string>;
  /** Files that git does not know and that Compose reads for the target, by their paths in the repository. */
  readonly untracked: readonly string[];
  /** The number on record of the release that the target is, where one is known. */
  readonly recorded?: number;
  /** The settings of the release on record that the target is, beside today's; none where no record has them. */
  readonly settings?: {
    readonly release: number;
    readonly files: readonly SettingFile[];
    /** By name those that its value is made of, today's or the release's. */
    readonly references?: ReadonlyMap<string, readonly string[]>;
  };
  /** Services whose credentials, out of settings of a release, the database refuses. */
  readonly refusedLogins?: readonly string[];
  /** What of the target's inputs git does not know; older facts do not tell. */
  readonly inputs?: readonly Input[];
  /** The target's definition with variables and env files as they stand there; not of every Compose. */
  readonly written?: WrittenModel;
  /** Absolute paths that the target's services have mounted or are given, that the checkout has and the target has not. */
  readonly lacking?: readonly string[];
  /** What builds of the target copy of their context and it does not have; older facts do not tell. */
  readonly uncopied?: readonly Uncopied[];
  /** What its builds are made of besides the commit; older facts do not tell. */
  readonly parts?: readonly BuildPart[];
  /** Contexts of builds that are not there beside the checkout, and those that are named by an absolute path. */
  readonly contexts?: { readonly [how in 'lacking' | 'absolute']: ReadonlySet<string> };
  /** What Compose would have to fetch from another host to read the target's definition. */
  readonly remote: readonly string[];
  /** Variables that the target's definition reads, that have no default and that nobody supplies. */
  readonly unset: readonly string[];
  /** Values of env files in which such a variable stands that is not to be said: its name may be a part of what is secret. */
  readonly unsetInside?: readonly Omit<EnvReference, 'name' | 'form'>[];
  /** Variables that nobody supplies and the target reads with a default, or passes on by their names. */
  readonly unsetDefaults?: ReadonlySet<string>;
  /** What is checked out, as `written`, and the variables that Compose says it reads without a value where it cannot tell that. */
  readonly currentWritten?: WrittenModel;
  readonly currentUnset?: readonly string[];
  /** The variables in env files of either definition; told with what nobody supplies. */
  readonly envReferences?: { readonly [release in 'current' | 'target']: readonly EnvReference[] };
  /** The variables that are the content of configs and secrets, and that nobody supplies: Compose brings none of those up. */
  readonly unsetGiven?: readonly string[];
  /** The variables that are the content of configs and secrets, and have another value than at what is checked out. */
  readonly givenAnew: ReadonlySet<string>;
  /** What the files of each release call the project, where nobody types its name; none where that is not known. */
  readonly projectNames?: { readonly [release in 'current' | 'target']: string };
  /** The services of either definition that come up without being named; where nothing tells them, none is known. */
  readonly usual?: { readonly [release in 'current' | 'target']: ReadonlySet<string> };
  /** What else Compose says of that definition, a sentence each, what is secret left out. */
  readonly warnings: readonly string[];
  /** The variables with which what runs was brought up, as far as that can be told, and those of the target. */
  readonly variables: { readonly [release in 'current' | 'target']: ReadonlyMap<string, string> };
  /** Of the two releases the commits that no tag names although a variable needs that, and nothing else tells its value. */
  readonly untagged: readonly string[];
  /** The names of the variables that containers have in their environment, never a value. */
  readonly carried: readonly Carried[];
  /** Compose's hash by service of what is checked out and of the target's definition; of Compose v1 none are known. */
  readonly hashes: { readonly [release in 'current' | 'target']: ReadonlyMap<string, string> };
  /** What containers were made of that Compose's hash of what is checked out does not know; older facts do not tell. */
  readonly made?: MadeOf;
  /** The major version of PostgreSQL that the target's image of the database declares; only of one that is here. */
  readonly databaseMajor?: string;
  /** The Compose files of what is checked out and of the target, where those are not the ones the containers were made by. */
  readonly files?: readonly string[];
  readonly currentFiles?: readonly string[];
  /** The Compose file that the target lacks. */
  readonly missingFile?: string;
  /** Env files that exist nowhere, as absolute paths. */
  readonly missingEnv: MissingEnv;
  /** Where that lies at the target, from the uppermost directory: Compose would take another directory for the project's. */
  readonly movedTo?: string;
  /** Why a Compose file cannot be read. */
  readonly composeError?: string;
  readonly current?: ComposeModel;
  /** SHA-256 of the target's definition, as Compose prints it. */
  readonly digest?: string;
  readonly target?: ComposeModel;
  /** Image id by name (`repository:tag`), and every image id that is there. */
  readonly imagesByName: ReadonlyMap<string, string>;
  readonly imageIds: ReadonlySet<string>;
  /** When each image that the target names was last given a name, and when it was made; older facts do not tell. */
  readonly namedImages?: ReadonlyMap<string, { readonly tagged: string; readonly created: string }>;
  /** Image ids by repository whose label `org.opencontainers.image.revision` is the commit. */
  readonly labelled: ReadonlyMap<string, string>;
  /** That label of each image which is pinned as the commit's, by the pin; empty where it has none. */
  readonly pinned: ReadonlyMap<string, string>;
}
