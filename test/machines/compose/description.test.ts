import { parseDescription } from '../../../machines/compose/description';

const line = (env: string[] | null, labels: Record<string, string> = {}) =>
  JSON.stringify({ image: 'app-web', env, labels });

test('a container that Compose has made says its service and by which files it was made', () => {
  const labels = {
    'com.docker.compose.service': 'web',
    'com.docker.compose.project.config_files': '/opt/app/a.yml,b.yml',
  };
  expect(parseDescription(line(null, labels))).toEqual({
    ...{ service: 'web', image: 'app-web', variables: {} },
    files: ['/opt/app/a.yml', 'b.yml'],
  });
});

test('a container without labels says neither', () => {
  expect(parseDescription(line([]))).toMatchObject({ service: '', files: [] });
});

test('a variable has all that stands behind the first "=", and one that is empty is left out', () => {
  const { variables } = parseDescription(line(['URL=a=b=c', 'EMPTY=', 'BARE']));
  expect(variables).toEqual({ URL: 'a=b=c' });
});

test('what is no line of that kind is an error', () => {
  expect(() => parseDescription('{"image":1}')).toThrow();
});
