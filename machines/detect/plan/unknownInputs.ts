import { posix } from 'node:path';
import { readFiles } from '../../compose/readFiles';
import { devicesOf } from '../../compose/volumes';
import { decidedByVariables, envFilesNamed } from '../../compose/writtenDefinition';
import type { ServiceChange } from '../../model/serviceChange';
import type { Input } from '../../model/target';
import { shortHash } from '../history/releases';
import { cameUpAt } from './cameUp';
import type { ImageContext } from './serviceChange';

/** What of a service nobody can prove, and why. */
export interface Doubt {
  readonly what: 'image' | 'definition' | 'environment' | 'files';
  readonly why: string;
}

/** Why it is not known that an input is as it was when the target ran; nothing where it is unchanged since then. */
function doubtOf({ path, changed }: Input, ran: number | undefined, at: string): string | undefined {
  if (changed === undefined) return `${path}, which git does not know, could not be looked at in time`;
  if (ran === undefined)
    return `git does not know ${path}, and nothing says when ${at} ran here; a line of the deploy record would`;
  if (changed <= ran) return undefined;
  return `${path}, which git does not know, has changed since ${at} ran; no record says what it was, a tracked file would`;
}

const isRead = (model: ImageContext['wanted'], service: string, path: string): boolean =>
  [...readFiles(model, service), ...devicesOf(model, service)].includes(path);

/** What of a service an input decides; nothing where the service does not read it. */
function decided(
  { target, wanted }: ImageContext,
  { service, source }: ServiceChange,
  input: Input,
): Doubt['what'][] {
  const { kind, path } = input;
  if (kind === 'read') return isRead(wanted, service, path) ? ['files'] : [];
  const isGiven = (target.inputs ?? []).some((one) => one.kind === 'given');
  const named = target.written;
  const isNamed = named !== undefined && envFilesNamed(named, service).includes(path);
  const own: Doubt['what'][] = isNamed ? ['environment'] : [];
  const isDotEnv = posix.basename(path) === '.env';
  // Compose reads no `.env` by itself where it is given env files.
  if (isDotEnv && kind === 'opened' && isGiven) return own;
  if (kind === 'given' || isDotEnv) {
    const { image, build, rest } = decidedByVariables(named, service);
    const isImage = image || (build && source === 'build');
    return [...(isImage ? (['image'] as const) : []), ...(rest ? (['environment'] as const) : own)];
  }
  if (isNamed) return own;
  const others = Object.keys(wanted.services);
  if (others.some((one) => isRead(wanted, one, path))) return [];
  if (/\.ya?ml$/.test(path)) return ['definition'];
  if (!named) return ['environment'];
  return others.some((one) => envFilesNamed(named, one).includes(path)) ? [] : ['definition'];
}

/** What of a service rests on something that git does not know and that is not as it was when the target ran. */
export function unknownInputs(context: ImageContext, change: ServiceChange): Doubt[] {
  const { facts, target, wanted, isProven = () => false } = context;
  const ran = cameUpAt(facts, target, change);
  const at = shortHash(target.release.commit);
  const lacking = (target.lacking ?? []).filter((path) => isRead(wanted, change.service, path));
  return [
    ...(target.inputs ?? []).flatMap((input) => {
      const why = isProven(input.path) ? undefined : doubtOf(input, ran, at);
      return why === undefined ? [] : decided(context, change, input).map((what) => ({ what, why }));
    }),
    ...lacking.map((path) => ({
      what: 'files' as const,
      why: `${path} is mounted, and ${at} does not have it: Docker makes an empty directory there; a tracked file would prove it`,
    })),
  ];
}
