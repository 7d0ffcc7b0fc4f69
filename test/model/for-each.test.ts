import { TemplateModel } from '../../src/model';
import { unrolled } from '../../src/model/for-each';
import { evaluate, judgeCoverage, RULES } from '../../src/rules';

const names = (count: number, prefix = 'N') => Array.from({ length: count }, (_, i) => `${prefix}${i}`);
const url = { Type: 'AWS::Lambda::Url', Properties: { AuthType: 'NONE', TargetFunctionArn: 'f' } };
const loops = (Resources: object) => ({ Transform: 'AWS::LanguageExtensions', Resources });
const made = (template: object) => Object.keys((unrolled(template as never) as any).Resources);

/** The resources with an open URL, and what of the template is not judged. */
function judged(template: object) {
  const model = new TemplateModel([{ id: 'S', name: 'S', template }]);
  return {
    open: evaluate(model, RULES.filter(({ id }) => id === 'ZT-LAMBDA-008')).filter(({ result }) => result.verdict === 'fail').length,
    unread: judgeCoverage(model).map(({ rule }) => rule.id),
  };
}

describe('Fn::ForEach makes up to 2,000 parts', () => {
  const of = (count: number) => loops({ 'Fn::ForEach::Urls': ['X', names(count), { 'Url${X}': url }] });

  test('and all of them are judged', () => {
    expect(judged(of(2000))).toEqual({ open: 2000, unread: [] });
  });

  test('beyond, the loop stays and is a finding', () => {
    expect(made(of(2001))).toEqual(['Fn::ForEach::Urls']);
    expect(judged(of(2001))).toEqual({ open: 0, unread: ['ZT-COVERAGE-005'] });
  });

  test('of all loops together: one that is too much takes nothing from those before it', () => {
    const both = loops({ 'Fn::ForEach::A': ['X', names(1500, 'A'), { 'Url${X}': url }], 'Fn::ForEach::B': ['X', names(501, 'B'), { 'Url${X}': url }] });
    expect(judged(both)).toEqual({ open: 1500, unread: ['ZT-COVERAGE-005'] });
  });

  test('of loops within loops, each time that they run', () => {
    const nested = (outer: number, inner: number) => loops({
      'Fn::ForEach::A': ['X', names(outer, 'A'), { 'Fn::ForEach::B': ['Y', names(inner, 'B'), { 'Url${X}${Y}': url }] }],
    });
    expect(judged(nested(40, 49))).toEqual({ open: 1960, unread: [] });
    expect(judged(nested(40, 60)).unread).toEqual(['ZT-COVERAGE-005']);
  });
});
