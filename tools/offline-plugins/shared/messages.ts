import * as pb from '@pulumi/pulumi/proto/provider_pb';
import { Struct } from 'google-protobuf/google/protobuf/struct_pb';
import type { Autonaming, CheckFailure, CheckResult, DiffResult, PropertyChange } from './plugin';
import { topLevel } from './property-diff';
import type { Props } from './values';

/** The properties in a message; none when it has none. */
export const props = (struct: Struct | undefined): Props => (struct?.toJavaScript() ?? {}) as Props;

/** The new inputs of a request, where `ignoreChanges` puts the old value back. */
export function withIgnored(
  request: { getNews(): Struct | undefined; getIgnorechangesList(): string[] },
  olds: Props,
): Props {
  const kept = request.getIgnorechangesList().flatMap((key) => {
    const old = olds[key];
    return old === undefined ? [] : [[key, old] as const];
  });
  return { ...props(request.getNews()), ...Object.fromEntries(kept) };
}

export const checkFailures = (failures: CheckFailure[]) =>
  failures.map(({ property, reason }) => new pb.CheckFailure().setProperty(property).setReason(reason));

export const checkResponse = ({ inputs, failures }: CheckResult) =>
  new pb.CheckResponse().setInputs(Struct.fromJavaScript(inputs)).setFailuresList(checkFailures(failures));

const MODES = ['propose', 'enforce', 'disable'] as const;

/** The name the engine proposes; only sent where naming is configured. */
export function autonaming(request: pb.CheckRequest): Autonaming | undefined {
  const options = request.getAutonaming();
  return options && { proposed: options.getProposedName(), mode: MODES[options.getMode()] ?? 'propose' };
}

const { Kind } = pb.PropertyDiff;
const KINDS = {
  add: [Kind.ADD, Kind.ADD_REPLACE],
  delete: [Kind.DELETE, Kind.DELETE_REPLACE],
  update: [Kind.UPDATE, Kind.UPDATE_REPLACE],
} as const;

const propertyDiff = ({ kind, replace }: PropertyChange) =>
  new pb.PropertyDiff().setKind(KINDS[kind][replace ? 1 : 0]);

export function diffResponse({ changes, deleteBeforeReplace }: DiffResult): pb.DiffResponse {
  const { DIFF_NONE, DIFF_SOME } = pb.DiffResponse.DiffChanges;
  const paths = Object.keys(changes).sort();
  const replacing = paths.filter((path) => changes[path]?.replace);
  const response = new pb.DiffResponse()
    .setChanges(paths.length > 0 ? DIFF_SOME : DIFF_NONE)
    .setDiffsList([...new Set(paths.map(topLevel))])
    .setReplacesList([...new Set(replacing.map(topLevel))])
    .setDeletebeforereplace(deleteBeforeReplace && replacing.length > 0)
    .setHasdetaileddiff(true);
  for (const [path, change] of Object.entries(changes)) {
    response.getDetaileddiffMap().set(path, propertyDiff(change));
  }
  return response;
}
