import { parseDocument, Pair, Scalar, YAMLMap } from 'yaml';
import type { CollectionTag, ScalarTag, YAMLSeq } from 'yaml';

/** The functions that YAML may write as a tag: `!Sub` for `Fn::Sub`. */
const FUNCTIONS = [
  'And', 'Base64', 'Cidr', 'Contains', 'EachMemberEquals', 'EachMemberIn', 'Equals', 'FindInMap', 'ForEach', 'GetAZs', 'GetAtt', 'GetStackOutput',
  'If', 'ImportValue', 'Join', 'Length', 'Not', 'Or', 'RefAll', 'Select', 'Split', 'Sub', 'ToJsonString', 'Transform', 'ValueOf', 'ValueOfAll',
];
/** Aliases may stand for this many copies: more is no template but a bomb. */
const MAX_ALIASES = 100;

/** YAML as CloudFormation reads it, with short forms written out. Throws what the parser finds wrong. */
export function parseYaml(text: string): unknown {
  const document = parseDocument(text, { customTags: [YES_AND_NO, ...SHORT_FORMS], schema: 'core', merge: true, logLevel: 'error' });
  if (document.errors.length > 0) throw document.errors[0];
  return document.toJS({ maxAliasCount: MAX_ALIASES });
}

/** CloudFormation takes these words of YAML 1.1 for booleans, but not its dates: `2012-10-17` is a text. */
const YES_AND_NO: ScalarTag = {
  tag: 'tag:yaml.org,2002:bool',
  default: true,
  test: /^(?:yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF)$/,
  resolve: (text) => /^(?:yes|on)$/i.test(text),
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
