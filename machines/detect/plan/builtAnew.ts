import { readBuild } from '../../compose/buildSources';
import { imageReference } from '../../compose/definition';
import { tellsBuild, withTag } from '../../compose/imageNames';
import type { ServiceChange } from '../../model/serviceChange';
import type { BuildPart } from '../../model/target';
import { shortHash } from '../history/releases';
import { listed } from '../../text/listed';
import { cameUpAt, isPulled, seconds } from './cameUp';
import type { ImageContext } from './serviceChange';
import type { Doubt } from './unknownInputs';

const PROOF = 'its image, kept by `checkpoint after --archive`, would prove it';

/** How the image is built that a service gets: by its own `build`, else by that of the one that gives its image the name. */
function buildOf(
  { wanted, project, compose }: Pick<ImageContext, 'wanted' | 'project' | 'compose'>,
  { service, reference }: ServiceChange,
): unknown {
  const own = wanted.services[service]?.build;
  if (own !== undefined) return own;
  const named = (name: string) => withTag(imageReference(wanted, project, name, compose));
  const builders = Object.entries(wanted.services).filter(([, { build }]) => build !== undefined);
  return builders.find(([name]) => named(name) === withTag(reference))?.[1].build;
}

/**
 * Whether an image that a build starts from, or copies from, is the one that had its name when the target was built. Docker does
 * not say when one was pulled: only a name that is given once tells that.
 */
function isSameBase({ name, created, tagged }: BuildPart, ran: number | undefined): boolean {
  if (created === undefined || tagged === undefined || ran === undefined) return false;
  return isPulled(tagged) ? tellsBuild(name) && seconds(created) <= ran : seconds(tagged) <= ran;
}

/** What a build of today is made of that need not be what the image of the target was made of, a sentence each. */
function otherParts(context: ImageContext, change: ServiceChange, all: readonly BuildPart[]): string[] {
  const { facts, target } = context;
  const build = readBuild(buildOf(context, change));
  if (!build) return ['nobody can tell how'];
  if (!build.context.startsWith('/')) return ['of another repository, as that is today'];
  if (target.contexts?.absolute.has(build.context))
    return [`of ${build.context}, which its definition names by an absolute path, as that is today`];
  const ran = cameUpAt(facts, target, change);
  const own = all.filter((part) => part.context === build.context && part.dockerfile === build.dockerfile);
  const besides = build.additional_contexts ?? {};
  const contexts = Array.isArray(besides)
    ? besides.map((one) => one.replace(/=.*/, ''))
    : Object.keys(besides);
  const isTold = build.dockerfile_inline === undefined && own.some(({ kind }) => kind === 'seen');
  const of = (kind: BuildPart['kind']) => (isTold ? own.filter((part) => part.kind === kind) : []);
  const bases = of('image').filter(
    (part) => !contexts.includes(part.name) && (build.pull === true || !isSameBase(part, ran)),
  );
  const files = of('file').filter(
    ({ changed }) => changed === undefined || ran === undefined || !(changed <= ran),
  );
  const at = shortHash(target.release.commit);
  const named = (parts: readonly BuildPart[]) => listed(parts.map(({ name }) => name));
  return [
    ...(isTold ? [] : ['nobody can tell what its Dockerfile starts from']),
    ...(contexts.length > 0 ? [`of ${listed(contexts)} besides, as that is today`] : []),
    ...(bases.length > 0 ? [`${named(bases)} may be another image than when ${at} ran`] : []),
    ...(files.length > 0 ? [`git does not know ${named(files)}, which it copies`] : []),
    ...(of('remote').length > 0 ? ['it fetches files from elsewhere'] : []),
    ...(of('odd').length > 0 ? ['nobody can tell all that it is made of'] : []),
  ];
}

/** An image that is built anew is the one of the target only where all that it is made of is what it was then. */
export function builtAnew(context: ImageContext, change: ServiceChange): Doubt[] {
  const { parts, inputs } = context.target;
  if (change.source !== 'build' || parts === undefined || inputs === undefined) return [];
  const others = otherParts(context, change, parts);
  return others.length > 0
    ? [{ what: 'image', why: `it is built anew: ${others.join('; ')}; ${PROOF}` }]
    : [];
}
