import * as docker from '@pulumi/docker';
import * as pulumi from '@pulumi/pulumi';
import { HOST_NETWORK } from '../../machines/compose/networks';
import type { Plan } from '../../machines/model/plan';
import { hostOf } from '../../machines/text/urlHost';
import { part } from '../script/hostScript';

export interface LinkProbeArgs {
  /** The service whose link is probed, and the URL that it must reach. */
  readonly service: string;
  readonly url: string;
  /** Image id to probe from; it has `sh` and an HTTP client. */
  readonly image: pulumi.Input<string>;
  readonly network: string;
  /** The address that the URL's host has there, where nothing else tells it. */
  readonly address?: string | undefined;
  readonly project: string;
  readonly rollback: string;
  /** How often the rollback has gone on: each time the link is probed anew. */
  readonly resumes: number;
}

/**
 * A container that runs once inside the deployment's network and calls a service from there. It
 * stays, stopped, with its log as evidence, until a later rollback replaces it. The engine makes its name: under one of
 * ours, what an update that was cut off has left would keep every later one from making its own.
 */
class LinkProbe {
  readonly container: docker.Container;
  /** 0 when the link was answered well. */
  readonly exitCode: pulumi.Output<number>;

  constructor(
    { service, url, image, network, address, project, rollback, resumes }: LinkProbeArgs,
    options: pulumi.CustomResourceOptions,
  ) {
    this.container = new docker.Container(
      `link-${service}`,
      {
        image,
        entrypoints: ['sh', '-c', part('container/link-probe'), 'probe', url],
        ...(network === HOST_NETWORK ? { networkMode: network } : { networksAdvanced: [{ name: network }] }),
        ...(address === undefined ? {} : { hosts: [{ host: hostOf(url), ip: address }] }),
        labels: [
          { label: 'chronos-rollback.project', value: project },
          { label: 'chronos-rollback.id', value: rollback },
          { label: 'chronos-rollback.link', value: service },
          ...(resumes > 0 ? [{ label: 'chronos-rollback.resumes', value: String(resumes) }] : []),
        ],
        attach: true,
        logs: true,
        mustRun: false,
        restart: 'no',
      },
      options,
    );
    this.exitCode = this.container.exitCode;
  }
}

/** Probes every link of a plan: the containers, and `service=exit code` for each. */
export function probeLinks(
  { links, project, id }: Pick<Plan, 'links' | 'project' | 'id'>,
  resumes: number,
  imageOf: (service: string) => pulumi.Input<string>,
  options: pulumi.CustomResourceOptions,
): { readonly containers: pulumi.Resource[]; readonly exitCodes: pulumi.Output<string> } {
  const probes = Object.entries(links).map(([service, { url, network, address }]) => {
    const args = { service, url, image: imageOf(service), network, address, project, rollback: id, resumes };
    return { service, probe: new LinkProbe(args, { ...options, deleteBeforeReplace: true }) };
  });
  const codes = probes.map(({ service, probe }) => pulumi.interpolate`${service}=${probe.exitCode}`);
  return {
    containers: probes.map(({ probe }) => probe.container),
    exitCodes: pulumi.all(codes).apply((all) => all.join(' ')),
  };
}
