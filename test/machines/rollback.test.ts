import { createActor, toPromise } from 'xstate';
import { getSimplePaths } from '@xstate/graph';
