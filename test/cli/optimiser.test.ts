import { setFlagsFromString } from 'v8';
import { growSlowly } from '../../src/cli/optimiser';

jest.mock('v8', () => ({ ...jest.requireActual<object>('v8'), setFlagsFromString: jest.fn() }));
const flags = () => jest.mocked(setFlagsFromString).mock.calls.map(([flag]) => flag);

afterEach(() => { jest.mocked(setFlagsFromString).mockClear(); });

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
