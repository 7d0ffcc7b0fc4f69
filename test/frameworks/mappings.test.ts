import { controlNames, controlsOf, FRAMEWORKS, frameworkOf } from '../../src/frameworks';
import { RULES } from '../../src/rules';

/** Where each publisher keeps its framework. */
const HOSTS: Record<string, string> = {
  'fsbp': 'docs.aws.amazon.com',
  'nist-800-53': 'csrc.nist.gov',
  'pci-dss': 'www.pcisecuritystandards.org',
  'hipaa': 'www.ecfr.gov',
  'cis': 'www.cisecurity.org',
  'gdpr': 'eur-lex.europa.eu',
  'owasp-serverless': 'owasp.org',
  'csa-12': 'cloudsecurityalliance.org',
  'cisa-ztmm': 'www.cisa.gov',
  'nist-800-207': 'csrc.nist.gov',
};
/** How each publisher writes the ids of its controls. */
const IDS: Record<string, RegExp> = {
  'fsbp': /^[A-Z][A-Za-z0-9]+\.\d+$/,
  'nist-800-53': /^(AC|AU|CA|CM|CP|IA|IR|RA|SA|SC|SI|SR)-\d+(\(\d+\))?$/,
  'pci-dss': /^\d{1,2}(\.\d+){0,3}$/,
  'hipaa': /^164\.3(08|10|12|14|16)(\([a-e]\)(\(\d\)(\([iv]+\)(\([A-E]\))?)?)?)?$/,
  'cis': /^[1-5](\.\d+){1,2}$/,
  'gdpr': /^Art\. (5|25|32)\(\d\)(\([a-f]\))?$/,
  'owasp-serverless': /^S([1-9]|10):2017$/,
  'csa-12': /^SAS-([1-9]|1[0-2])$/,
  'cisa-ztmm': /^(Identity|Devices|Networks|Applications|Data): [A-Z]/,
  'nist-800-207': /^tenet [1-7]$/,
};
const controls = FRAMEWORKS.flatMap((framework) => framework.controls.map((control) => ({ framework, control, name: `${framework.name} ${control.id}` })));

test.each(RULES)('$id serves a control of NIST 800-53 at least', (rule) => {
  expect(controlNames(rule)).toContainEqual(expect.stringMatching(/^NIST 800-53 /));
});

test('every rule that a control names exists', () => {
  const ids = RULES.map(({ id }) => id);
  expect(controls.flatMap(({ name, control }) => control.rules.filter((rule) => !ids.includes(rule)).map((rule) => `${name}: ${rule}`))).toEqual([]);
});

test.each(controls)('$name has rules, or says plainly why there are none', ({ control: { title, rules, notCovered } }) => {
  expect(title.length).toBeGreaterThan(5);
  expect(title).not.toMatch(/\.$/);
  expect(rules.length > 0 || notCovered !== undefined).toBe(true);
  expect(notCovered ?? 'All is covered.').toMatch(/^[A-Z][^]+\.$/);
  expect(rules).toEqual([...new Set(rules)]);
});

describe.each(FRAMEWORKS)('$name', ({ id, title, version, publisher, source, extent, controls: own }) => {
  test('has an id of its own that the command line takes, and says of which version and by whom it is', () => {
    expect(FRAMEWORKS.filter((framework) => framework.id === id)).toHaveLength(1);
    expect(frameworkOf(id)).toMatchObject({ title, version, publisher });
    for (const text of [title, publisher, extent]) expect(text.length).toBeGreaterThan(5);
    expect(version).not.toBe('');
  });

  test('names no control twice, and each as its publisher writes it', () => {
    const ids = own.map((control) => control.id);
    expect(ids).toEqual([...new Set(ids)]);
    for (const one of ids) expect(one).toMatch(IDS[id]);
  });

  test('has its sources at its publisher', () => {
    for (const url of [source, ...own.flatMap((control) => control.source ?? [])]) {
      expect(new URL(url)).toMatchObject({ protocol: 'https:', host: HOSTS[id] });
    }
  });
});

test('frameworks that are short are listed whole', () => {
  const count = (id: string) => frameworkOf(id)!.controls.length;
  expect([count('owasp-serverless'), count('csa-12'), count('nist-800-207'), count('cis')]).toEqual([10, 12, 7, 63]);
  expect(count('cisa-ztmm')).toBe(22 + 5 * 3);
  const families = new Set(frameworkOf('pci-dss')!.controls.map(({ id }) => id.split('.')[0]));
  expect([...families]).toEqual(Array.from({ length: 12 }, (_, i) => `${i + 1}`));
});

test('a framework of which only served controls are listed lists no other', () => {
  const partial = FRAMEWORKS.filter(({ servedOnly }) => servedOnly);
  expect(partial.map(({ id }) => id)).toEqual(['nist-800-53']);
  for (const { controls: own } of partial) expect(own.every(({ rules }) => rules.length > 0)).toBe(true);
});

describe('the controls of a rule', () => {
  test('are those of all frameworks, or of one', () => {
    const all = controlNames({ id: 'ZT-KMS-001' });
    expect(all).toEqual(expect.arrayContaining(['NIST 800-53 SC-12', 'PCI DSS 3.7.4', 'CIS AWS 3.6']));
    expect(controlNames({ id: 'ZT-KMS-001' }, frameworkOf('pci-dss'))).toEqual(all.filter((name) => name.startsWith('PCI DSS ')));
  });

  test('are none for what is no rule', () => {
    expect(controlsOf({ id: 'ZT-NONE-000' })).toEqual([]);
    expect(controlsOf({ id: '__proto__' })).toEqual([]);
  });
});

test.each([
  ['fsbp', 'NetworkFirewall.10', 'https://docs.aws.amazon.com/securityhub/latest/userguide/networkfirewall-controls.html#networkfirewall-10'],
  ['nist-800-53', 'SI-7(15)', 'https://csrc.nist.gov/projects/cprt/catalog#/cprt/framework/version/SP_800_53_5_1_1/home?element=SI-07(15)'],
  ['hipaa', '164.312(a)(1)', 'https://www.ecfr.gov/current/title-45/subtitle-A/subchapter-C/part-164/subpart-C/section-164.312'],
  ['gdpr', 'Art. 32(1)(a)', 'https://eur-lex.europa.eu/eli/reg/2016/679/oj#art_32'],
])('of %s, %s is at %s', (framework, id, source) => {
  expect(frameworkOf(framework)!.controls.find((control) => control.id === id)?.source).toBe(source);
});
