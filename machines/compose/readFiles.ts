import { z } from 'zod';
import type { ComposeModel } from '../model/composeModel';
import { mountsOf } from './volumes';

const Use = z.union([z.string().transform((source) => ({ source })), z.looseObject({ source: z.string() })]);

/** The files of the host that a service is given as configs or secrets. */
function filesGiven(model: ComposeModel, service: string, key: 'configs' | 'secrets'): string[] {
  const listed: unknown = model.services[service]?.[key];
  return (Array.isArray(listed) ? listed : []).flatMap((entry: unknown) => {
    const use = Use.safeParse(entry);
    return (use.success && model[key]?.[use.data.source]?.file) || [];
  });
}

/**
 * Files and directories of the host that a service reads besides its definition, as absolute paths: what it has
 * mounted, and the files of its configs and secrets. None of their content is in Compose's hash of a service.
 */
export function readFiles(model: ComposeModel, service: string): string[] {
  const mounted = mountsOf(model, service).flatMap(({ type, source }) => (type === 'bind' ? [source] : []));
  const given = (['configs', 'secrets'] as const).flatMap((key) => filesGiven(model, service, key));
  return [...new Set([...mounted, ...given])];
}
