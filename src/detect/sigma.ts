import { isMap, isScalar, isSeq, Node, parseAllDocuments, YAMLMap } from 'yaml';
import { Burst, Detection, DetectionTests, Patch, Service, SERVICES, TargetField, WindowTests } from './detection';
import type { Condition } from './event-match';
import type { Window } from './event-window';
import { compileCondition } from './sigma-condition';
import { SigmaFile } from './sigma-error';
import { compileSelection } from './sigma-selection';

/** Levels of Sigma as severities of GuardDuty: low from 1, medium from 4, high from 7, critical from 9. */
const SEVERITIES: Record<string, number> = { informational: 0, low: 2, medium: 5, high: 8, critical: 9.5 };
const MAX_FILE = 64 * 1024;
const KEYS = [
  'title', 'id', 'name', 'version', 'status', 'description', 'references', 'author', 'date', 'modified', 'tags', 'logsource', 'detection',
  'falsepositives', 'level', 'targets', 'tests',
];
const WINDOW_KEYS = ['title', 'id', 'correlation', 'tests'];
const UNITS: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86400 };

/**
 * Reads a detection in the subset of Sigma that docs/constructs/detections.md states. What is outside of it is refused and never skipped:
 * a line that is not understood would make a detection that never fires.
 *
 * Throws with the file and the line. Source: Sigma rules specification 2.1 and Sigma correlation rules specification 2.1.
 *
 * @param name of the file, without its ending
 */
export function parseDetection(name: string, text: string): Detection {
  const file = new SigmaFile(`${name}.yml`);
  if (text.length > MAX_FILE) throw file.error(undefined, 'BadDetection', 'the file has more than 64 KB.', 'write one detection a file.');
  const documents = parseAllDocuments(text, { lineCounter: file.lines, maxAliasCount: 0 } as object);
  if (documents.length === 0 || documents.length > 2) {
    throw file.error(undefined, 'BadDetection', 'the file holds no detection, or more than one and its correlation.', 'write one detection a file.');
  }
  const faults = documents.flatMap(({ errors, warnings }) => [...errors, ...warnings]);
  if (faults.length > 0) throw file.error({ range: faults[0].pos }, 'BadDetection', `this is no YAML: ${faults[0].code}.`, 'correct the syntax.');
  const [rule, correlation] = documents.map(({ contents }) => new Reader(file, contents as Node));
  rule.only(KEYS);
  const level = rule.text('level');
  if (SEVERITIES[level] === undefined) throw rule.error('level', `there is no level ${level}.`, `use ${Object.keys(SEVERITIES).join(', ')}.`);
  const base = {
    name,
    id: rule.uuid(),
    version: rule.version(),
    title: (correlation ?? rule).text('title'),
    level,
    severity: SEVERITIES[level],
    description: rule.text('description'),
    references: rule.texts('references'),
    falsePositives: rule.texts('falsepositives'),
    techniques: rule.techniques(),
    service: serviceOf(rule.child('logsource')),
    targets: targetsOf(rule),
    condition: conditionOf(file, rule.child('detection')),
    tests: testsOf(rule.child('tests')),
  };
  if (!correlation) return base;
  correlation.only(WINDOW_KEYS);
  return {
    ...base,
    id: correlation.uuid(),
    window: windowOf(correlation.child('correlation'), rule.text('name')),
    windowTests: windowTestsOf(correlation.child('tests')),
  };
}

function serviceOf(logsource: Reader): Service {
  logsource.only(['product', 'service']);
  const service = logsource.text('service');
  if (logsource.text('product') !== 'aws' || !Object.hasOwn(SERVICES, service)) {
    throw logsource.error('service', `there is no log ${service} here.`, `use the product aws with ${Object.keys(SERVICES).join(', ')}.`);
  }
  return service as Service;
}

function conditionOf(file: SigmaFile, detection: Reader): Condition {
  const selections = new Map<string, Condition>();
  for (const name of detection.keys()) {
    if (name === 'timeframe') throw detection.error(name, 'timeframe is the form of Sigma 1.', 'write a correlation in a second document.');
    if (name !== 'condition') selections.set(name, compileSelection(file, detection.node(name)));
  }
  return compileCondition(file, detection.node('condition'), detection.text('condition'), selections);
}

function targetsOf(rule: Reader): TargetField[] {
  const given = rule.json('targets');
  const fits = (one: any) => ['FUNCTION', 'ADDRESS', 'USER', 'OTHER'].includes(one?.kind) && typeof one.field === 'string' && Object.keys(one).length === 2;
  if (Array.isArray(given) && given.length > 0 && given.every(fits)) return given;
  throw rule.error('targets', 'the targets are no list of kind and field.', 'use kind FUNCTION, ADDRESS, USER or OTHER, and the field that holds its id.');
}

