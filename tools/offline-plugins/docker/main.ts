import type { Plugin } from '../shared/plugin';
import { serve } from '../shared/serve';
import { container } from './container';
import { DockerConfig } from './endpoint';
import { tag } from './tag';

const config = new DockerConfig();

const plugin: Plugin = {
  version: '5.2.0',
  // The official one takes no secrets either: the engine keeps track of them.
  accepts: { secrets: false, autonaming: true },
  config,
  resources: {
    'docker:index/tag:Tag': tag(config),
    'docker:index/container:Container': container(config),
  },
  functions: {},
};

serve(plugin);
