import { isScalar, parseDocument, Pair, Scalar, YAMLMap } from 'yaml';
import type { CollectionTag, DocumentOptions, ParseOptions, ScalarTag, SchemaOptions, Tags, YAMLSeq } from 'yaml';
import { indented } from './yaml-indents';

/** The functions that YAML may write as a tag: `!Sub` for `Fn::Sub`. */
const FUNCTIONS = [
  'And', 'Base64', 'Cidr', 'Contains', 'EachMemberEquals', 'EachMemberIn', 'Equals', 'FindInMap', 'ForEach', 'GetAZs', 'GetAtt', 'GetStackOutput',
  'If', 'ImportValue', 'Join', 'Length', 'Not', 'Or', 'RefAll', 'Select', 'Split', 'Sub', 'ToJsonString', 'Transform', 'ValueOf', 'ValueOfAll',
];
/** Aliases may stand for this many copies: more is no template but a bomb. */
const MAX_ALIASES = 100;

/** More lines than this that YAML 1.2 wants further in are no slip of a hand. */
const MAX_INDENTED = 100;

/**
 * YAML as CloudFormation reads it, with short forms written out: of a key that is there twice the last one counts, and lines of quoted texts and
 * flow collections may begin anywhere. Throws what the parser finds wrong.
 *
 * @param warn is told what CloudFormation takes and a reader may overlook
 */
export function parseYaml(text: string, warn: (sentence: string) => void = () => undefined): unknown {
  let mended = text;
  for (let i = 0; i < MAX_INDENTED; i++) {
    const twice = new Set<string>();
    const document = parseDocument(mended, { ...OPTIONS, uniqueKeys: (a, b) => isTwice(a, b, twice) });
    if (document.errors.length === 0) {
      for (const key of twice) warn(`Key ${key} is there twice in one place; the last one counts.`);
      return document.toJS({ maxAliasCount: MAX_ALIASES });
    }
    const next = indented(mended, document);
    if (next === undefined) throw document.errors[0];
    mended = next;
  }
  throw new Error('too many of its lines begin too far out');
}

/** Says no, as it is no error, and takes note. */
function isTwice(a: unknown, b: unknown, twice: Set<string>): boolean {
  if (isScalar(a) && isScalar(b) && a.value === b.value) twice.add(String(a.value));
  return false;
}

/** CloudFormation takes these words of YAML 1.1 for booleans, but not its dates: `2012-10-17` is a text. */
const YES_AND_NO: ScalarTag = {
  tag: 'tag:yaml.org,2002:bool',
  default: true,
  test: /^(?:yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF)$/,
  resolve: (text) => /^(?:yes|on)$/i.test(text),
};

/** Numbers that would not be the same afterwards, as the ids of accounts: CloudFormation takes them as they are written. */
const NUMBER_AS_TEXT: ScalarTag = {
  tag: 'tag:yaml.org,2002:str', default: true, test: /^[-+]?(?:0\d+|\d{16,})$/, resolve: (text) => text,
};

const SHORT_FORMS = [...FUNCTIONS.map((name) => [name, `Fn::${name}`]), ['Ref', 'Ref'], ['Condition', 'Condition']].flatMap(([tag, name]) => shortForms(tag, name));

function shortForms(short: string, name: string): (ScalarTag | CollectionTag)[] {
  const tag = `!${short}`;
  const around = (node: YAMLMap | YAMLSeq) => {
    const map = new YAMLMap();
    map.items.push(new Pair(new Scalar(name), node));
    return map;
  };
  return [
    { tag, resolve: (text) => ({ [name]: short === 'GetAtt' ? attribute(text) : text }) },
    { tag, collection: 'seq', resolve: (node) => around(node as YAMLSeq) },
    { tag, collection: 'map', resolve: (node) => around(node as YAMLMap) },
  ];
}

function attribute(text: string): string | string[] {
  const dot = text.indexOf('.');
  return dot < 0 ? text : [text.slice(0, dot), text.slice(dot + 1)];
}

const OPTIONS: ParseOptions & DocumentOptions & SchemaOptions = {
  customTags: (tags: Tags) => [YES_AND_NO, NUMBER_AS_TEXT, ...SHORT_FORMS, ...tags], schema: 'core', merge: true, logLevel: 'error',
};
