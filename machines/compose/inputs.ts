import { relative } from 'node:path';
import { z } from 'zod';
import type { ComposeModel } from '../model/composeModel';

const ENVIRONMENT_FILE = /(^|\/)(\.env[^/]*|[^/]*\.env)$/;

/** Paths of this host that services have mounted, in either spelling of Compose's `config`. */
function bindSources({ services }: ComposeModel): string[] {
  const mounts = Object.values(services).flatMap(({ volumes }) => (Array.isArray(volumes) ? volumes : []));
  return mounts.flatMap((mount: unknown) => {
    if (typeof mount === 'string') return mount.startsWith('/') ? [mount.split(':')[0] ?? ''] : [];
    const parsed = z.looseObject({ type: z.literal('bind'), source: z.string() }).safeParse(mount);
    return parsed.success ? [parsed.data.source] : [];
  });
}

/**
 * Those of the paths in a directory that Compose reads to bring a deployment up: its files, environment files, and what
 * services have mounted from there.
 */
export function inputsAmong(
  paths: readonly string[],
  model: ComposeModel,
  files: readonly string[],
  directory: string,
): string[] {
  const mounted = bindSources(model)
    .map((source) => relative(directory, source))
    .filter((path) => path !== '' && !path.startsWith('..'));
  return paths.filter(
    (path) =>
      files.includes(path) ||
      ENVIRONMENT_FILE.test(path) ||
      mounted.some((mount) => path === mount || path.startsWith(`${mount}/`)),
  );
}
