/** Why a part cannot be had: what was tried, why each way failed, and what to do. Its message is meant for reading. */
export class SetUpFailure extends Error {
  constructor(part, tried, todo) {
    const lines = [
      `${part.name} could not be set up.`,
      ...tried.map(({ way, why }) => `  tried ${way}: ${why}`),
      'What to do:',
      ...todo.map((line) => `  ${line}`),
    ];
    super(lines.join('\n'));
  }
}

/**
 * Provides one part: as `check` finds it, else by the first of its `ways` after which `check` finds it.
 *
 * A part is `{ name, key, describe(state), check(context), ways, todo(context) }`, a way
 * `{ way, origin, official, provide(context) }`. An official way that failed is remembered and left out
 * from then on, until it is asked for again; then it is tried although something else is in place.
 */
export async function provide(part, context) {
  const { print, record, clock = Date.now } = context;
  const started = clock();
  const finish = (text) => print(`${text}  ${((clock() - started) / 1000).toFixed(1)} s\n`);
  print(`${part.name.padEnd(18)} `);

  const found = await look(part, context);
  const tried = [];
  for (const way of waysFor(part, found, context)) {
    const refused = way.official && record.get('refused')?.[part.key];
    if (refused && !context.retryOfficial) {
      tried.push({
        way: way.way,
        why: `not tried again after ${refused.at}: ${refused.why} (--retry-official tries)`,
      });
      continue;
    }
    print(`${way.way} … `);
    try {
      const facts = await way.provide(context);
      const state = { ...(await look(part, context)), ...facts, origin: way.origin };
      if (!(await part.check(context))) throw new Error('it ran, but what it should bring is not there');
      if (way.official) record.set('refused', without(record.get('refused'), part.key));
      keep(part, record, state);
      return finish(`done: ${part.describe(state)}`);
    } catch (error) {
      tried.push({ way: way.way, why: error.message });
      print('no; ');
      if (way.official) record.set('refused', { ...record.get('refused'), [part.key]: refusal(error) });
    }
  }
  if (found) {
    keep(part, record, found);
    return finish(part.describe(found));
  }
  finish(part.optional ? 'left out' : 'failed');
  if (part.optional) return;
  throw new SetUpFailure(part, tried, part.todo(context));
}

async function look(part, context) {
  const found = await part.check(context);
  const kept = context.record.get(part.key);
  return found && { origin: kept?.origin ?? 'in place', ...found };
}

function waysFor(part, found, { retryOfficial }) {
  if (!found) return part.ways;
  return retryOfficial ? part.ways.filter((way) => way.official && found.origin !== way.origin) : [];
}

const keep = (part, record, state) => record.set(part.key, part.store ? part.store(state) : state);

const refusal = (error) => ({ at: new Date().toISOString().slice(0, 10), why: error.message });

const without = (object = {}, key) =>
  Object.fromEntries(Object.entries(object).filter(([name]) => name !== key));
