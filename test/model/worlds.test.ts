import { Worlds } from '../../src/model/conditions';

/** How often `look` is called, and what it saw. */
function explored<T>(look: (worlds: Worlds) => T) {
  const worlds = new Worlds();
  let looks = 0;
  const seen = worlds.explore(() => {
    looks++;
    return look(worlds);
  });
  return { looks, seen };
}

const conditions = (count: number) => Array.from({ length: count }, (_, i) => `C${i}`);
const askAll = (count: number) => (worlds: Worlds) => conditions(count).map((name) => worlds.holds(name)).join();

describe('worlds of conditions', () => {
  test('are one where nothing is asked', () => {
    expect(explored(() => 'x')).toEqual({ looks: 1, seen: ['x'] });
  });

  test('are one where a question has one answer only', () => {
    expect(explored((worlds) => worlds.choose('q', 1))).toMatchObject({ looks: 1, seen: [0] });
  });

  test('are all combinations of what is asked, each once', () => {
    const { looks, seen } = explored(askAll(6));
    expect(looks).toBe(64);
    expect(new Set(seen).size).toBe(64);
  });

  test('are no more than what depends on each other makes', () => {
    const firstThatHolds = (worlds: Worlds) => conditions(60).find((name) => worlds.holds(name)) ?? 'none';
    const { looks, seen } = explored(firstThatHolds);
    expect({ looks, seen: new Set(seen).size }).toEqual({ looks: 61, seen: 61 });
  });

  test('are given up as soon as those that are left cannot be tried, and not after all that can', () => {
    const { looks, seen } = explored(askAll(5000));
    expect(seen).toBeUndefined();
    expect(looks).toBe(1);
  });

  test('are given up within the limit where their number shows late only', () => {
    const { looks, seen } = explored(askAll(20));
    expect(seen).toBeUndefined();
    expect(looks).toBeLessThanOrEqual(64);
  });

  test('leave nothing behind for the next question', () => {
    const worlds = new Worlds();
    expect(worlds.explore(() => askAll(20)(worlds))).toBeUndefined();
    expect(worlds.explore(() => worlds.holds('C0'))).toEqual([true, false]);
  });

  test('by parameters are left out where they are too many, and conditions alone are tried', () => {
    const { seen } = explored((worlds) => {
      const isDeployed = worlds.holds('C');
      const values = worlds.readsParameters ? conditions(20).map((name) => worlds.choose(name, 3)) : [];
      return `${isDeployed} ${values.length}`;
    });
    expect(seen).toEqual(['true 0', 'false 0']);
  });
});
