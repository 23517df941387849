import { parseWritten } from '../../compose/writtenDefinition';
import type { RawFacts } from '../../model/facts';
import type { EnvReference, Target } from '../../model/target';
import { fields, lines } from './decodeFacts';

const originOf = (text: string): EnvReference['origin'] => (text === 'compose' ? text : 'service');

/** `ORIGIN KNOWN PATH KEY NAME FORM` a line, with tabs between. */
const references = (text: string | undefined): EnvReference[] =>
  fields(text, '\t').map(([origin = '', , path = '', key = '', name = '', form = '']) => ({
    origin: originOf(origin),
    path,
    key,
    form,
    ...(name === '' ? {} : { name }),
  }));

/** The values of env files in which a variable stands that nobody supplies and that is not to be said. */
export function insideValues(raw: RawFacts): Pick<Target, 'unsetInside'> {
  const inside = fields(raw.get('compose.unset.inside'), '\t').map(([origin = '', path = '', key = '']) => ({
    origin: originOf(origin),
    path,
    key,
  }));
  return inside.length > 0 ? { unsetInside: inside } : {};
}

/** What either release reads of variables; nothing where the target reads none that nobody supplies. */
export function variablesRead(
  raw: RawFacts,
): Pick<Target, 'unsetDefaults' | 'currentWritten' | 'currentUnset' | 'envReferences'> {
  const current = parseWritten(raw.get('compose.current.written'));
  const unset = raw.get('compose.current.unset');
  return {
    ...(raw.has('compose.unset.defaults')
      ? { unsetDefaults: new Set(lines(raw.get('compose.unset.defaults'))) }
      : {}),
    ...(current ? { currentWritten: current } : {}),
    ...(unset === undefined ? {} : { currentUnset: lines(unset) }),
    ...(raw.has('compose.target.references')
      ? {
          envReferences: {
            current: references(raw.get('compose.current.references')),
            target: references(raw.get('compose.target.references')),
          },
        }
      : {}),
  };
}