/** A detection that nothing tries is a hope: without both kinds of tests there is no build. */
function testsOf(tests: Reader): DetectionTests {
  tests.only(['event', 'parameters', 'match', 'no_match']);
  return {
    event: tests.child('event').all() as Record<string, unknown>,
    parameters: tests.has('parameters') ? tests.child('parameters').all() as Record<string, string[]> : {},
    match: tests.list('match') as Patch[],
    noMatch: tests.list('no_match') as Patch[],
  };
}

function windowTestsOf(tests: Reader): WindowTests {
  tests.only(['match', 'no_match']);
  const fits = (one: any) => one?.count > 0 && one.every >= 0 && typeof one.set === 'object';
  const bursts = (key: string) => {
    const given = tests.list(key);
    if (given.every((one) => Array.isArray(one) && one.every(fits))) return given as Burst[][];
    throw tests.error(key, `${key} holds what is no list of bursts.`, 'give each count, every (seconds) and set.');
  };
  return { match: bursts('match'), noMatch: bursts('no_match') };
}

function windowOf(correlation: Reader, name: string): Window {
  correlation.only(['type', 'rules', 'group-by', 'timespan', 'condition']);
  const type = correlation.text('type');
  if (type !== 'event_count' && type !== 'value_count') throw correlation.error('type', `the type ${type} is not supported.`, 'use event_count or value_count.');
  if (correlation.texts('rules').join() !== name) throw correlation.error('rules', 'it is not about the detection above.', `write ${name}, its name.`);
  const [, amount, unit] = /^([1-9]\d{0,3})([smhd])$/.exec(correlation.text('timespan')) ?? [];
  if (!unit) throw correlation.error('timespan', 'this is no time.', 'write 30s, 5m, 1h or 1d.');
  const condition = correlation.child('condition');
  condition.only(type === 'value_count' ? ['gte', 'field'] : ['gte']);
  const atLeast = condition.json('gte');
  if (!Number.isInteger(atLeast) || (atLeast as number) < 2) throw condition.error('gte', 'this is no number of 2 or more.', 'write how many make a finding.');
  return {
    type,
    groupBy: correlation.texts('group-by'),
    seconds: Number(amount) * UNITS[unit],
    atLeast: atLeast as number,
    ...type === 'value_count' && { field: condition.text('field') },
  };
}

/** A map of YAML, read strictly. */
class Reader {
  private readonly map: YAMLMap;

  constructor(private readonly file: SigmaFile, private readonly at: Node, what = 'the document') {
    if (!isMap(at)) throw file.error(at, 'BadDetection', `${what} is no map.`, 'write keys with values.');
    this.map = at;
  }

  public error(key: string, what: string, remediation: string) {
    return this.file.error(this.map.get(key, true) ?? this.at, 'BadDetection', what, remediation);
  }

  public keys(): string[] {
    return this.map.items.map(({ key }) => String((key as any).value));
  }

  public only(known: string[]): void {
    const other = this.keys().find((key) => !known.includes(key));
    if (other !== undefined) throw this.error(other, `${other} is not supported.`, `use ${known.join(', ')}.`);
  }

  public has(key: string): boolean {
    return this.map.has(key);
  }

  public node(key: string): Node {
    const node = this.map.get(key, true) as Node | undefined;
    if (!node) throw this.error(key, `${key} is missing.`, `add ${key}.`);
    return node;
  }

  public child(key: string): Reader {
    return new Reader(this.file, this.node(key), key);
  }

  public json(key: string): unknown {
    return (this.node(key) as any).toJSON();
  }

  public all(): unknown {
    return this.map.toJSON();
  }

  public text(key: string): string {
    const node = this.node(key);
    if (isScalar(node) && typeof node.value === 'string' && node.value.trim() !== '') return node.value.trim();
    throw this.error(key, `${key} is no text.`, 'write a text.');
  }

  public list(key: string): unknown[] {
    const node = this.has(key) ? this.node(key) : undefined;
    if (isSeq(node) && node.items.length > 0) return node.toJSON();
    throw this.error(key, `${key} is missing or empty.`, `list at least one ${key}: match and no_match tests are part of a detection.`);
  }

  public texts(key: string): string[] {
    const given = this.json(key);
    if (Array.isArray(given) && given.length > 0 && given.every((one) => typeof one === 'string' && one !== '')) return given;
    throw this.error(key, `${key} is no list of texts.`, 'list at least one.');
  }

  public uuid(): string {
    const id = this.text('id');
    if (/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(id)) return id;
    throw this.error('id', 'the id is no UUID in lower case.', 'make one, and keep it when the detection changes.');
  }

  public version(): number {
    const version = this.json('version');
    if (Number.isInteger(version) && (version as number) > 0) return version as number;
    throw this.error('version', 'the version is no whole number from 1 on.', 'count it up with each change of what matches.');
  }

  public techniques(): string[] {
    const found = this.texts('tags').flatMap((tag) => /^attack\.(t\d{4}(?:\.\d{3})?)$/.exec(tag)?.[1].toUpperCase() ?? []);
    if (found.length > 0) return found;
    throw this.error('tags', 'the tags name no ATT&CK technique.', 'add one, for example attack.t1562.008.');
  }
}
