import { codeOfEnding } from '../../../../audit/endCode';
import type { Facts } from '../../../../machines/model/facts';
import { serviceChange } from '../../../../machines/detect/plan/serviceChange';
import { unprovenOf } from '../../../../machines/detect/plan/unproven';
import { composeModel, container, facts, image, plan, target } from '../../../fixtures';

const seen = (
  reference: string,
  compose: 'v1' | 'v2',
  deployments = facts().deployments,
  more: Partial<Facts> = {},
) => {
  const model = composeModel((text) =>
    text.replace('image: chronos-frontend:latest, build: ./frontend', `image: ${reference}`),
  );
  const containers = [container('frontend', image('f'), { reference })];
  const context = {
    facts: facts({ deployments, containers, ...more }),
    target: target({ imagesByName: new Map([[reference, image('f')]]) }),
    current: model,
    wanted: model,
    project: 'chronos',
    compose,
    isConfigured: () => true,
    changedFiles: () => [],
  };
  return unprovenOf(context, [serviceChange(context, 'frontend')]);
};

test('the image of a name that moves is unproven where no record says which one it was', () => {
  expect(seen('web:latest', 'v2', [])).toEqual([expect.stringMatching(/^image of frontend: .*web:latest/)]);
  const formerImages = [{ id: image(1), created: '2026-11-19T10:00:00Z', repositories: ['web'] }];
  expect(seen('web:latest', 'v2', [], { formerImages })).toEqual([
    expect.stringMatching(/; web sha256:111111111111, made 2026-11-19 10:00 UTC, had that name before$/),
  ]);
  expect(seen('web:latest', 'v2')).toEqual([]);
  expect(seen('web:2.0', 'v2', [])).toEqual([]);
});

test('under Compose v1 the definition is', () => {
  expect(seen('web:2.0', 'v1')).toEqual([expect.stringMatching(/^definition of frontend: /)]);
});

test('a recovery of which something is unproven has a code of its own', () => {
  const ending = (of = plan()) => ({
    end: 'recovered' as const,
    decision: { kind: 'plan' as const, mode: 'fresh' as const, plan: of, target: target(), takesOver: false },
    verdicts: [],
  });
  expect(codeOfEnding(ending() as never)).toBe('end.recovered');
  expect(codeOfEnding(ending({ ...plan(), unproven: ['image of web: nobody knows'] }) as never)).toBe(
    'end.unproven',
  );
});
