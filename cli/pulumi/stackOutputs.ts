import type { Outputs } from '../../audit/outputs';
import type { Session } from './session';
import { typed } from './process';

/** What the last update has left in the stack; nothing before the first one. */
export function stackOutputs({ pulumi, output }: Session, name?: keyof Outputs): Partial<Outputs> {
  output.typed(typed(['stack', 'output', ...(name ? [name] : [])]));
  const { code, stdout, stderr } = pulumi.ask(['stack', 'output', '--json']);
  if (code !== 0) output.write(stderr.trim());
  return code === 0 ? (JSON.parse(stdout) as Partial<Outputs>) : {};
}
