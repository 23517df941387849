/** What a container has mounted: a volume by its name, or a directory of the host. */
export interface Mount {
  readonly type: string;
  readonly name: string;
  readonly source: string;
  readonly destination: string;
}

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
  /** When it was made, and its image; older facts do not tell. */
  readonly created?: string | undefined;
  readonly imageCreated?: string;
  /** When its image was last given a name here; not told of one that was pulled, nor by older facts. */
  readonly imageTagged?: string | undefined;
  /** The commit that its image's label `org.opencontainers.image.revision` names. */
  readonly revision?: string;
  readonly started: string;
  readonly restarts: number;
  readonly networks: Readonly<Record<string, unknown>> | null;
  readonly networkMode: string;
  /** Whose processes, and whose shared memory, it sees; older facts do not tell. */
  readonly pidMode?: string | undefined;
  readonly ipcMode?: string | undefined;
  /** The containers whose volumes it has; older facts do not tell. */
  readonly volumesFrom?: readonly string[] | null | undefined;
  readonly restartPolicy: string;
  readonly mounts: readonly Mount[];
  /** Size of its image in bytes; none when the image is gone. */
  readonly imageBytes?: number;
  readonly service: string;
  readonly project: string;
  /** Compose files as absolute or typed paths, and the directory they were used in. */
  readonly files: readonly string[];
  /** The env files that Compose was given, likewise; none where it has read `.env` by itself. */
  readonly envFiles: readonly string[];
  readonly directory: string;
  /** Version of the Compose that made it. */
  readonly composeVersion: string;
  /** The services that its definition named as those it depends on. */
  readonly needs: readonly string[];
  /** The services that it was started after, when they had ended well. */
  readonly awaited: readonly string[];
  /** Compose's hash of the definition that it was made by: the label config-hash. Empty where there is none. */
  readonly configHash: string;
}
