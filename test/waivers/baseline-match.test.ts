import * as fc from 'fast-check';
import { BaselineFinding, BaselineMatch, BaselineState, SEVERITY_ORDER } from '../../src/waivers/baseline';

const finding = (about: Partial<BaselineFinding>): BaselineFinding => (
  { rule: 'ZeroTrust::ZT-SQS-001', path: 'App/Queue', severity: 'high', verdict: 'fail', finding: 'not encrypted', seen: ['a'], content: 'queue', ...about }
);

/** What a match is, one finding after the other against each entry. */
function oneByOne(entries: BaselineFinding[], findings: BaselineFinding[]): { readonly states: BaselineState[]; readonly unused: BaselineFinding[] } {
  const unused = [...entries];
  const take = (entry: BaselineFinding) => { unused.splice(unused.indexOf(entry), 1); };
  const covers = (entry: BaselineFinding, one: BaselineFinding) => SEVERITY_ORDER.indexOf(one.severity) >= SEVERITY_ORDER.indexOf(entry.severity)
    && (entry.verdict === 'fail' || one.verdict === 'unknown') && one.seen.every((part) => entry.seen.includes(part));
  const states = findings.map((one): BaselineState => {
    const there = unused.filter(({ rule, path }) => rule === one.rule && path === one.path);
    const entry = there.find((each) => covers(each, one));
    if (there.length > 0) take(entry ?? there[0]);
    return entry ? 'unchanged' : there.length > 0 ? 'updated' : 'new';
  });
  return {
    states: states.map((state, i) => {
      const one = findings[i];
      const moved = state === 'new' && one.content !== '' ? unused.find((each) => each.rule === one.rule && each.content === one.content && covers(each, one)) : undefined;
      if (moved) take(moved);
      return moved ? 'unchanged' : state;
    }),
    unused,
  };
}

describe('a match with a baseline', () => {
  test('is what each finding against each entry gives, in their order', () => {
    const few = <T>(...all: T[]) => fc.constantFrom(...all);
    const any = fc.record({
      rule: few('ZeroTrust::ZT-SQS-001', 'ZeroTrust::ZT-SQS-002'),
      path: few('App/A', 'App/B', 'App/C', 'App/D'),
      severity: few('critical', 'high', 'low'),
      verdict: few<'fail' | 'unknown'>('fail', 'unknown'),
      finding: fc.constant('not encrypted'),
      seen: fc.subarray(['a', 'b', 'c', 'd']),
      content: few('', 'queue', 'topic'),
    });
    fc.assert(fc.property(fc.array(any, { maxLength: 12 }), fc.array(any, { maxLength: 12 }), (entries, findings) => {
      const match = new BaselineMatch(entries);
      const states = match.match(findings);
      expect({ states, unused: match.unused() }).toEqual(oneByOne(entries, findings));
    }), { numRuns: 2000 });
  });

  test('reads each entry a few times when thousands of resources move whose findings differ in a value', () => {
    let read = 0;
    const count = 3000;
    const copies = (folder: string) => Array.from({ length: count }, (_each, i) => finding({ path: `App/${folder}/Queue${i}`, seen: ['a', `value ${i}`] }));
    const entries = copies('Old').map(({ severity, ...entry }): BaselineFinding => Object.defineProperty(entry as BaselineFinding, 'severity', { get: () => { read++; return severity; }, enumerable: true }));
    const match = new BaselineMatch(entries);
    expect(match.match(copies('New').reverse())).toEqual(Array(count).fill('unchanged'));
    expect(match.unused()).toEqual([]);
    expect(read).toBeLessThan(10 * count);
  });

  test('lets as many through as there were, and no more', () => {
    const match = new BaselineMatch([finding({ path: 'App/Old1' }), finding({ path: 'App/Old2' })]);
    expect(match.match([finding({ path: 'App/New1' }), finding({ path: 'App/New2' }), finding({ path: 'App/New3' })])).toEqual(['unchanged', 'unchanged', 'new']);
  });
});
