import { end } from './keep';

export default end;
