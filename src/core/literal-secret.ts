/** Formats of keys that their issuers publish so that scanners find them. */
const KEY_FORMATS: Record<string, RegExp> = {
  'an AWS access key': /\b(AKIA|ASIA)[A-Z0-9]{16}\b/,
  'a private key': /-----BEGIN [A-Z ]*PRIVATE KEY/,
  'a GitHub token': /\b(gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{50,})\b/,
  'a GitLab token': /\bglpat-[\w-]{20,}/,
  'a Slack token': /\bxox[abeoprs]-[\w-]{10,}/,
  'a Stripe key': /\b[rs]k_(live|test)_[A-Za-z0-9]{16,}/,
  'a Google API key': /\bAIza[\w-]{35}\b/,
  'an npm token': /\bnpm_[A-Za-z0-9]{36}\b/,
  'a SendGrid key': /\bSG\.[\w-]{16,}\.[\w-]{16,}/,
  'an OpenAI or Anthropic key': /\bsk-(ant-|proj-)?[\w-]{20,}/,
  'a signed token (JWT)': /\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]*/,
  'a connection string with a password': /\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@]+:[^\s/@]+@/i,
};

const SECRET_NAME = /(pass(word|wd|phrase)?|secret|token|api_?key|private_?key|credential)s?$/i;
/** What is no secret by its form: ARNs, URLs, numbers, booleans, UUIDs. */
const HARMLESS = /^(arn:|https?:\/\/)|^[\d.]+$|^(true|false)$|^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;
const RUN_OF_TOKEN = /[A-Za-z0-9+/_=-]{20,}/g;

/**
 * What kind of secret a literal is by its format, its name or its entropy; nothing when it looks like none. The answer never
 * quotes the value.
 *
 * @internal
 */
export function secretIn(name: string, value: string): string | undefined {
  for (const [what, format] of Object.entries(KEY_FORMATS)) {
    if (format.test(value)) return what;
  }
  if (HARMLESS.test(value)) return undefined;
  if (SECRET_NAME.test(name) && value.length >= 6) return 'what its name calls a secret';
  return (value.match(RUN_OF_TOKEN) ?? []).some(looksRandom) ? 'a value that looks random' : undefined;
}

/**
 * Random hex has more than 3 bits a character. Random base64 has capitals, small letters and digits, more than 3.5 bits a
 * character, and changes between the three at every second one, seldom at fewer than three in ten; names and paths change at few.
 */
function looksRandom(text: string): boolean {
  if (/^[\da-f]+$/i.test(text)) return text.length >= 32 && entropy(text) > 3;
  const mixed = /[A-Z]/.test(text) && /[a-z]/.test(text) && /\d/.test(text);
  return mixed && entropy(text) > 3.5 && changes(text.replace(/[^A-Za-z0-9]/g, '')) > 0.3;
}

/** How often, per character, the kind of character changes. */
function changes(text: string): number {
  const kinds = [...text].map((char) => (/[A-Z]/.test(char) ? 'A' : /[a-z]/.test(char) ? 'a' : '0'));
  return kinds.filter((kind, i) => i > 0 && kind !== kinds[i - 1]).length / text.length;
}

function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const char of text) counts.set(char, (counts.get(char) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}
