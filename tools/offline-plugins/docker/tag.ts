import type { ResourceType } from '../shared/plugin';
import { UNKNOWN } from '../shared/values';
import { checkInputs, withoutDefaults } from './check';
import { docker } from './client';
import { diffInputs } from './diff';
import type { DockerConfig } from './endpoint';
import { attempt, listed, message } from './errors';
import { TAG } from './schema';

/** `docker:index/tag:Tag`: another name for an image. The name outlives the resource. */
export const tag = (config: DockerConfig): ResourceType => ({
  check: (news) => checkInputs(TAG, 'docker:index/tag:Tag', news),

  diff: (_id, olds, _oldInputs, inputs) => ({
    changes: diffInputs(TAG, olds, inputs),
    deleteBeforeReplace: false,
  }),

  async create(inputs, call) {
    const given = withoutDefaults(inputs) as Record<string, string>;
    if (call.preview) return { id: '', outputs: { ...given, id: UNKNOWN, sourceImageId: UNKNOWN } };
    const { sourceImage = '', targetImage = '' } = given;
    try {
      const client = await docker(config.endpoint);
      const source = client.getImage(sourceImage);
      await attempt('failed to create docker tag', source.tag(repositoryAndTag(targetImage)));
      const { Id } = await attempt('failed to ImageInspectWithRaw', source.inspect());
      const id = `${sourceImage}.${targetImage}`;
      return { id, outputs: { ...given, id, sourceImageId: Id } };
    } catch (error) {
      throw new Error(listed(message(error)), { cause: error });
    }
  },

  async update(_id, olds) {
    return olds;
  },

  async read(id, outputs, inputs) {
    return { id, outputs, inputs };
  },

  async delete() {
    // Neither image is touched.
  },
});

function repositoryAndTag(image: string): { repo: string; tag: string } {
  const [, repo = image, tag = 'latest'] = /^(.+?)(?::([^/:]+))?$/.exec(image) ?? [];
  return { repo, tag };
}
