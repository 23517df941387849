import { parseWritten } from '../../../../machines/compose/writtenDefinition';
import { unhashedValues } from '../../../../machines/detect/plan/unhashedValues';
import { unsetInBuild, unsetVariables } from '../../../../machines/detect/refusals/variableRefusals';
import { container, facts, image, planInput, target } from '../../../fixtures';

const WRITTEN = `
services:
  web:
    build: { context: ., args: { PAGE: "\${PAGE-none}", STAGE: null, FIXED: "a$$b" } }
    configs: [{ source: page, target: /page }, plain]
    secrets: [key, file]
  other: { image: other }
configs:
  page: { content: "page \${TITLE}" }
  plain: { content: "costs $$5" }
  unused: { content: "\${UNUSED}" }
secrets:
  key: { environment: APP_KEY }
  file: { file: key.txt }
`;
const seen = (more: object = {}) => {
  const written = parseWritten(WRITTEN);
  if (!written) throw new Error('it can be read');
  return target({ inputs: [], written, ...more });
};
const doubts = (source: 'build' | 'reuse', more: object = {}, service = 'web') =>
  unhashedValues({ target: seen(more) }, { service, source }).map(({ what, why }) => `${what}: ${why}`);

test('content that variables decide, and how an image is built, is in no hash: nobody can prove it', () => {
  const said =
    'and nobody knows which value the shell had that deployed; deployment.variables or --var supplies one';
  const contents = [
    `files: config page has its content by TITLE, ${said}`,
    `files: secret key has its content by APP_KEY, ${said}`,
  ];
  expect(doubts('reuse')).toEqual(contents);
  expect(doubts('build')).toEqual([...contents, `image: it is built anew with PAGE, STAGE, ${said}`]);
  expect(doubts('build', {}, 'other')).toEqual([]);
});

test('what is configured or typed is known, and older facts tell nothing', () => {
  const names = ['PAGE', 'STAGE', 'TITLE', 'APP_KEY'];
  const known = new Map(names.map((name) => [name, 'x']));
  expect(doubts('build', { variables: { current: known, target: known } })).toEqual([]);
  expect(doubts('build', { inputs: undefined })).toEqual([]);
});

const input = (unset: readonly string[]) => {
  const made = planInput({ facts: { containers: [container('web', image(3), { configHash: 'aa' })] } });
  const hashes = { current: new Map([['web', 'aa']]), target: new Map<string, string>() };
  return { ...made, facts: facts({ containers: made.facts.containers }), target: seen({ unset, hashes }) };
};

test('a variable that nobody supplies is refused in content, although what runs has the hash of the definition', () => {
  expect(unsetVariables(input(['TITLE']), ['web'])?.code).toBe('compose.unset-variable');
  expect(unsetVariables(input(['ELSEWHERE', 'UNUSED']), ['web'])).toBeUndefined();
});

test('a variable that nobody supplies is refused where an image would be built with it', () => {
  const of = (source: 'build' | 'reuse') =>
    unsetInBuild(input(['STAGE']), [{ service: 'web', source }])?.code;
  expect([of('build'), of('reuse')]).toEqual(['compose.unset-variable', undefined]);
});
