import { z } from 'zod';
import { readDependencies, readLabels } from './labels';

const Labels = z.record(z.string(), z.string());
/** The names of a set, as Docker writes one: an object, or null where there is none. */
const Names = z
  .record(z.string(), z.unknown())
  .nullish()
  .transform((set) => Object.keys(set ?? {}));
/** An environment, without what is empty. */
const Variables = z
  .array(z.string())
  .nullish()
  .transform((pairs) =>
    Object.fromEntries(
      (pairs ?? []).flatMap((pair) => {
        const [name = '', ...value] = pair.split('=');
        return value.join('') === '' ? [] : [[name, value.join('=')]];
      }),
    ),
  );

/** What an image declares. */
const declared = { ports: Names, volumes: Names, env: Variables };
const Declared = z.object({ id: z.string(), labels: Labels.nullish(), ...declared });

const Described = z.object({
  ...declared,
  id: z.string().default(''),
  image: z.string(),
  imageId: z.string().default(''),
  command: z.array(z.string()).default([]),
  status: z.string().default('running'),
  exitCode: z.number().default(0),
  restartPolicy: z.string().default(''),
  isChecked: z.boolean().default(false),
  networkMode: z.string().default(''),
  networks: Names,
  published: Names,
  mounts: z.array(z.object({ Destination: z.string(), Source: z.string().default('') })).nullish(),
  labels: Labels.nullable(),
});

/** What an image declares by itself, whatever a container sets besides. */
export interface Declaration {
  /** As `5432/tcp`. */
  readonly ports: readonly string[];
  readonly volumes: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
}

/** A container of a deployment of which nothing is configured. */
export interface Description extends Declaration {
  readonly id: string;
  readonly service: string;
  /** The name of its image. */
  readonly image: string;
  readonly imageId: string;
  /** What its image declares; nothing where the image is gone. */
  readonly declared?: Declaration;
  /** Compose has built its image. */
  readonly isBuilt: boolean;
  readonly command: readonly string[];
  /** The programs that run in it; nothing where none can be told. */
  readonly programs?: readonly string[];
  readonly status: string;
  readonly exitCode: number;
  readonly restartPolicy: string;
  /** It has a health check. */
  readonly isChecked: boolean;
  /** It has ports on the host. */
  readonly isPublished: boolean;
  readonly networkMode: string;
  readonly networks: readonly string[];
  /** Where something is mounted in it, and the paths of the host that are. */
  readonly mounts: readonly string[];
  readonly sources: readonly string[];
  /** The services that it depends on, and those that must have ended well before. */
  readonly dependencies: readonly string[];
  readonly awaited: readonly string[];
  /** The Compose files that it was made by, absolute or as they were typed. */
  readonly files: readonly string[];
}

/** The name of a Compose file where nothing tells it. */
export const USUAL_FILE = 'docker-compose.yml';

/** A container from a line of JSON that discover.sh prints. Throws an error when it is no such line. */
export function parseDescription(line: string): Description {
  const { labels, env, published, mounts, ...rest } = Described.parse(JSON.parse(line));
  const { service, files, awaited } = readLabels(labels);
  return {
    ...{ ...rest, service, files, awaited, variables: env, isBuilt: false },
    dependencies: readDependencies(labels),
    isPublished: published.length > 0,
    mounts: (mounts ?? []).map(({ Destination }) => Destination),
    sources: (mounts ?? []).map(({ Source }) => Source),
  };
}

/** The containers from all that discover.sh prints of them, of their images and of their processes, each a line. */
export function parseDescriptions(
  containers: readonly string[],
  images: readonly string[],
  processes: readonly string[],
): Description[] {
  const known = new Map(
    images.map((line) => {
      const { id, env, labels, ports, volumes } = Declared.parse(JSON.parse(line));
      return [
        id,
        { declared: { ports, volumes, variables: env }, isBuilt: readLabels(labels ?? null).service !== '' },
      ];
    }),
  );
  const programs = new Map<string, string[]>();
  for (const line of processes) {
    const [id = '', ...program] = line.split(' ');
    programs.set(id, [...(programs.get(id) ?? []), program.join(' ')]);
  }
  return containers.map(parseDescription).map((container) => {
    const running = programs.get(container.id);
    return { ...container, ...known.get(container.imageId), ...(running && { programs: running }) };
  });
}
