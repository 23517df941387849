import { posix } from 'node:path';
import { z } from 'zod';
import type { Target } from '../model/target';

/** `build: ./web`, or the long form with context and Dockerfile. */
const LongBuild = z.object({
  context: z.string().default('.'),
  dockerfile: z.string().default('Dockerfile'),
  dockerfile_inline: z.string().optional(),
  target: z.string().optional(),
  additional_contexts: z.union([z.record(z.string(), z.unknown()), z.array(z.string())]).optional(),
  pull: z.boolean().optional(),
});
const Build = z.preprocess((build) => (typeof build === 'string' ? { context: build } : build), LongBuild);

/** A path of the target relative to the Compose directory, `.` for that itself; none when it lies elsewhere. */
function inside(roots: readonly string[], path: string): string | undefined {
  if (/^[a-z+]+:\/\/|^git@/.test(path)) return undefined;
  const root = roots.find((one) => path === one || path.startsWith(`${one}/`));
  const relative = posix.normalize(root ? path.slice(root.length + 1) || '.' : path).replace(/\/$/, '');
  return posix.isAbsolute(relative) || relative.startsWith('..') ? undefined : relative;
}

/** How an image is built, by the `build` of a definition; nothing where that cannot be read. */
export const readBuild = (build: unknown): z.infer<typeof LongBuild> | undefined =>
  Build.safeParse(build).data;

/** What a build would start from, or copy, and the target does not have; nothing where that cannot be known here. */
export function lackedByBuild(
  build: unknown,
  roots: readonly string[],
  { sources, uncopied = [], contexts }: Pick<Target, 'sources' | 'uncopied' | 'contexts'>,
): string | undefined {
  const read = readBuild(build);
  if (!read) return undefined;
  const { context, dockerfile, dockerfile_inline: inline, target } = read;
  if (contexts?.lacking.has(context)) return `directory ${context}, which is not in the repository`;
  // What a named stage copies is not told: the last one need not be built then.
  const copied = target
    ? undefined
    : uncopied.find((one) => one.context === context && one.dockerfile === dockerfile);
  const directory = inside(roots, context);
  // Above the deployment's directory, in the repository.
  if (directory === undefined) return copied && `${copied.source}, which its Dockerfile copies`;
  if (directory !== '.' && !sources.has(`${directory}/`)) return `directory ${directory}`;
  const file = inside(roots, posix.isAbsolute(dockerfile) ? dockerfile : posix.join(directory, dockerfile));
  if (inline || file === undefined) return undefined;
  if (!sources.has(file)) return `file ${file}`;
  return copied && `${posix.join(directory, copied.source)}, which ${file} copies`;
}
