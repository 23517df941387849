import * as docker from '@pulumi/docker';
import type * as pulumi from '@pulumi/pulumi';

/** The resources of one plan, each of which depends on those before it. */
export class Chain {
  private readonly provider: docker.Provider;
  private last: readonly pulumi.Resource[] = [];

  /** The endpoint of the Docker whose containers and images the plan is about, as in DOCKER_HOST. */
  constructor(endpoint: string) {
    this.provider = new docker.Provider('docker', { host: endpoint });
  }

  /** What comes next depends on this. */
  get dependsOn(): pulumi.Resource[] {
    return [...this.last];
  }

  /** Options of a docker resource that comes next. */
  get docker(): pulumi.CustomResourceOptions {
    return { provider: this.provider, dependsOn: this.dependsOn };
  }

  /** Resources that come next beside each other. */
  add(resources: readonly pulumi.Resource[]): void {
    this.last = [...this.last, ...resources];
  }

  /** One that all others wait for. */
  push(resource: pulumi.Resource): void {
    this.last = [resource];
  }
}
