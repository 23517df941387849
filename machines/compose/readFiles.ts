import { z } from 'zod';
import type { ComposeModel } from '../model/composeModel';
import { mountsOf } from './volumes';

const Use = z.union([z.string().transform((source) => ({ source })), z.looseObject({ source: z.string() })]);

/** The configs or secrets of a definition that a service is given. */
export function givenTo(
  {
    services,
  }: { readonly services: Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>> },
  service: string,
  key: 'configs' | 'secrets',
): string[] {
  const listed: unknown = services[service]?.[key];
  return (Array.isArray(listed) ? listed : []).flatMap((entry: unknown) => {
    const use = Use.safeParse(entry);
    return use.success ? use.data.source : [];
  });
}

const Options = z.array(z.string());

/** The files of seccomp profiles, which Compose reads when it makes a container: as they are written, relative or absolute. */
const profilesOf = ({ services }: ComposeModel, service: string): string[] =>
  (Options.safeParse(services[service]?.['security_opt']).data ?? []).flatMap((option) => {
    const [, file] = /^seccomp[:=](.+)$/.exec(option) ?? [];
    return file === undefined || file === 'unconfined' || file === 'builtin' ? [] : [file];
  });

/**
 * Files and directories of the host that a service reads besides its definition, as absolute paths: what it has
 * mounted, the files of its configs and secrets, and its seccomp profile. None of their content is in Compose's hash of a service.
 */
export function readFiles(model: ComposeModel, service: string): string[] {
  const mounted = mountsOf(model, service).flatMap(({ type, source }) => (type === 'bind' ? [source] : []));
  const given = (['configs', 'secrets'] as const).flatMap((key) =>
    givenTo(model, service, key).flatMap((name) => model[key]?.[name]?.file ?? []),
  );
  return [...new Set([...mounted, ...given, ...profilesOf(model, service)])];
}
