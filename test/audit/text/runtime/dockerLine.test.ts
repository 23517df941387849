import { copyLine, inContainer, tagLine } from '../../../../audit/text/runtime/dockerLine';

test.each([
  ['that only prints', {}, 'docker exec 0123456789ab'],
  ['that reads what it is given', { reads: true }, 'docker exec -i 0123456789ab'],
  [
    'that one talks to, in a directory',
    { at: '/tmp/my rows' },
    "docker exec -it -w '/tmp/my rows' 0123456789ab",
  ],
])('a command in a container %s', (_, inside, line) => {
  expect(inContainer('0123456789ab', inside)).toBe(line);
});

test('names with a space stay one word', () => {
  expect(copyLine('/my rows', '0123456789ab', '/tmp/my rows')).toBe(
    "docker cp '/my rows' 0123456789ab:'/tmp/my rows'",
  );
  expect(tagLine('sha256:aa', 'a b:latest')).toBe("docker tag sha256:aa 'a b:latest'");
});
