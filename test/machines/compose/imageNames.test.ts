import { builtName, builtNames } from '../../../machines/compose/imageNames';

test('an image that Compose builds is called after project and service, by each major version in its way', () => {
  expect(builtName('app', 'web', 'v1')).toBe('app_web');
  expect(builtName('app', 'web', 'v2')).toBe('app-web');
  expect(builtNames('app', 'web').sort()).toEqual(['app-web', 'app_web']);
});
