import type { Request } from './request';
import type { HiddenEdit } from './target';

/** In the place of a value that only the operator knows. */
export const OPEN = '…';

/** Keys of a request with their values, in the order in which they are typed, and consent. */
export type Asked = Omit<Partial<Request>, 'variables'> & {
  readonly confirm?: string;
  /** null: a variable that is configured is not supplied. */
  readonly variables?: Readonly<Record<string, string | null>> | undefined;
};

/** Compose as a host has it, and the files that it is to read; without any it looks for its own. */
export interface ComposeCall {
  readonly version: 'v1' | 'v2';
  /** v2 is a docker-compose that stands alone, no plugin of Docker. */
  readonly isAlone?: boolean | undefined;
  readonly files: readonly string[];
  /** Env files that it is to read instead of `.env`, and variables that it gets. */
  readonly envFiles?: readonly string[] | undefined;
  readonly variables?: Readonly<Record<string, string>> | undefined;
}

/** What can be looked at in one way only. */
type Sight = 'config' | 'history' | 'processes' | 'docker-disk' | 'compose-labels';
/** What is looked at by the directory, path, mount, Docker endpoint, container or process that it is about. */
type SightOf =
  | 'commits'
  | 'checkout'
  | 'submodules'
  | 'directory'
  | 'owner'
  | 'mount'
  | 'disk'
  | 'docker'
  | 'containers'
  | 'container'
  | 'image'
  | 'process';

/** What the server of a database can be told, as values: audit/text/postgres makes the SQL. */
export type Statement =
  /** Clients may connect to a database again. */
  | { readonly do: 'open-database'; readonly database: string }
  | { readonly do: 'rename-database'; readonly database: string; readonly to: string }
  | { readonly do: 'commit-prepared' | 'roll-back-prepared'; readonly transaction: string }
  | { readonly do: 'drop-slot'; readonly slot: string }
  | { readonly do: 'drop-subscription'; readonly subscription: string }
  | { readonly do: 'create-role'; readonly role: string };

/** What git can give up by its own word. */
export const UNFINISHED = ['merge', 'rebase', 'am', 'cherry-pick', 'revert'] as const;
type Unfinished = (typeof UNFINISHED)[number];

/** What an operator can do, as values: audit/text/remedyLine.ts makes the line to type. */
export type Remedy =
  /** A key of the configuration gets a value, or none any more. */
  | {
      readonly do: 'set';
      readonly key: string;
      readonly value: string | Readonly<Record<string, string>> | readonly string[];
    }
  | { readonly do: 'unset'; readonly key: string }
  /** The next update, or preview, asks for this rather than for what it asks for now. */
  | { readonly do: 'update' | 'preview'; readonly for: Asked }
  /** All of a request is asked, by the front door or by Pulumi. */
  | { readonly do: 'ask'; readonly request: Request }
  /** The value shows that a container has for a variable: on its host only. */
  | { readonly do: 'show-variable'; readonly container: string; readonly name: string }
  /** A plan or a lease is consented to by its id, and its request asked again. */
  | { readonly do: 'confirm'; readonly id: string; readonly request: Request }
  /** What is unfinished goes on; `for`: what an update that does so must ask for. */
  | { readonly do: 'resume'; readonly for?: Asked }
  | { readonly do: 'undo'; readonly id: string }
  /** A database that a rollback has left is removed. */
  | { readonly do: 'prune'; readonly database: string }
  | { readonly do: 'look'; readonly at: Sight }
  | { readonly do: 'look'; readonly at: SightOf; readonly of: string }
  | { readonly do: 'check-out'; readonly commit: string }
  /** The user who types it has git read a checkout of somebody else. */
  | { readonly do: 'trust-checkout'; readonly directory: string }
  /** What git has begun in a checkout is given up. */
  | { readonly do: 'give-up'; readonly what: Unfinished; readonly directory: string }
  /** Git sees the edit of a file again that it was told not to see. */
  | ({ readonly do: 'show-edit'; readonly directory: string } & HiddenEdit)
  /** A shallow clone gets the commits that it lacks. */
  | { readonly do: 'unshallow'; readonly directory: string }
  | { readonly do: 'move'; readonly directory: string; readonly file: string; readonly to: string }
  /** A file that is missing is put where it is read. */
  | { readonly do: 'put-file'; readonly file: string }
  | { readonly do: 'join-group'; readonly group: string; readonly user: string }
  /** Compose brings a service up, or all of them. */
  | {
      readonly do: 'bring-up';
      readonly compose: ComposeCall;
      readonly service?: string;
      readonly directory?: string;
    }
  /** Images, by their ids, are given the names by which services ask for them, and those are brought up alone. */
  | {
      readonly do: 'bring-up-images';
      readonly compose: ComposeCall;
      readonly project: string;
      readonly directory: string;
      readonly images: readonly { readonly id: string; readonly name: string }[];
      readonly services: readonly string[];
    }
  /** Compose says how it reads its files. */
  | { readonly do: 'read-definition'; readonly compose: ComposeCall }
  /** A statement by itself, for whoever is connected to the server. */
  | Statement
  /** The server of the database runs statements. */
  | {
      readonly do: 'run-sql';
      readonly compose: ComposeCall;
      readonly service: string;
      readonly user: string;
      readonly database: string;
      readonly statements: readonly Statement[];
    };

/** What is said or advised: words, a remedy, or both in the order in which they are read. */
export type Advice = string | Remedy | readonly (string | Remedy)[];
