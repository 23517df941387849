import { type Asked, type Made, type Program, type Ran, runOn } from '../support/engine/inProcess';
import { printed } from './hostFacts';
import { questionOf } from '../support/engine/question';
import type { Foreseen, Recording } from './recordings';
import type { Props } from '../../tools/offline-plugins/shared/values';

/** A run on a recording, and what it has asked the host outside of resources. */
export interface Visited extends Ran {
  readonly questions: readonly string[];
}

/** What happens when the program would do something: nothing may, in a preview and in a replay. */
const nothing = (name: string): never => {
  throw new Error(`${name} would be made or changed`);
};

/** What the host answers to a question that changes something; undefined where it is none of those. */
export type Answer = (about: string, script: string) => string | undefined;

/** Runs the program on a recording as if it were that moment again, with a configuration. */
export async function visit(
  program: Program,
  { stackName, stack, host, journal }: Recording,
  { config, preview }: Pick<Asked, 'config' | 'preview'>,
  act: (name: string, type: string, inputs: Props) => Made = nothing,
  answer: Answer = () => undefined,
): Promise<Visited> {
  const questions: string[] = [];
  const asked = { stack: stackName, preview, config };
  const ran = await runOn(program, stack, asked, {
    answer(script) {
      const { about, key } = questionOf(script);
      questions.push(key);
      const facts = host[key];
      const said = facts ? printed(facts, journal) : answer(about, script);
      if (said === undefined) throw new Error(`nobody has recorded what the host says to: ${key}`);
      return said;
    },
    act,
  });
  return { ...ran, questions };
}

/** A run in short, as it is compared between versions. */
export const inShort = ({ outputs, exitCode, registered, deleted }: Ran): Foreseen => ({
  status: outputs.status,
  exitCode,
  resources: [
    ...registered.map(({ name, operation, inputs }) => {
      const line = inputs['create'];
      return `${name}: ${operation}${typeof line === 'string' ? `: ${line}` : ''}`;
    }),
    ...deleted.map((urn) => `${urn.split('::').at(-1) ?? ''}: delete`),
  ],
});
