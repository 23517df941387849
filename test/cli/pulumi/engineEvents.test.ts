import { lineReader, parseEvent } from '../../../cli/pulumi/engineEvents';

const event = (value: object) => parseEvent(JSON.stringify(value));
const said = (severity: string, message: string, more: object = {}) =>
  event({ diagnosticEvent: { severity, message, ...more } });

describe('the events of the engine', () => {
  test('an info message of the program is shown, without the marks of colours', () => {
    expect(said('info', '<{%reset%}>WRONG  transfers\nWHY    code<{%reset%}>\n')).toEqual({
      kind: 'message',
      severity: 'info',
      text: 'WRONG  transfers\nWHY    code',
    });
  });

  test('an error of a resource names it', () => {
    const urn = 'urn:pulumi:production::chronos-rollback::command:local:Command::restart';
    expect(said('error', 'signal: killed', { urn })).toMatchObject({ text: 'signal: killed', of: 'restart' });
  });

  test.each(['debug', 'info#out'])('%s is not shown', (severity) =>
    expect(said(severity, 'x')).toBeUndefined(),
  );
  test('what Pulumi shows only for a moment is not kept', () => {
    expect(said('info', 'x', { ephemeral: true })).toBeUndefined();
  });

  test('the outputs are those of the stack', () => {
    const made = (type: string) =>
      event({ resOutputsEvent: { metadata: { type, new: { outputs: { status: 'planned' } } } } });
    expect(made('pulumi:pulumi:Stack')).toEqual({ kind: 'outputs', outputs: { status: 'planned' } });
    expect(made('command:local:Command')).toBeUndefined();
  });

  test('lines come whole, however they arrive', () => {
    const lines: string[] = [];
    const read = lineReader((line) => lines.push(line));
    ['{"a"', ':1}\n{"b":2}\n{', '"c":3}', '\n'].forEach(read);
    expect(lines).toEqual(['{"a":1}', '{"b":2}', '{"c":3}']);
  });
});
