import type { Identity } from '../../compose/identity';
import { valueDeployed } from '../../compose/variables';
import type { Facts } from '../../model/facts';
import type { Plan } from '../../model/plan';
import type { Target } from '../../model/target';

/** What Compose gets beside its files, as a plan has it: nothing where there is nothing of a kind. */
export function suppliedValues(
  { envFiles, profiles }: Identity,
  { variables: { current, target }, written }: Target,
  { containers }: Facts,
): Pick<Plan, 'envFiles' | 'profiles' | 'variables'> {
  // A value that is typed is the target's; what runs may have had another one.
  const former = [...current].map(([name, value]): [string, string] => {
    const isTyped = target.get(name) === value && written !== undefined;
    return [name, (isTyped ? valueDeployed(written, name, containers) : undefined) ?? value];
  });
  return {
    ...(envFiles ? { envFiles: [...envFiles] } : {}),
    ...(profiles ? { profiles: [...profiles] } : {}),
    ...(current.size + target.size > 0
      ? { variables: { from: Object.fromEntries(former), to: Object.fromEntries(target) } }
      : {}),
  };
}
