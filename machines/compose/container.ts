import { z } from 'zod';
import type { Container } from '../model/facts';
import { ImageId } from '../model/plan';
import { readLabels } from './labels';

const Mounts = z
  .array(
    z.object({
      Type: z.string(),
      Name: z.string().default(''),
      Source: z.string().default(''),
      Destination: z.string(),
    }),
  )
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
  started: z.string(),
  restarts: z.number(),
  labels: labels.nullable(),
  networks: z.record(z.string(), z.unknown()).nullable(),
  networkMode: z.string().default(''),
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

/** A container from a line of JSON; undefined where that is no such line. */
function parseContainer(line: string, sizes: ReadonlyMap<string, number>): Container | undefined {
  const read = inspected(line);
  if (!read) return undefined;
  const { labels: all, ...rest } = read;
  const imageBytes = sizes.get(rest.image);
  return { ...rest, ...readLabels(all), ...(imageBytes ? { imageBytes } : {}) };
}

/**
 * The containers from the lines of JSON that detect.sh has `docker inspect` print, with the sizes of images by id; or none,
 * and what Docker says of one in a way that nobody understands.
 */
export function parseContainers(
  lines: readonly string[],
  sizes: ReadonlyMap<string, number>,
): { readonly containers: readonly Container[]; readonly error?: string } {
  const containers: Container[] = [];
  for (const line of lines) {
    const container = parseContainer(line, sizes);
    if (!container)
      return { containers: [], error: `docker inspect tells of no container: ${line.slice(0, 80)}` };
    containers.push(container);
  }
  return { containers };
}
