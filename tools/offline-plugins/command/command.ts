import { randomBytes } from 'node:crypto';
import type { Call, PropertyChange, ResourceType } from '../shared/plugin';
import { diffProps, type Changes } from '../shared/property-diff';
import { isUnknown, plainProps, sameValue, UNKNOWN, type Props } from '../shared/values';
import { execute, type Captured } from './execute';
import { collectFiles } from './globs';
import { checkInputs, COMMAND, commandInputs } from './inputs';

/** `command:local:Command`: a command line for each step in the life of a resource. */
export const command: ResourceType = {
  check(news) {
    const internal = /^(version$|__)/;
    const inputs = Object.fromEntries(Object.entries(news).filter(([key]) => !internal.test(key)));
    return { inputs: news, failures: checkInputs(COMMAND, inputs) };
  },

  diff(_id, _olds, oldInputs, inputs) {
    return { changes: kinds(diffProps(inputsOf(oldInputs), inputsOf(inputs))), deleteBeforeReplace: false };
  },

  async create(inputs, call) {
    const id = call.name + randomBytes(4).toString('hex');
    if (call.preview) return { id, outputs: { ...inputs, stdout: UNKNOWN, stderr: UNKNOWN } };
    const line = commandInputs(inputs).create;
    return { id, outputs: await run(line, inputs, { stdout: '', stderr: '' }, call) };
  },

  async update(_id, olds, inputs, call) {
    if (call.preview) return { ...inputs, ...previewedOutputs(olds, inputs) };
    const { update, create } = commandInputs(inputs);
    return run(update ?? create, inputs, outputsOf(olds), call);
  },

  async read(id, outputs, inputs) {
    return { id, outputs, inputs };
  },

  async delete(_id, outputs, call) {
    const inputs = commandInputs(outputs);
    if (inputs.delete !== undefined) await execute(inputs.delete, inputs, captured(outputs), call);
  },
};

/** Runs a line, if there is one; what was put out before stays where nothing runs. */
async function run(line: string | undefined, inputs: Props, previous: Props, call: Call): Promise<Props> {
  if (line === undefined) return { ...inputs, ...previous };
  const plainInputs = commandInputs(inputs);
  const output = await execute(line, plainInputs, captured(previous), call);
  return { ...inputs, ...previous, ...collectFiles(plainInputs), ...output };
}

/** Old outputs stay known where inputs are only added; a changed or removed input makes them unknown. */
function previewedOutputs(olds: Props, inputs: Props): Props {
  const given = inputsOf(inputs);
  const unknown =
    Object.values(given).some(isUnknown) ||
    Object.entries(inputsOf(olds)).some(([key, old]) => !sameValue(given[key], old));
  const outputs = outputsOf(olds);
  return unknown ? Object.fromEntries(Object.keys(outputs).map((key) => [key, UNKNOWN])) : outputs;
}

const pick = (props: Props, wanted: (key: string) => boolean): Props =>
  Object.fromEntries(Object.entries(props).filter(([key]) => wanted(key)));

const inputsOf = (props: Props) => pick(props, (key) => key in COMMAND.fields);

const outputsOf = (props: Props): Props => ({
  stdout: '',
  stderr: '',
  ...pick(props, (key) => ['stdout', 'stderr', 'assets', 'archive'].includes(key)),
});

const captured = (outputs: Props): Captured => ({ stdout: '', stderr: '', ...plainProps(outputs) });

/** Giving or taking away `triggers` replaces; of changes inside them the SDK says `replaceOnChanges`. */
const kinds = (changes: Changes): Record<string, PropertyChange> =>
  Object.fromEntries(
    Object.entries(changes).map(([path, kind]) => [path, { kind, replace: path === 'triggers' }]),
  );
