import { builtNames, withTag } from '../imageNames';
import { type Compared, compared, type Seen, uncompared } from './seen';

/** The name by which the image was asked for; of one that was asked for by its id nobody can tell. */
export function image({ definition, project, container: { service, reference } }: Seen): Compared {
  const wanted = definition['image'];
  if (reference === '' || reference.startsWith('sha256:')) return uncompared('image');
  if (typeof wanted === 'string') return compared(withTag(wanted) === withTag(reference));
  return compared(builtNames(project, service).map(withTag).includes(withTag(reference)));
}
