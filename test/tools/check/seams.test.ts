import { load } from '../load';

const { acrossSeams } = load<{ acrossSeams: (file: string, text: string) => string[] }>('check/seams.mjs');

test.each([
  ['docker', 'docker ps -aq'],
  ['docker', 'id=$(timeout 5 docker inspect "$1")'],
  ['docker-compose', 'within docker-compose down'],
  ['compose', 'within compose stop "${apps[@]}"'],
  ['compose', 'DIRECTORY=$sources obtain "$1" compose'],
  ['com.docker.', 'label=com.docker.compose.project=$PROJECT'],
  ['{{', "format='{{.Image}}'"],
])(
  'a host script outside the folder of the runtime is named with its line when it spells %s: %s',
  (word, line) => {
    const text = `# docker ps\n${line}\n`;
    for (const file of ['steps/stop.sh', 'lib/step/checks.sh', 'lib/postgres/client.sh'])
      expect(acrossSeams(file, text)).toEqual([`line 2 spells what is of the runtime: ${word}`]);
    for (const file of ['lib/docker/services.sh', 'container/link-probe.sh'])
      expect(acrossSeams(file, text)).toEqual([]);
  },
);

test.each(['fail docker.failed x', '# needs: docker/images', 'fact compose.target', "echo 'Docker is away'"])(
  'what only has a name like it is not taken for the runtime: %s',
  (line) => {
    expect(acrossSeams('steps/stop.sh', line)).toEqual([]);
  },
);
