import type { RawFacts } from '../../model/facts';
import type { BuildPart, Target, Uncopied } from '../../model/target';
import { fields } from './decodeFacts';

const KINDS = ['seen', 'image', 'file', 'remote', 'odd'] as const;

/** `CONTEXT DOCKERFILE SOURCE` a line, with tabs between. */
const uncopied = (text: string): Uncopied[] =>
  fields(text, '\t').map(([context = '', dockerfile = '', source = '']) => ({ context, dockerfile, source }));

/** `CONTEXT DOCKERFILE KIND NAME` a line, with tabs between, and behind that the times of an image, or of a file. */
const parts = (text: string | undefined): BuildPart[] =>
  fields(text, '\t').map(([context = '', dockerfile = '', word, name = '', time = '', tagged = '']) => {
    const kind = KINDS.find((one) => one === word) ?? 'odd';
    const times = time === '' ? {} : kind === 'image' ? { created: time, tagged } : { changed: Number(time) };
    return { context, dockerfile, kind, name, ...times };
  });

/** What target.sh tells of builds of the target. */
export function builds(raw: RawFacts): Pick<Target, 'uncopied' | 'parts' | 'contexts'> {
  const copies = raw.get('sources.lacking') ?? '';
  const named = fields(raw.get('sources.contexts'), '\t');
  const how = (which: string) =>
    new Set(named.flatMap(([word, context = '']) => (word === which ? [context] : [])));
  return {
    ...(copies.length > 0 ? { uncopied: uncopied(copies) } : {}),
    ...(raw.has('sources.parts') ? { parts: parts(raw.get('sources.parts')) } : {}),
    ...(named.length > 0 ? { contexts: { lacking: how('lacking'), absolute: how('absolute') } } : {}),
  };
}
