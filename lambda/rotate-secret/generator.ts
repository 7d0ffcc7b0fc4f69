import { randomInt } from 'node:crypto';

/** How a secret is generated, as its construct wrote it into a tag. */
export interface Generator {
  readonly length: number;
  readonly excluded: Set<string>;
  /** The field that is generated when the secret is a JSON object. */
  readonly key?: string;
}

const TAG = 'cdk-zero-trust:generator';
/** Whatever a tag says, which more people can write than a secret: nothing shorter is generated. */
const MIN_LENGTH = 32;
const MIN_ALPHABET = 16;

/** The classes of characters of GetRandomPassword. Source: Secrets Manager API reference. */
const CLASSES = [
  'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  'abcdefghijklmnopqrstuvwxyz',
  '0123456789',
  '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~',
];

/** Throws when the secret carries no generator, or one that is too weak: a guess would break those who read the value. */
export function generatorOf(tags: { Key?: string; Value?: string }[] = []): Generator {
  const value = tags.find(({ Key }) => Key === TAG)?.Value;
  const [, length, exclude, key] = /^length=(\d{1,4})(?: exclude=([\w-]+))?(?: key=([\w.-]+))?$/.exec(value ?? '') ?? [];
  if (!length) throw new Error(`The secret has no readable tag ${TAG}.`);
  const generator = { length: Number(length), excluded: new Set(Buffer.from(exclude ?? '', 'base64url').toString()), key };
  if (generator.length < MIN_LENGTH || alphabetOf(generator).length < MIN_ALPHABET) {
    throw new Error(`The tag ${TAG} asks for a value that is too weak.`);
  }
  return generator;
}

/**
 * A random text by the same rules as GetRandomPassword, each text that satisfies them being equally likely: whole draws are
 * rejected until each class of characters is there. That API is not asked because the permission for it names no secret.
 */
export function generate(generator: Generator): string {
  const alphabet = alphabetOf(generator);
  for (;;) {
    let text = '';
    for (let i = 0; i < generator.length; i++) text += alphabet[randomInt(alphabet.length)];
    if (fits(generator, text)) return text;
  }
}

/** Whether a text could have been generated. */
export function fits(generator: Generator, text: string): boolean {
  const alphabet = new Set(alphabetOf(generator));
  return text.length === generator.length
    && [...text].every((char) => alphabet.has(char))
    && classesOf(generator).every((chars) => chars.some((char) => text.includes(char)));
}

function alphabetOf(generator: Generator): string[] {
  return classesOf(generator).flat();
}

function classesOf({ excluded }: Generator): string[][] {
  return CLASSES.map((chars) => [...chars].filter((char) => !excluded.has(char))).filter((chars) => chars.length > 0);
}
