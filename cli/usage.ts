import type { CheckpointOptions } from './commands/checkpoint';
import type { ClosingState } from './commands/close';
import type { Consent } from './commands/up';
import type { Asked } from './requestOptions';

/** How the answer of a command that only reads is given. */
export interface Shown {
  /** As one JSON object on standard output. */
  readonly json?: boolean;
  /** The exit code is 1 where a preview is refused. */
  readonly exitCode?: boolean;
}

/** What was typed. */
export interface Usage {
  readonly stack: string;
  readonly command:
    | 'diagnose'
    | 'check'
    | 'up'
    | 'data'
    | 'undo'
    | 'release'
    | 'close'
    | 'recover'
    | 'history'
    | 'releases'
    | 'report'
    | 'writes'
    | 'prune'
    | 'uninstall'
    | 'checkpoint';
  /** The plan's or rollback's id; prune: the name of a database. */
  readonly id?: string;
  /** Of the deployment that is looked at without configuration, and whether what it is is to be kept. */
  readonly directory?: string;
  readonly keep?: boolean;
  readonly options: Asked &
    Consent &
    ClosingState &
    Shown & {
      readonly out?: string;
      readonly forget?: string;
      readonly keepJournal?: boolean;
      readonly checkpoint?: CheckpointOptions;
    };
}
