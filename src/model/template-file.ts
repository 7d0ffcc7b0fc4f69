import { createHash } from 'crypto';
import { readFileSync, statSync } from 'fs';
import { isObject, JsonObject, own } from './json';
import { TemplateError } from './template-error';

const MEGABYTE = 1024 * 1024;
/** CloudFormation takes 1 MB. These leave room for what other tools write, and none for what exhausts memory. */
const MAX_JSON = 64 * MEGABYTE;
const MAX_YAML = 8 * MEGABYTE;
/** Deeper input is no template; CloudFormation itself stops far earlier. */
const MAX_DEPTH = 500;
/** As many levels opened in one go: the parser of YAML takes time that grows with their square. */
const DEEP_AT_ONCE = new RegExp(`(?:[-?][ \\t]|[\\[{](?:"\\w*":)?){${MAX_DEPTH + 1}}`);

/** One file that was read. */
export interface TemplateFile {
  readonly path: string;
  readonly text: string;
  /** Of the bytes of the file, in hexadecimal. */
  readonly sha256: string;
  readonly template: JsonObject;
  /** What CloudFormation takes and a reader may overlook: sentences. */
  readonly warnings: string[];
  /** Whether it is what `aws cloudformation get-template` answers: a template that is deployed, in a wrapper. */
  readonly isDeployed: boolean;
}

/** Reads a template in JSON or YAML; throws a `TemplateError` for anything that is none. */
export function readTemplateFile(path: string): TemplateFile {
  const { text, sha256 } = readText(path);
  const warnings: string[] = [];
  const whole = parse(path, text, (sentence) => warnings.push(sentence));
  const body = isObject(own(whole, 'Resources')) ? undefined : own(whole, 'TemplateBody');
  // the AWS CLI has an object of a template in JSON, and the text of one in YAML
  const template = typeof body === 'string' ? parse(path, body, (sentence) => warnings.push(sentence)) : body ?? whole;
  if (!isObject(template) || !isObject(own(template, 'Resources'))) {
    throw new TemplateError(path, 'NotATemplate', 'there is no Resources section in it.',
      'name CloudFormation templates, or the directory that cdk synth wrote (cdk.out).');
  }
  return { path, text: typeof body === 'string' ? body : text, sha256, template, warnings, isDeployed: body !== undefined };
}

/** The text of a file that was read, once more: a large app has more of it than anything else, and few ask for it. Empty when the file is another one by now. */
export function textAgain(path: string, sha256: string): string {
  try {
    const again = readText(path);
    return again.sha256 === sha256 ? templateText(path, again.text) : '';
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    return '';
  }
}

/** The text of the template itself, where a file has it as a text in an answer of CloudFormation. */
function templateText(path: string, text: string): string {
  if (!text.includes('TemplateBody')) return text;
  const whole = parse(path, text);
  const body = isObject(own(whole, 'Resources')) ? undefined : own(whole, 'TemplateBody');
  return typeof body === 'string' ? body : text;
}

/** Reads JSON that is no template: a manifest, an asset list. `undefined` for anything but an object. */
export function readJsonObject(path: string): JsonObject | undefined {
  const json = readJson(path);
  return isObject(json) ? json : undefined;
}

/** Reads JSON or YAML, whatever it is. */
export function readJson(path: string): unknown {
  return parseJson(path, readText(path).text);
}

/** Parses what a file in JSON or YAML has. */
export function parseJson(path: string, text: string): unknown {
  return parse(path, text);
}

/** Reads a text, with the SHA-256 of its bytes. */
export function readText(path: string): { text: string; sha256: string } {
  try {
    const stats = statSync(path);
    if (!stats.isFile()) throw new TemplateError(path, 'Unreadable', 'it is no file.', 'name a template, or the directory that cdk synth wrote.');
    if (stats.size > MAX_JSON) throw tooLarge(path, stats.size, MAX_JSON);
    const bytes = readFileSync(path);
    return { text: bytes.toString('utf-8').replace(/^\uFEFF/, ''), sha256: createHash('sha256').update(bytes).digest('hex') };
  } catch (error) {
    if (error instanceof TemplateError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new TemplateError(path, 'Missing', 'there is no such file.', 'check the path, or run cdk synth first.');
    throw new TemplateError(path, 'Unreadable', `it cannot be read (${code ?? messageOf(error)}).`, 'check the path and its permissions.');
  }
}

function parse(path: string, text: string, warn?: (sentence: string) => void): unknown {
  let wrong = '';
  if (/^\s*[{[]/.test(text)) {
    try {
      return shallowEnough(path, JSON.parse(text));
    } catch (error) {
      if (error instanceof TemplateError) throw error;
      wrong = messageOf(error); // in braces it may still be YAML
    }
  }
  if (text.length > MAX_YAML) throw wrong ? malformed(path, wrong) : tooLarge(path, text.length, MAX_YAML);
  return shallowEnough(path, parseAsYaml(path, text, warn));
}

function parseAsYaml(path: string, text: string, warn?: (sentence: string) => void): unknown {
  if (DEEP_AT_ONCE.test(text)) throw tooDeep(path);
  try {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- a parser that templates in JSON have no use for
    const { parseYaml } = require('./yaml-template') as typeof import('./yaml-template');
    return parseYaml(text, warn);
  } catch (error) {
    const why = messageOf(error);
    if (/call stack/i.test(why)) throw tooDeep(path);
    if (/alias count/i.test(why)) throw new TemplateError(path, 'TooLarge', 'its aliases stand for too much.', 'write out what the aliases stand for.');
    throw malformed(path, why);
  }
}

/** By a list of what is left to do: recursion is what deep input would exhaust. */
function shallowEnough(path: string, json: unknown): unknown {
  for (let depth = 0, level = [json]; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) throw tooDeep(path);
    const next = new Set<unknown>(); // an alias of YAML may put one thing into many places, and into itself
    for (const item of level) {
      if (typeof item !== 'object' || item === null) continue;
      for (const inner of Object.values(item)) if (typeof inner === 'object' && inner !== null) next.add(inner);
    }
    level = [...next];
  }
  return json;
}

function malformed(path: string, why: string): TemplateError {
  return new TemplateError(path, 'Malformed', `it is neither JSON nor YAML that can be read (${why}).`, 'correct the text at the place that is named.');
}

function tooDeep(path: string): TemplateError {
  return new TemplateError(path, 'TooDeep', `it is nested more than ${MAX_DEPTH} levels deep.`, 'name a CloudFormation template.');
}

function tooLarge(path: string, size: number, limit: number): TemplateError {
  return new TemplateError(path, 'TooLarge', `it has ${size} bytes, more than ${limit}.`, 'name a CloudFormation template: CloudFormation takes 1 MB of JSON or YAML.');
}

/** The first line: parsers show the text around the place in those that follow. */
function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0];
}
