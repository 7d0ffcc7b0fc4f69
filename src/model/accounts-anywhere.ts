import { intrinsicOf, isObject, own } from './json';
import { jsonIn } from './policies-anywhere';
import type { Expression, TemplateResource, TemplateStack } from './template';
import { textOf } from './value';

/** An account that a property names, and the property. */
export interface NamedAccount {
  /** As `Targets.0.Arn`. */
  readonly place: string;
  readonly account: string;
  /** Whether the code that runs comes from there: an image. */
  readonly isImage: boolean;
  readonly text: string;
}

/** Texts of people, settings of applications and templates in a template name accounts, and give them nothing. Policies have rules of their own. */
const OTHER_KEYS = new RegExp(`^(${[
  'AssumeRolePolicyDocument', 'Comment', 'DashboardBody', 'DeploymentTargets', 'Description', 'EnvironmentVariables', 'KeyPolicy', 'Metadata', 'Policies',
  'RuntimeEnvironmentVariables', 'Tags', 'TemplateBody', 'UserData', 'ZipFile', 'default', 'description', 'example', 'examples',
].join('|')})$`);
/** What these are given is for what they make; of a custom resource its provider is what it calls. */
const OTHER_PLACES: Record<string, RegExp> = {
  'AWS::CloudFormation::Stack': /^Parameters$/,
  'AWS::CloudFormation::StackSet': /^Parameters$/,
  'AWS::Config::ConfigurationAggregator': /^AccountAggregationSources$/,
  'AWS::SSM::Parameter': /^Value$/,
};
const CUSTOM = /^Custom::|^AWS::CloudFormation::CustomResource$/;
/** Properties whose value is the number of an account. */
const OF_ACCOUNT = /(^|[a-z-])(Account|account|Owner|Principal|Catalog|catalog|Registry)(Number|Identifier|-?[iI][dD])?s?$/;
const ACCOUNT = /^\d{12}$/;
const ARN = /^arn:[^:\s]*:[a-z0-9-]+:[^:\s]*:(\d{12}):/;
const IMAGE = /^(\d{12})\.dkr\.ecr\./;
/** Where an account is within something longer: a function in the URI of an integration, the URL of a queue, an ARN in a text of JSON. */
const WITHIN = [/\/functions\/arn:[^:/]*:lambda:[^:/]*:(\d{12}):/g, /https:\/\/sqs\.[^/"\s]+\/(\d{12})\//g, /"\s*:\s*"arn:[^:"]*:[^:"]*:[^:"]*:(\d{12}):/g];
/** The ARN of an organisation has the account that manages it; rules packages of Amazon Inspector are those of AWS; certificates of another account AWS refuses. */
const OF_NO_ACCOUNT = /^arn:[^:]*:(acm:|organizations:|inspector:.*:rulespackage\/)/;
const MAY_BE = /(?<!\d)\d{12}(?!\d)/;
const DIGITS = 12;
const REFERRING = ['Ref', 'Fn::FindInMap', 'Fn::Sub'];
const IS_ASL = /"States"\s*:/;
const MAX_DEPTH = 32;
const MAX_FOUND = 100;

const ACCOUNTS_OF_SECTIONS = new WeakMap<TemplateStack, boolean>();

/** Whether a resource may name an account: cheap, before anything is evaluated. */
export function mayNameAccount({ stack, properties: { source } }: TemplateResource): boolean {
  const left: unknown[] = [source];
  let refers = false;
  for (let json = left.pop(); json !== undefined; json = left.pop()) {
    if (typeof json === 'string') {
      if (json.length >= DIGITS && MAY_BE.test(json)) return true;
    } else if (typeof json === 'number') {
      if (MAY_BE.test(String(json))) return true;
    } else if (Array.isArray(json)) {
      for (const inner of json) if (inner !== undefined && inner !== null) left.push(inner);
    } else if (isObject(json)) {
      for (const key in json) {
        const inner = json[key];
        if (REFERRING.includes(key)) refers ||= intrinsicOf(json) !== undefined;
        if (inner !== undefined && inner !== null) left.push(inner);
      }
    }
  }
  return refers && sectionsNameAccounts(stack);
}

/** Whether what resources may refer to, defaults of parameters and mappings, has the number of an account. */
function sectionsNameAccounts(stack: TemplateStack): boolean {
  let names = ACCOUNTS_OF_SECTIONS.get(stack);
  if (names === undefined) {
    names = (['Parameters', 'Mappings'] as const).some((section) => stack.entries(section).some(([, entry]) => MAY_BE.test(JSON.stringify(entry) ?? '')));
    ACCOUNTS_OF_SECTIONS.set(stack, names);
  }
  return names;
}

/** The accounts that the properties of a resource name: by ARNs, images and URLs of queues anywhere, by numbers where a property is for one. */
export function accountsNamedIn(resource: TemplateResource): NamedAccount[] {
  const found: NamedAccount[] = [];
  if (CUSTOM.test(resource.type)) {
    look(resource.at('ServiceToken'), ['ServiceToken'], found);
  } else {
    for (const [key, value] of resource.properties.entries()) {
      if (!isOther(key, value) && !OTHER_PLACES[resource.type]?.test(key)) look(value, [key], found);
    }
  }
  return found;
}

function look(expression: Expression, place: string[], found: NamedAccount[]): void {
  if (place.length > MAX_DEPTH || found.length >= MAX_FOUND) return;
  const { value } = expression;
  const text = textOf(value);
  if (text !== undefined) {
    const definition = /Definition(String)?$/.test(place[place.length - 1]) ? jsonIn(expression, IS_ASL) : undefined;
    if (definition) lookInside(definition, place, found);
    else for (const account of accountsIn(text, place)) found.push({ place: place.join('.'), account, isImage: IMAGE.test(text), text });
    return;
  }
  if (value.kind === 'known' && !isPolicy(value.value)) lookInside(expression, place, found);
}

function lookInside(expression: Expression, place: string[], found: NamedAccount[]): void {
  const entries = expression.entries();
  const items = (): [string, Expression][] => (Array.isArray(expression.at().source) ? expression.items().map((item, i) => [String(i), item]) : []);
  const inside = entries.length > 0 ? entries : items();
  for (const [key, inner] of inside) if (!isOther(key, inner)) look(inner, [...place, key], found);
}

/** The environment of a build has an image, and those of programs their settings. */
function isOther(key: string, value: Expression): boolean {
  return OTHER_KEYS.test(key) || (key === 'Environment' && value.at('Image').isAbsent);
}

function accountsIn(named: string, place: string[]): string[] {
  const text = named.replace(/\$\{[^{}]*\}/g, 'x'); // what deployment fills in has colons
  if (OF_NO_ACCOUNT.test(text)) return [];
  const whole = ARN.exec(text)?.[1] ?? IMAGE.exec(text)?.[1];
  if (whole !== undefined) return [whole];
  const key = [...place].reverse().find((one) => !/^\d+$/.test(one)) ?? '';
  if (ACCOUNT.test(text)) return OF_ACCOUNT.test(key) ? [text] : [];
  return isPolicy(text) ? [] : WITHIN.flatMap((pattern) => [...text.matchAll(pattern)].map(([, account]) => account));
}

function isPolicy(value: unknown): boolean {
  return typeof value === 'string' ? /"Statement\\*"\s*:/.test(value) : isObject(value) && own(value, 'Statement') !== undefined;
}
