import { KINDS } from '../kinds/kinds';

const inTurn = KINDS.find(({ name }) => name === 'in-turn');
const points = (count: number) => Array.from({ length: count }, (_, index) => `step.point${index}`);

test.each([1, 6, 7, 30, 49])(
  'of %d fail points each is in one list, in the order in which a rollback comes to them',
  (count) => {
    const all = points(count);
    const lists = (inTurn?.places([...all, ...all.slice(0, 3)], 'code') ?? []).map((list) => list.split(' '));
    expect(lists.flat().sort()).toEqual([...all].sort());
    for (const list of lists) {
      expect(list.length).toBeLessThanOrEqual(6);
      const places = list.map((point) => all.indexOf(point));
      expect(places).toEqual([...places].sort((a, b) => a - b));
    }
  },
);
