/** What the host knows of a container engine that does not answer, and of what becomes of containers when it starts again. */
export interface EngineDown {
  /** What systemd says of its unit. */
  readonly status?: string;
  /** The last lines of its journal. */
  readonly journal: readonly string[];
  /** Whether containers run on while the engine is away. */
  readonly isLiveRestore: boolean;
  readonly containers: readonly KeptContainer[];
}

/** A container by the engine's own files. */
interface KeptContainer {
  readonly name: string;
  /** By the files: the engine may not have seen its end. */
  readonly runs: boolean;
  /** Whether the engine starts it when it comes up itself. */
  readonly comesUp: boolean;
}

/** Something that takes room on a full disk and can be had again. */
export interface Freeable {
  readonly kind: (typeof FREEABLE)[number];
  readonly bytes: number;
  /** A file, a database, or how many images. */
  readonly name: string;
}

export const FREEABLE = ['build-cache', 'dangling', 'log', 'database'] as const;
