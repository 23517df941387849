import { posix } from 'node:path';
import { z } from 'zod';

/** `build: ./web`, or the long form with context and Dockerfile. */
const LongBuild = z.object({
  context: z.string().default('.'),
  dockerfile: z.string().default('Dockerfile'),
  dockerfile_inline: z.string().optional(),
});
const Build = z.preprocess((build) => (typeof build === 'string' ? { context: build } : build), LongBuild);

/** A path of the target relative to the Compose directory, `.` for that itself; none when it lies elsewhere. */
function inside(roots: readonly string[], path: string): string | undefined {
  if (/^[a-z+]+:\/\/|^git@/.test(path)) return undefined;
  const root = roots.find((one) => path === one || path.startsWith(`${one}/`));
  const relative = posix.normalize(root ? path.slice(root.length + 1) || '.' : path).replace(/\/$/, '');
  return posix.isAbsolute(relative) || relative.startsWith('..') ? undefined : relative;
}

/** What a build would start from and the target does not have; nothing where that cannot be known here. */
export function lackedByBuild(
  build: unknown,
  roots: readonly string[],
  sources: ReadonlySet<string>,
): string | undefined {
  const read = Build.safeParse(build);
  if (!read.success) return undefined;
  const { context, dockerfile, dockerfile_inline: inline } = read.data;
  const directory = inside(roots, context);
  if (directory === undefined) return undefined;
  if (directory !== '.' && !sources.has(`${directory}/`)) return `directory ${directory}`;
  const file = inside(roots, posix.isAbsolute(dockerfile) ? dockerfile : posix.join(directory, dockerfile));
  return inline || file === undefined || sources.has(file) ? undefined : `file ${file}`;
}
