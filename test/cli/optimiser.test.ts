import { setFlagsFromString } from 'v8';
import { growSlowly, optimiseLate } from '../../src/cli/optimiser';

jest.mock('v8', () => ({ ...jest.requireActual<object>('v8'), setFlagsFromString: jest.fn() }));
const flags = () => jest.mocked(setFlagsFromString).mock.calls.map(([flag]) => flag);
const spent = (user: number, system = 0) => jest.spyOn(process, 'cpuUsage').mockReturnValue({ user, system });

/** It asks for the time now and then only: often enough is sixteen times. */
function optimiseOften(): () => void {
  const look = optimiseLate();
  return () => { for (let times = 0; times < 16; times++) look(); };
}

afterEach(() => {
  jest.restoreAllMocks();
  jest.mocked(setFlagsFromString).mockClear();
});

describe('the optimising compiler', () => {
  test('is off from the start, and stays off in a short audit', () => {
    spent(2_900_000);
    const look = optimiseOften();
    look();
    look();
    expect(flags()).toEqual(['--no-opt']);
  });

  test('is on once when an audit has taken three seconds of CPU, of the system too', () => {
    spent(1_000_000);
    const look = optimiseOften();
    look();
    spent(1_500_000, 1_500_000);
    look();
    spent(9_000_000);
    look();
    expect(flags()).toEqual(['--no-opt', '--opt']);
  });
});

describe('the heap', () => {
  const texts = (...lengths: number[]) => lengths.map((length) => ({ length }));

  test('grows as it does where there are up to 32 MB of templates', () => {
    growSlowly(texts(16 * 1024 * 1024, 16 * 1024 * 1024));
    growSlowly([]);
    expect(flags()).toEqual([]);
  });

  test('grows slowly where there are more, all together', () => {
    growSlowly(texts(16 * 1024 * 1024, 16 * 1024 * 1024, 1));
    expect(flags()).toEqual(['--heap-growing-percent=50']);
  });
});
