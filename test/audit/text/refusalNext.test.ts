import { outputsOf } from '../../../audit/outputs';
import { briefing } from '../../../audit/text/briefing';
import { summaryOf } from '../../../audit/text/summary';
import type { LifecycleEnd } from '../../../machines/lifecycle/context';
import type { Refused } from '../../../machines/model/decision';
import { REQUEST, settings } from '../../fixtures';

const refused: Refused = {
  kind: 'refused',
  refusal: {
    code: 'consent.other-plan',
    what: 'config "confirm" is not for this plan',
    got: 'r-2',
    accepts: ['r-1, or nothing: ', { do: 'unset', key: 'confirm' }],
    next: ['look at this one, then: ', { do: 'confirm', id: 'r-1', request: REQUEST }],
  },
};
const ending: LifecycleEnd = { end: 'refused', request: REQUEST, decision: refused, verdicts: [] };
const ACCEPTS = 'r-1, or nothing: pulumi config rm confirm';
const NEXT = 'look at this one, then: ./rollback up r-1  =  pulumi up -c confirm=r-1';

test('what a refusal advises is a line to type in the briefing, the summary and the outputs', () => {
  expect(briefing(refused, settings(), true)).toEqual(
    expect.arrayContaining([`       accepts  ${ACCEPTS}`, `DO     ${NEXT}`]),
  );
  expect(summaryOf(ending)).toContain(`accepts ${ACCEPTS}`);
  expect(outputsOf(ending, { attempts: [] }, settings(), true)).toMatchObject({
    next: NEXT,
    preview: { refusal: { ...refused.refusal, accepts: ACCEPTS, next: NEXT } },
  });
});

test('what a refusal does not say stays out of the outputs', () => {
  const { accepts: _, ...short } = refused.refusal;
  const { preview } = outputsOf(
    { ...ending, decision: { ...refused, refusal: { ...short, recommends: 'database' } } },
    { attempts: [] },
    settings(),
    true,
  );
  expect(preview?.refusal).toEqual({ ...short, next: NEXT });
});
