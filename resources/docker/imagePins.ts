import * as docker from '@pulumi/docker';
import type * as pulumi from '@pulumi/pulumi';

export interface ImagePin {
  readonly service: string;
  /** Image id. */
  readonly image: pulumi.Input<string>;
  /** The name that keeps it: as long as it stands, no prune takes the image. */
  readonly name: string;
}

/** Keeps images under names of our own. Deleting or replacing the resource leaves the name in Docker. */
export function pinImages(
  when: 'before' | 'target',
  pins: readonly ImagePin[],
  options: pulumi.CustomResourceOptions,
): docker.Tag[] {
  return pins.map(
    ({ service, image, name }) =>
      new docker.Tag(
        `pin-${when}-${service}`,
        { sourceImage: image, targetImage: name, tagTriggers: [image] },
        options,
      ),
  );
}
