import { leftOut } from '../../../machines/model/verdict';

test('the words of step.left-out', () => {
  expect(leftOut('revert').summary).toBe(
    'Pulumi has left step revert out (--target, --continue-on-error): the rollback stays open, and pulumi up without these goes on',
  );
});
