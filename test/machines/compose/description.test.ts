import { parseDescription, parseDescriptions } from '../../../machines/compose/description';

const line = (env: string[] | null, labels: Record<string, string> = {}) =>
  JSON.stringify({ image: 'app-web', env, labels });

test('a container that Compose has made says its service and by which files it was made', () => {
  const labels = {
    'com.docker.compose.service': 'web',
    'com.docker.compose.project.config_files': '/opt/app/a.yml,b.yml',
  };
  expect(parseDescription(line(null, labels))).toMatchObject({
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

test('a container says which services it depends on and which it waits for', () => {
  const value = 'db:service_healthy:false,migrate:service_completed_successfully:true';
  expect(parseDescription(line(null, { 'com.docker.compose.depends_on': value }))).toMatchObject({
    dependencies: ['db', 'migrate'],
    awaited: ['migrate'],
  });
});

describe('with what is known of its image and processes', () => {
  const container = JSON.stringify({ id: 'c1', image: 'app-web', imageId: 'i1', env: ['A=1'], labels: {} });
  const image = {
    ...{ id: 'i1', ports: { '5432/tcp': {} }, volumes: { '/data': {} }, env: ['PGDATA=/data'] },
    labels: { 'com.docker.compose.service': 'web' },
  };

  test('a container has the declaration of its image and the programs that run in it', () => {
    const processes = ['c1 docker-init', 'c1 tmux: server', 'c2 node'];
    expect(parseDescriptions([container], [JSON.stringify(image)], processes)).toMatchObject([
      {
        ...{ variables: { A: '1' }, isBuilt: true, programs: ['docker-init', 'tmux: server'] },
        declared: { ports: ['5432/tcp'], volumes: ['/data'], variables: { PGDATA: '/data' } },
      },
    ]);
  });

  test('an image without the labels of Compose was not built by it', () => {
    const pulled = JSON.stringify({ ...image, labels: null, ports: null, volumes: null, env: null });
    const [read] = parseDescriptions([container], [pulled], []);
    expect(read).toMatchObject({ isBuilt: false, declared: { ports: [], volumes: [], variables: {} } });
  });

  test('a container whose image is gone, and in which nothing runs, says neither', () => {
    const [read] = parseDescriptions([container], [], []);
    expect(read).not.toHaveProperty('declared');
    expect(read).not.toHaveProperty('programs');
  });
});
