import { Token } from 'aws-cdk-lib';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { ZeroTrustError } from '../core/errors';
import { secretIn } from '../core/literal-secret';

/**
 * The tag by which the rotation function knows how a secret is generated: it reads it anyway, with the stages of the
 * secret, and one function can so rotate every secret of a stack.
 *
 * @internal
 */
export const GENERATOR_TAG = 'cdk-zero-trust:generator';

/** Source: Secrets Manager API reference, GetRandomPassword. */
const MIN_LENGTH = 32;
const MAX_LENGTH = 4096;
/** NIST SP 800-57 part 1: the strength that is acceptable beyond 2030. */
const MIN_BITS = 128;

const UPPERCASE = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const LOWERCASE = UPPERCASE.toLowerCase();
const DIGITS = '0123456789';
const PUNCTUATION = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';
const ALPHABET = UPPERCASE + LOWERCASE + DIGITS + PUNCTUATION;

const KEY = /^[\w.-]{1,64}$/;

/** What a `SecureSecret` is told about its value. @internal */
export interface GeneratorOptions {
  readonly length?: number;
  readonly excludeCharacters?: string;
  readonly excludePunctuation?: boolean;
  readonly template?: Record<string, string>;
  readonly generateKey?: string;
}

/**
 * How the value of a secret is generated: the first one by CloudFormation, all others by the rotation function, by the
 * same rules.
 *
 * @internal
 */
export class Generator {
  private readonly length: number;
  private readonly excluded: Set<string>;
  private readonly key?: string;
  private readonly template: Record<string, string>;

  /** Throws `WeakSecret`, `LiteralNeeded`, `BadSecretTemplate` or `SecretInTemplate`. */
  constructor(path: string, options: GeneratorOptions) {
    refuseTokens(path, options);
    this.length = options.length ?? 40;
    this.key = options.generateKey;
    this.template = options.template ?? {};
    const excluded = new Set((options.excludeCharacters ?? '') + (options.excludePunctuation ? PUNCTUATION : ''));
    this.excluded = new Set([...ALPHABET].filter((char) => excluded.has(char)));
    this.checkStrength(path);
    checkTemplate(path, options);
  }

  /** For the first value. */
  public render(toJson: (value: unknown) => string): secretsmanager.SecretStringGenerator {
    const without = (chars: string) => [...chars].every((char) => this.excluded.has(char)) || undefined;
    // Secrets Manager refuses to require a class of characters of which each one is excluded: such a class is named as a whole.
    const rest = [UPPERCASE, LOWERCASE, DIGITS, PUNCTUATION].filter((chars) => !without(chars)).join('');
    return {
      passwordLength: this.length,
      requireEachIncludedType: true,
      excludeUppercase: without(UPPERCASE),
      excludeLowercase: without(LOWERCASE),
      excludeNumbers: without(DIGITS),
      excludePunctuation: without(PUNCTUATION),
      excludeCharacters: [...rest].filter((char) => this.excluded.has(char)).join('') || undefined,
      secretStringTemplate: this.key === undefined ? undefined : toJson(this.template),
      generateStringKey: this.key,
    };
  }

  /** For all further values, in the letters that a tag may hold and well below its 256. */
  public toTag(): string {
    const parts = [`length=${this.length}`];
    if (this.excluded.size > 0) parts.push(`exclude=${Buffer.from([...this.excluded].join('')).toString('base64url')}`);
    if (this.key !== undefined) parts.push(`key=${this.key}`);
    return parts.join(' ');
  }

  private checkStrength(path: string): void {
    if (!Number.isInteger(this.length) || this.length < MIN_LENGTH || this.length > MAX_LENGTH) {
      throw new ZeroTrustError(path, 'WeakSecret', `a generated value of ${this.length} characters is outside ${MIN_LENGTH} to ${MAX_LENGTH}.`,
        `use ${MIN_LENGTH} or more; the default is 40.`);
    }
    const bits = this.length * Math.log2(Math.max(1, ALPHABET.length - this.excluded.size));
    if (bits < MIN_BITS) {
      throw new ZeroTrustError(path, 'WeakSecret', `so many characters are excluded that ${Math.floor(bits)} bits of strength are left.`,
        `exclude fewer or generate more: ${MIN_BITS} bits are needed.`);
    }
  }
}

function refuseTokens(path: string, options: GeneratorOptions): void {
  const { length, excludeCharacters, generateKey, template } = options;
  for (const [name, value] of Object.entries({ length, excludeCharacters, generateKey, 'a name in template': Object.keys(template ?? {}).join() })) {
    if (!Token.isUnresolved(value)) continue;
    throw new ZeroTrustError(path, 'LiteralNeeded', `${name} is a token, and rotation has to know it at synth.`, 'pass a literal.');
  }
}

function checkTemplate(path: string, { template, generateKey }: GeneratorOptions): void {
  const bad = (what: string, fix: string) => new ZeroTrustError(path, 'BadSecretTemplate', what, fix);
  if (template && generateKey === undefined) {
    throw bad('a template is given, but not which of its fields is generated.', 'pass generateKey, the name of the generated field.');
  }
  if (generateKey === undefined) return;
  if (!KEY.test(generateKey)) {
    throw bad(`'${generateKey}' cannot name a generated field.`, 'use 1 to 64 letters, digits, dots, hyphens and underscores.');
  }
  if (template && generateKey in template) {
    throw bad(`the template holds a value for '${generateKey}', the field that is generated.`, 'leave the field out of the template.');
  }
  for (const [name, value] of Object.entries(template ?? {})) {
    const what = Token.isUnresolved(value) ? undefined : secretIn(name, value);
    if (!what) continue;
    throw new ZeroTrustError(path, 'SecretInTemplate', `field ${name} of the template is ${what} in plain text.`,
      'make it a SecureSecret of its own: a template is for what is no secret.');
  }
}
