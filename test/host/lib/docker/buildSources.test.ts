import { parseTarget } from '../../../../machines/detect/observe/targetRelease';
import { Site } from '../../../support/host/host';

let site: Site;
beforeEach(() => {
  site = new Site();
  site.withoutDocker();
});
afterEach(() => site.remove());

const DOCKERFILE = `FROM node AS build
COPY other /other
FROM node
COPY --from=build /other /other
COPY --chown=1:1 dist/ \\
  # a word
  ./src page.txt /app/
ADD ["made file", "https://example.com/a.tgz", "/app/"]
RUN <<END
COPY nothing /here
END
copy package*.json $FILE ../up made /app/
ADD .env /app/
COPY . /all
`;

const copied = async (files: Record<string, string>) => {
  const COMMIT = site.release('v1', files);
  return parseTarget(await site.facts('target', { COMMIT })).uncopied?.map(
    ({ context, dockerfile, source }) => `${context.replace(site.directory, '.')} ${dockerfile} ${source}`,
  );
};

test('what the last stage of a Dockerfile copies, and its commit does not have, is told', async () => {
  expect(
    await copied({
      'docker-compose.production.yml':
        'services:\n  web: { build: ./web }\n  api: { build: { context: ., dockerfile: api.Dockerfile } }\n  plain: { image: node }\n',
      'web/Dockerfile': DOCKERFILE,
      'web/src/a.txt': 'a',
      'web/page.txt': 'page',
      'api.Dockerfile': 'FROM node\nCOPY web/src/. ./web/./src dist /app/\n',
    }),
  ).toEqual(['. api.Dockerfile dist', './web Dockerfile dist', './web Dockerfile made']);
});

test('nothing is told where a definition builds nothing, or from elsewhere', async () => {
  const definition =
    'services:\n  web: { build: ../elsewhere }\n  api: { build: { context: ., dockerfile_inline: "FROM node\\nCOPY dist /app" } }\n';
  expect(await copied({ 'docker-compose.production.yml': definition })).toBeUndefined();
});
