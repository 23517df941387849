import type { RawFacts } from '../../model/facts';
import { DATA_STATES, type DataPlace } from '../../model/dataPlace';
import { fields } from './decodeFacts';

/** Parses what data-places.sh printed; of what it does not tell nothing is there. */
export const parseDataPlaces = (raw: RawFacts): readonly DataPlace[] =>
  fields(raw.get('places'), '\t').map(([state = '', place = '']) => ({
    place,
    state: DATA_STATES.find((one) => one === state) ?? 'gone',
  }));
