import { CODE_FAMILIES } from '../../machines/model/codes';

/** What is said of each family. */
const ABOUT: Readonly<Record<string, string>> = {
  ends: 'How a rollback ended, when nothing was refused and nothing failed; `end.planned` and `end.open` are no ends yet.',
  refusals: 'Nothing was started. The refusal says what it got, what it accepts and what to type.',
  risks: 'Why a plan needs `confirm`.',
  symptoms: 'What is wrong with the deployment.',
  checks: 'What verify and undo look at. A check has its code whether it passed or failed.',
  notes: 'What is worth knowing of a plan or of a rollback, and needs no consent.',
  'step failures': 'Why a step failed, or did not begin.',
  checkpoint: 'Why `checkpoint` went no further, in the deploy script or by `./rollback checkpoint`.',
  'front door': 'Why `./rollback` went no further; the codes of refusals can be its reasons, too.',
};

type Meanings = Readonly<Record<string, string>>;

const table = (codes: Meanings): string =>
  [
    '| code | means |',
    '| --- | --- |',
    ...Object.entries(codes).map(([code, means]) => `| \`${code}\` | ${means.replaceAll('|', '\\|')} |`),
  ].join('\n');

/** docs/codes.md: a section for each family. */
export function codesPage(families: Readonly<Record<string, Meanings>> = CODE_FAMILIES): string {
  const sections = Object.entries(families).map(([title, codes]) => {
    const about = ABOUT[title];
    if (about === undefined) throw new Error(`no words for the family "${title}" of machines/model/codes.ts`);
    return `## ${title.charAt(0).toUpperCase()}${title.slice(1)}\n\n${about}\n\n${table(codes)}\n`;
  });
  return `${HEAD}\n${sections.join('\n')}`;
}

const HEAD = `# Codes

Every end, refusal, risk, symptom, check, note and failure has a code. A program goes by the code: it keeps its meaning,
while the words of a message may change in any version. New versions may add codes.

- The output \`code\` says why the stack is as its \`status\` says: the code of what was refused or has failed, else that of
  the end. \`timeline\`, \`checks\`, \`plan.risks\` and \`audit.newest\` have a \`code\` in each entry, \`plan.noteCodes\` one for
  each of \`plan.notes\`.
- The journal has them, too. Of a line of an older version, which has none, the code follows from the kind of risk, the
  name of the check, the step or the end.

This page is made from \`machines/model/codes.ts\` by \`npm run docs\`.
`;
