import type { Code } from '../../../machines/model/codes';
import { HOST_WORDS } from '../codes/hostWords';
import type { Printed } from './host';

type Check = NonNullable<Printed['checks']>[number];

/** A check by its code, and by what it is of: the service, URL or configured check in its name. */
export function checked({ code, name }: Pick<Check, 'code' | 'name'>): string[] {
  const words = HOST_WORDS[code as Code] ?? '$NAME';
  const [, of] = new RegExp(`^${words.replace(/\$(\{[^}]*\}|\w+)/, '(.*)')}$`).exec(name) ?? [name, name];
  return of === undefined ? [code] : [code, of];
}
