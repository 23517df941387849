import { z } from 'zod';
import { CommitHash, ImageId } from './release';

/** A network that containers are connected to by no definition, and the aliases that they have there. */
export const Connection = z.object({ network: z.string(), aliases: z.array(z.string()) });
export type Connection = z.infer<typeof Connection>;

/** How an app service gets the image of the target release. */
export const ServiceChange = z.object({
  service: z.string(),
  /** The image it runs now; none while it has no container. */
  before: ImageId.optional(),
  /**
   * Whether what it runs was seen to be of the release that is left: made by that commit's definition, and nothing speaks
   * against it. Only then is a pin of it evidence later. Not there in plans of older versions, whose pins are none.
   */
  ran: z.boolean().optional(),
  /**
   * The commit of the release that it runs, where that is not the one that is checked out; in the plan of an undo, of the
   * release that it returns to.
   */
  runs: CommitHash.optional(),
  /** The image that ran at the target; none when it must be built or pulled first. */
  target: ImageId.optional(),
  source: z.enum(['reuse', 'build', 'pull']),
  /** The name by which the target's Compose file asks for the image. */
  reference: z.string(),
  /** The name by which what it runs now was asked for, where that is another one: an undo gives it back. */
  was: z.string().optional(),
  /** Nobody can prove that the image is the target's: it gets no pin as that, and is no evidence later. */
  imageUnproven: z.literal(true).optional(),
  /** It does one thing and ends: exit 0 is its good end. */
  once: z.literal(true).optional(),
  /** How many containers it has, and gets; none where both are one. */
  containers: z
    .object({ before: z.number().int().nonnegative(), target: z.number().int().nonnegative() })
    .optional(),
  /** Networks that somebody has connected it to by hand: it is connected to them once more, also by an undo. */
  connections: z.array(Connection).optional(),
  /** It has no container, as the release that is left does not bring it up: an undo removes what it gets. */
  added: z.literal(true).optional(),
  /**
   * What restart does to its container: nothing, bring up what differs, restart it as it is, or make it
   * anew from the same image and definition.
   */
  action: z.enum(['keep', 'up', 'restart', 'recreate']),
  why: z.string(),
});
export type ServiceChange = z.infer<typeof ServiceChange>;
