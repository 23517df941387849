import { begin } from './keep';

export default begin;
