import { adviceText } from '../../../../audit/text/remedyLine';
import { withFormerImages } from '../../../../machines/detect/refusals/formerImageOffer';
import type { Facts } from '../../../../machines/model/facts';
import { refuse } from '../../../../machines/model/refusal';
import { container, facts, IDENTITY, image, settings } from '../../../fixtures';

const FORMER = { id: image(1), created: '2026-11-19T10:00:00Z', repositories: ['chronos-backend'] };
const UNKNOWN = refuse('commit.previous-unknown', 'nobody knows', 'name the release', {
  accepts: 'one of 1',
});
const offered = (refusal = UNKNOWN, more: Partial<Facts> = {}, raw: Record<string, string> = {}) =>
  withFormerImages(refusal, {
    settings: settings(raw),
    identity: IDENTITY,
    facts: facts({ deployments: [], formerImages: [FORMER], ...more }),
  });

test('where nobody knows a release before, the image that had the name before is offered with the line to type', () => {
  const { accepts, next, ...rest } = offered();
  expect(rest).toEqual({ code: 'commit.previous-unknown', what: 'nobody knows' });
  expect(adviceText(accepts ?? '')).toBe(
    'one of 1; or an image that is still here and has lost its name (backend: chronos-backend sha256:111111111111, made 2026-11-19 10:00 UTC)',
  );
  expect(adviceText(next)).toBe(
    `name the release; or, where only a newer image was pulled or built, and nothing says that the former one ran, bring that one up by hand: cd /opt/chronos-financial && docker tag ${image(1)} chronos-backend:latest && docker compose -p chronos -f docker-compose.production.yml up -d --no-deps --no-build backend`,
  );
});

test('services of one image get it by one name, and variables that nobody may show are left to the operator', () => {
  const shared = ['backend', 'frontend'].map((name) =>
    container(name, image(9), { reference: 'chronos-backend' }),
  );
  const deployment = JSON.stringify({ variables: { A: 'b', TAG: '{commit}', DB_PASSWORD: 'x' } });
  const line = adviceText(offered(UNKNOWN, { containers: shared }, { deployment }).next);
  expect(line.match(/docker tag /g)).toHaveLength(1);
  expect(line).toMatch(/A=b TAG='?…'? DB_PASSWORD='?…'? docker compose .* backend frontend$/);
});

test('nothing is offered for another refusal, without such an image, or where a record says what ran', () => {
  const other = refuse('commit.unknown', 'no', 'look');
  const cause = refuse('cause.unknown', 'no', 'look');
  expect(offered(other)).toBe(other);
  expect(offered(UNKNOWN, { formerImages: [] })).toBe(UNKNOWN);
  expect(offered(cause, { deployments: facts().deployments })).toBe(cause);
  expect(adviceText(offered(cause).accepts ?? '')).toMatch(/^an image that is still here/);
});
