import { detect } from '../../../../machines/detect/detect';
import { alteredJournal } from '../../../../machines/detect/history/alteredJournal';
import { facts, HOLDER, saying, settings, dataThere } from '../../../fixtures';

const PROBLEM = { code: 'config.invalid', message: 'config "commit" got "-x"' } as const;

const tampered = { line: 7, lines: 12, sha256: `0123abcd${'0'.repeat(56)}` };
const ALTERED = { code: 'journal.altered', what: saying('line 7') };

test('an altered journal blocks, naming the line, and says how it is acknowledged', () => {
  expect(alteredJournal(tampered, '', facts())).toMatchObject({
    kind: 'refused',
    refusal: {
      ...ALTERED,
      accepts: 'r-0123abcd',
      next: [
        expect.stringContaining('keep a copy of the file; to go on with it as it is now: '),
        { do: 'update', for: { confirm: 'r-0123abcd' } },
      ],
    },
  });
});

test('the id of anything else, and of the file as it was, acknowledges nothing', () => {
  const decision = alteredJournal(tampered, 'r-00000009', facts());
  expect(decision).toMatchObject({ refusal: { got: 'config "confirm" r-00000009', accepts: 'r-0123abcd' } });
  expect(decision).not.toHaveProperty('acknowledge');
});

test('the reason why a line is not taken is told', () => {
  const journalError = 'line 7 of the journal is no JSON';
  expect(alteredJournal(tampered, '', facts({ journalError }))).toMatchObject({
    refusal: { got: journalError },
  });
  expect(alteredJournal(tampered, 'r-00000009', facts({ journalError }))).toMatchObject({
    refusal: { got: `${journalError}; config "confirm" r-00000009` },
  });
});

test.each(['', 'r-0123abcd'])(
  'what a newer version has written is never acknowledged: confirm "%s"',
  (confirm) => {
    const journalError = 'line 7 of the journal has format 2, which a newer version of this tool writes';
    const decision = alteredJournal({ ...tampered, newer: true }, confirm, facts({ journalError }));
    expect(decision).toEqual({
      kind: 'refused',
      facts: facts({ journalError }),
      refusal: {
        code: 'journal.newer',
        what: saying('line 7'),
        got: journalError,
        // No line to type that would acknowledge it.
        next: expect.stringMatching(/^(?!.*pulumi)./) as string,
      },
    });
  },
);

test('its own id acknowledges it, and the update does nothing else', () => {
  expect(alteredJournal(tampered, 'r-0123abcd', facts())).toMatchObject({
    kind: 'refused',
    acknowledge: tampered,
    refusal: {
      code: 'journal.acknowledged',
      what: saying('line 7'),
      next: [{ do: 'unset', key: 'confirm' }, ', then ', { do: 'update', for: {} }],
    },
  });
});

test('it goes before anything else that could be said', async () => {
  const observer = {
    holder: HOLDER,
    facts: () => Promise.resolve(facts({ tampered, journalError: 'line 7' })),
    target: () => Promise.reject(new Error('looked')),
    backupStore: () => Promise.reject(new Error('looked')),
    data: dataThere,
    inspect: () => Promise.reject(new Error('looked')),
  };
  expect(await detect(observer, settings(), PROBLEM)).toMatchObject({
    kind: 'refused',
    refusal: ALTERED,
  });
});
