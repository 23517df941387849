import { docker } from '../../../support/demo/demo';
import { anew, type Wrongs } from './world';

export const SERVICES: Wrongs = {
  'a service is down': {
    says: /^stuck: web is exited/,
    make: ({ world }) => void docker('stop', world.container('web')),
  },
  'a service is gone': {
    says: /^stuck: other is not there/,
    make: ({ world }) => void docker('rm', '-f', world.container('other')),
  },
  'a bystander was down in between': {
    says: /^stuck: other was down in between/,
    make: ({ world }) => {
      docker('stop', world.container('other'));
      docker('start', world.container('other'));
    },
  },
  'a bystander was made anew': { says: /^stuck: other has another container/, make: anew('other') },
  'a service was made twice': { says: /^doubled: create api/, make: anew('api') },
  'a service runs another release': {
    says: /^stuck: api does not run v1/,
    make: (stage) => {
      stage.world.images.deploy('v2');
      anew('api')(stage);
    },
  },
  'a name is that of another image': {
    says: /^stuck: the image name of web/,
    make: ({ world }) => world.images.deploy('v2'),
  },
  'a probe runs on': {
    says: /^stuck: a probe has not come to its end/,
    make: ({ world }) => {
      const label = (name: string, value: string) => ['--label', `chronos-rollback.${name}=${value}`];
      const labels = [
        ...label('project', world.project),
        ...label('id', 'r-00c0ffee'),
        ...label('link', 'web'),
      ];
      docker('run', '-d', '--network', 'none', ...labels, world.images.idOf('v2'), 'sleep', '600');
    },
  },
  'no service was restarted': {
    scenario: 'restart',
    says: /^stuck: restart api has not taken place/,
    make: ({ creations }) => creations.begin(),
  },
  'a service was restarted twice': {
    scenario: 'restart',
    says: /^doubled: restart api: 2 times/,
    make: ({ world }) => void docker('restart', world.container('api')),
  },
};
