import { z } from 'zod';
import type { Container } from '../model/container';
import { InspectedMount } from '../model/made';
import { ImageId } from '../model/release';
import { readLabels } from './labels';

const Mounts = z
  .array(InspectedMount)
  .nullish()
  .transform((mounts) =>
    (mounts ?? []).map(({ Type, Name, Source, Destination }) => ({
      type: Type,
      name: Name,
      source: Source,
      destination: Destination,
    })),
  );

const labels = z.record(z.string(), z.string());

/** A container of the deployment, as `docker inspect` describes it. */
const Inspected = z.object({
  id: z.string(),
  image: ImageId,
  reference: z.string(),
  status: z.string(),
  health: z.string().nullable(),
  exitCode: z.number(),
  oomKilled: z.boolean(),
  created: z.string().optional(),
  started: z.string(),
  restarts: z.number(),
  labels: labels.nullable(),
  networks: z.record(z.string(), z.unknown()).nullable(),
  networkMode: z.string().default(''),
  pidMode: z.string().optional(),
  ipcMode: z.string().optional(),
  volumesFrom: z.array(z.string()).nullish(),
  restartPolicy: z.string().default(''),
  mounts: Mounts,
});

const inspected = (line: string): z.infer<typeof Inspected> | undefined => {
  try {
    return Inspected.parse(JSON.parse(line));
  } catch {
    return undefined;
  }
};

/** What is known of an image: its size in bytes, when it was made, and of which commit it says that it is. */
export interface ImageFacts {
  readonly bytes: number;
  readonly created: string;
  readonly revision: string;
  /** When it was last given a name; the year 1 where it was pulled. Older facts do not tell. */
  readonly tagged?: string | undefined;
}

/** A container from a line of JSON; undefined where that is no such line. */
function parseContainer(line: string, images: ReadonlyMap<string, ImageFacts>): Container | undefined {
  const read = inspected(line);
  if (!read) return undefined;
  const { labels: all, ...rest } = read;
  const none = { bytes: 0, created: '', revision: '', tagged: undefined };
  const { bytes, created, revision, tagged } = images.get(rest.image) ?? none;
  return {
    ...rest,
    ...readLabels(all),
    ...(bytes ? { imageBytes: bytes } : {}),
    ...(created ? { imageCreated: created } : {}),
    ...(revision ? { revision } : {}),
    ...(tagged === undefined ? {} : { imageTagged: tagged }),
  };
}

/**
 * The containers from the lines of JSON that detect.sh has `docker inspect` print, with what is known of images by id; or none,
 * and what Docker says of one in a way that nobody understands.
 */
export function parseContainers(
  lines: readonly string[],
  images: ReadonlyMap<string, ImageFacts>,
): { readonly containers: readonly Container[]; readonly error?: string } {
  const containers: Container[] = [];
  for (const line of lines) {
    const container = parseContainer(line, images);
    if (!container)
      return { containers: [], error: `docker inspect tells of no container: ${line.slice(0, 80)}` };
    containers.push(container);
  }
  return { containers };
}
