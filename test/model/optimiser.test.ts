import { setFlagsFromString } from 'v8';
import type { LateOptimiser } from '../../src/model/optimiser';

jest.mock('v8', () => ({ ...jest.requireActual<object>('v8'), setFlagsFromString: jest.fn() }));
const flags = () => jest.mocked(setFlagsFromString).mock.calls.map(([flag]) => flag);
const spent = (user: number, system = 0) => jest.spyOn(process, 'cpuUsage').mockReturnValue({ user, system });

let Optimiser: typeof LateOptimiser;

/** It asks for the time now and then only: often enough is sixteen times. */
function stepOften(optimiser: LateOptimiser): void {
  for (let times = 0; times < 16; times++) optimiser.step();
}

beforeEach(() => {
  jest.isolateModules(() => {
    Optimiser = (require('../../src/model/optimiser') as typeof import('../../src/model/optimiser')).LateOptimiser;
  });
  jest.mocked(setFlagsFromString).mockClear();
});

afterEach(() => { jest.restoreAllMocks(); });

test('The optimising compiler is off from the start, and comes back when the templates are judged', () => {
  spent(2_900_000);
  const optimiser = new Optimiser();
  stepOften(optimiser);
  expect(flags()).toEqual(['--no-opt']);
  optimiser.end();
  expect(flags()).toEqual(['--no-opt', '--opt']);
});

test('The optimising compiler is back once when judging has taken three seconds of CPU, of the system too', () => {
  spent(1_000_000);
  const optimiser = new Optimiser();
  stepOften(optimiser);
  spent(2_500_000, 1_500_000);
  stepOften(optimiser);
  spent(9_000_000);
  stepOften(optimiser);
  optimiser.end();
  expect(flags()).toEqual(['--no-opt', '--opt']);
});

test('A process that has judged for three seconds keeps its optimising compiler', () => {
  spent(0);
  const first = new Optimiser();
  spent(3_000_000);
  first.end();
  const second = new Optimiser();
  second.end();
  expect(flags()).toEqual(['--no-opt', '--opt']);
});

test.each(['--no-opt', '--jitless', '--no-turbofan'])('A process that was started with %s keeps it', (option) => {
  const { execArgv } = process;
  process.execArgv = [...execArgv, option];
  try {
    new Optimiser().end();
    expect(flags()).toEqual([]);
  } finally {
    process.execArgv = execArgv;
  }
});
