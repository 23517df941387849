import { load } from '../load';

type State = Record<string, unknown>;
interface Way {
  way: string;
  origin: string;
  official?: boolean;
  provide: () => unknown;
}
const { provide } = load<{ provide: (part: unknown, context: unknown) => Promise<void> }>(
  'set-up/runner.mjs',
);

/** A part that is there once `make` has run, its ways, and a record of what happened. */
function scene(ways: (make: () => void, fail: (why: string) => () => never) => Way[], there = false) {
  const content: Record<string, unknown> = {};
  const world = { there, printed: '', content };
  const make = () => void (world.there = true);
  const fail = (why: string) => () => {
    throw new Error(why);
  };
  const part = {
    name: 'engine',
    key: 'engine',
    describe: ({ origin }: State) => `1.0, ${String(origin)}`,
    check: () => (world.there ? { version: '1.0' } : undefined),
    ways: ways(make, fail),
    todo: () => ['Install it by hand.'],
  };
  const context = {
    print: (text: string) => (world.printed += text),
    record: {
      get: (key: string) => content[key],
      set: (key: string, value: unknown) => (content[key] = value),
    },
    clock: () => 0,
  };
  return { world, part, run: (extra = {}, parts = part) => provide(parts, { ...context, ...extra }) };
}

describe('the runner of set-up', () => {
  it('takes the first way that works and says from where it came, in one line', async () => {
    const { world, run } = scene((make, fail) => [
      { way: 'on PATH', origin: 'PATH', provide: fail('there is none') },
      { way: 'building', origin: 'built', provide: make },
      { way: 'never', origin: 'never', provide: fail('must not run') },
    ]);
    await run();
    expect(world.printed).toBe('engine             on PATH … no; building … done: 1.0, built  0.0 s\n');
    expect(world.content['engine']).toEqual({ version: '1.0', origin: 'built' });
  });

  it('does nothing, and remembers where it came from, when the part is there', async () => {
    const provided = jest.fn();
    const { world, run } = scene((make) => [
      { way: 'w', origin: 'built', provide: () => (provided(), make()) },
    ]);
    await run();
    await run();
    expect(provided).toHaveBeenCalledTimes(1);
    expect(world.printed).toMatch(/\n.*1\.0, built {2}0\.0 s\n$/);
  });

  it('fails with one message: what was tried, why each failed, what to do, and no stack trace', async () => {
    const { run } = scene((_, fail) => [
      { way: 'official download', origin: 'o', provide: fail('no such host') },
      { way: 'building', origin: 'b', provide: fail('Go is not on PATH') },
    ]);
    const failure = (await run().catch((error: unknown) => error)) as Error;
    expect(failure.message).toBe(
      [
        'engine could not be set up.',
        '  tried official download: no such host',
        '  tried building: Go is not on PATH',
        'What to do:',
        '  Install it by hand.',
      ].join('\n'),
    );
  });

  it('does not believe a way that ends well and brings nothing', async () => {
    const { run } = scene(() => [{ way: 'w', origin: 'o', provide: () => undefined }]);
    await expect(run()).rejects.toThrow('what it should bring is not there');
  });

  it('leaves out an optional part that cannot be had', async () => {
    const { run, part, world } = scene((_, fail) => [{ way: 'w', origin: 'o', provide: fail('none') }]);
    await run({}, { ...part, optional: true } as typeof part);
    expect(world.printed).toContain('left out');
  });

  it('tries a refused official way again only when asked to, and then although something else is there', async () => {
    const official = jest.fn(() => {
      throw new Error('blocked');
    });
    const { world, run } = scene((make) => [
      { way: 'official', origin: 'official', official: true, provide: official },
      { way: 'offline', origin: 'offline', provide: make },
    ]);
    await run();
    world.there = false;
    await run();
    expect(official).toHaveBeenCalledTimes(1);

    await run({ retryOfficial: true });
    expect(official).toHaveBeenCalledTimes(2);
    expect(world.content['engine']).toMatchObject({ origin: 'offline' });

    official.mockImplementation(() => undefined as never);
    await run({ retryOfficial: true });
    await run({ retryOfficial: true });
    expect(official).toHaveBeenCalledTimes(3);
    expect(world.content['engine']).toMatchObject({ origin: 'official' });
    expect(world.content['refused']).toEqual({});
  });
});
