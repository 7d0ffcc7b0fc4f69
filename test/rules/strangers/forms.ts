import { Choice, Document, documentOf, PolicyCase } from './grammar';
import { OWN, REGION } from './worlds';

/** A case as a template has it, and the policies that it stands for: one in each world of its conditions. */
export interface Written {
  readonly form: string;
  readonly policy: unknown;
  readonly documents: Document[];
  /** What the form needs beside the resource. */
  readonly parameters?: Record<string, unknown>;
}

/** What every template of these cases has, for the forms to refer to. */
export const SURROUNDINGS = {
  Parameters: { Stage: { Type: 'String' } },
  Conditions: { IsProd: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] }, Always: { 'Fn::Equals': ['a', 'a'] } },
  Mappings: { Texts: {} as Record<string, Record<string, string>> },
};

type Write = (text: string) => unknown;

const PSEUDO: [string, string][] = [[OWN, 'AWS::AccountId'], [REGION, 'AWS::Region'], ['arn:aws:', 'AWS::Partition']];
/** Texts that deployment must not take for variables of Fn::Sub. */
const literally = (text: string) => text.replace(/\$\{/g, '${!');

const WRITERS: Record<string, Write> = {
  'literal': (text) => text,
  'Fn::Sub': (text) => {
    const written = literally(text).replace(OWN, '${AWS::AccountId}').replace(REGION, '${AWS::Region}').replace(/^arn:aws:/, 'arn:${AWS::Partition}:');
    return written === text ? text : { 'Fn::Sub': written };
  },
  'Ref': (text) => (text === OWN ? { Ref: 'AWS::AccountId' } : text === REGION ? { Ref: 'AWS::Region' } : text),
  'Fn::Join': (text) => {
    const parts = PSEUDO.reduce<unknown[]>((all, [piece, name]) => all.flatMap((part) => (typeof part === 'string' ? split(part, piece, name) : [part])), [text]);
    return { 'Fn::Join': ['', parts] };
  },
  'Fn::Join of its pieces': (text) => ({ 'Fn::Join': [':', text.split(':').map((part) => (part === OWN ? { Ref: 'AWS::AccountId' } : part))] }),
  'Fn::Sub with variables': (text) => ({ 'Fn::Sub': ['${Text}', { Text: text === OWN ? { Ref: 'AWS::AccountId' } : text }] }),
  'Fn::Select': (text) => ({ 'Fn::Select': ['1', ['arn:aws:iam::000000000000:root', text]] }),
  'Fn::Select of Fn::Split': (text) => (text.includes('|') || text === '' ? text : { 'Fn::Select': [1, { 'Fn::Split': ['|', `first|${text}`] }] }),
  'Fn::FindInMap': (text) => {
    const key = `T${Buffer.from(text).toString('hex')}`;
    SURROUNDINGS.Mappings.Texts[key] = { Text: text };
    return { 'Fn::FindInMap': ['Texts', key, 'Text'] };
  },
  'Fn::If with one text': (text) => ({ 'Fn::If': ['IsProd', text, text] }),
  'Fn::If that always holds': (text) => ({ 'Fn::If': ['Always', text, OWN] }),
};

/** Forms of a whole part of the statement; the twin stands in the other branch. */
const BRANCHES = ['the statement in Fn::If', 'the part in Fn::If', 'the document in Fn::If', 'the condition or AWS::NoValue', 'the twin as a second statement'];
const WHOLE = ['a JSON text', 'Fn::ToJsonString', 'a JSON text in Fn::Sub'];
/** Where templates give a policy as a text. */
const AS_TEXT = ['AWS::OpenSearchService::Domain', 'AWS::ECR::Repository', 'AWS::SecretsManager::ResourcePolicy', 'AWS::Kinesis::ResourcePolicy'];

/** A policy in a form, counted from any number. */
export function write(one: PolicyCase, choice: Choice, twin: Choice, form: number): Written {
  const { type } = one;
  const document = documentOf(one, choice);
  const names = [...Object.keys(WRITERS), ...BRANCHES.filter((name) => !type.isStatement || /part|condition/.test(name)), ...AS_TEXT.includes(type.type) ? WHOLE : []];
  const name = names[form % names.length];
  const shape = (written: Document) => (type.isStatement ? written.Statement[0] : written);
  if (name in WRITERS) return { form: name, policy: shape(each(document, WRITERS[name])), documents: [document] };
  if (name === 'a JSON text') return { form: name, policy: JSON.stringify(document), documents: [document] };
  if (name === 'Fn::ToJsonString') return { form: name, policy: { 'Fn::ToJsonString': each(document, WRITERS['Fn::Sub']) }, documents: [document] };
  if (name === 'a JSON text in Fn::Sub') {
    return { form: name, policy: { 'Fn::Sub': literally(JSON.stringify(document)).split(OWN).join('${AWS::AccountId}') }, documents: [document] };
  }
  const other = name === 'the condition or AWS::NoValue' ? documentOf(one, { ...choice, conditions: [] }) : documentOf(one, twin);
  const documents = [document, other];
  const [mine, others] = documents.map(({ Statement }) => Statement[Statement.length - 1]);
  const before = document.Statement.slice(0, -1);
  switch (name) {
    case 'the statement in Fn::If': return { form: name, policy: { ...document, Statement: [...before, { 'Fn::If': ['IsProd', mine, others] }] }, documents };
    case 'the document in Fn::If': return { form: name, policy: { 'Fn::If': ['IsProd', document, other] }, documents };
    case 'the twin as a second statement': {
      const both: Document = { ...document, Statement: [...before, mine, others] };
      return { form: name, policy: both, documents: [both] };
    }
    default: return { form: name, policy: shape({ ...document, Statement: [...before, inBranches(mine, others)] }), documents };
  }
}

/** Each part that is other in the other statement, in an Fn::If. */
function inBranches(mine: Record<string, unknown>, others: Record<string, unknown>): Record<string, unknown> {
  const parts = [...new Set([...Object.keys(mine), ...Object.keys(others)])].map((key) => {
    const [here, there] = [mine[key], others[key]].map((part) => part ?? { Ref: 'AWS::NoValue' });
    return [key, JSON.stringify(here) === JSON.stringify(there) ? here : { 'Fn::If': ['IsProd', here, there] }];
  });
  return Object.fromEntries(parts);
}

/** Every text of the statements but the names of keys and what must be literal. */
function each(document: Document, writeOne: Write): Document {
  const written = (statement: Record<string, any>) => ({ ...map(statement, writeOne) as Record<string, unknown>, Effect: statement.Effect });
  return { ...document, Statement: document.Statement.map(written) };
}

function map(json: unknown, writeOne: Write): unknown {
  if (typeof json === 'string') return writeOne(json);
  if (Array.isArray(json)) return json.map((item) => map(item, writeOne));
  return Object.fromEntries(Object.entries(json as object).map(([key, value]) => [key, map(value, writeOne)]));
}

/** The parts around a piece of text, and the pseudo parameter in its place. */
function split(text: string, piece: string, name: string): unknown[] {
  const at = text.indexOf(piece);
  if (at < 0) return [text];
  const [front, back] = [text.slice(0, at), text.slice(at + piece.length)];
  return [...(name === 'AWS::Partition' ? [`${front}arn:`, { Ref: name }, `:${back}`] : [front, { Ref: name }, back])];
}
