/** What the engine says while it works, as far as an operator is told. */
export type Event =
  | { readonly kind: 'message'; readonly severity: Severity; readonly text: string; readonly of?: string }
  | { readonly kind: 'outputs'; readonly outputs: Readonly<Record<string, unknown>> };
type Severity = 'info' | 'info#err' | 'warning' | 'error';

const TOLD: readonly string[] = ['info', 'info#err', 'warning', 'error'] satisfies Severity[];

interface Line {
  diagnosticEvent?: { urn?: string; message: string; severity: string; ephemeral?: boolean };
  resOutputsEvent?: { metadata: { type: string; new?: { outputs?: Record<string, unknown> } } };
}

/** Pulumi marks colours so; the program has written out anything of that kind in what it tells. */
const MARKS = /<\{%[^%]*%\}>/g;

/** A line of `--event-log`; nothing when it tells an operator nothing. */
export function parseEvent(line: string): Event | undefined {
  const { diagnosticEvent: said, resOutputsEvent: made } = JSON.parse(line) as Line;
  if (said && !said.ephemeral && TOLD.includes(said.severity)) {
    const text = said.message.replace(MARKS, '').trimEnd();
    const [type = '', name = ''] = said.urn?.split('::').slice(2) ?? [];
    const of = type && type !== 'pulumi:pulumi:Stack' ? { of: name } : {};
    return text === '' ? undefined : { kind: 'message', severity: said.severity as Severity, text, ...of };
  }
  const outputs = made?.metadata.type === 'pulumi:pulumi:Stack' ? made.metadata.new?.outputs : undefined;
  return outputs && Object.keys(outputs).length > 0 ? { kind: 'outputs', outputs } : undefined;
}

/** Gives the whole lines of a growing text; what has no end yet waits for the next piece. */
export function lineReader(onLine: (line: string) => void): (piece: string) => void {
  let rest = '';
  return (piece) => {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    lines.filter(Boolean).forEach(onLine);
  };
}
