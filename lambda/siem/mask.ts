import { DataClass } from '../../src/core/data-class';
import { isAtLeast } from '../../src/core/data-class-order';
import { luhn } from '../runtime-guard/masking/cards';

/**
 * Masks what a SIEM must not hold, by the class of the data: credentials always; from CONFIDENTIAL on also e-mail addresses and the numbers of payment cards.
 *
 * CloudWatch Logs masks what its data protection finds before a subscription filter sees it. This is for what is found by how it is made, in
 * every region, in findings and in log groups without such a policy.
 */
export type Mask = (value: unknown) => unknown;

const MASKED = '***';

/** Each begins with characters that a text without credentials rarely has, so that most texts cost one pass. */
const CREDENTIALS: [RegExp, string][] = [
  [/-----BEGIN [A-Z ]{0,40}PRIVATE KEY(?: BLOCK)?-----[^-]{0,20000}(?:-----END [A-Z ]{0,40}PRIVATE KEY(?: BLOCK)?-----)?/g, MASKED],
  [/\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g, MASKED],
  [/\b(bearer|basic)\s{1,4}[\w.~+/=-]{8,}/gi, `$1 ${MASKED}`],
  [/\b(?:gh[pousr]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|npm_\w{20,}|xox[abeoprs]-[\w-]{10,}|[rs]k_live_\w{10,}|AIza[\w-]{30,})/g, MASKED],
  [/((?:secret_?(?:access_?)?key|session_?token|security-token|password|passwd|api_?key|client_?secret|(?:access|refresh|id)_?token|authorization)["'\\]{0,3}\s{0,4}[:=]\s{0,4}["'\\]{0,3})(?!(?:bearer|basic)\b)[^\s"'\\,;&}]{6,}/gi,
    `$1${MASKED}`],
];
/** Whether a text can hold any of these. */
const HINT = /eyJ|-----BEGIN|bearer|basic|gh[pousr]_|github_pat_|glpat-|npm_|xox[abeoprs]-|k_live_|AIza|secret|token|passw|api_?key|authorization/i;
/** Attributes whose value is a credential, whatever it looks like. */
const CREDENTIAL_NAME = /^(?:secret_?(?:access_?)?key|session_?token|password|passwd|api_?key|client_?secret|(?:access|refresh|id)_?token|authorization)$/i;

const E_MAIL = /[\w.+%-]{1,64}@[a-z\d-]{1,63}(?:\.[a-z\d-]{1,63}){1,8}/gi;
/** Numbers of 13 to 19 digits as issuers begin them, in groups or not. */
const CARD = /(?<![\w.-])[2-6](?:[ -]?\d){12,18}(?![\w-])/g;

export function maskFor(dataClass: DataClass): Mask {
  const isPersonal = isAtLeast(dataClass, DataClass.CONFIDENTIAL);
  const maskText = (given: string): string => {
    let text = given;
    if (HINT.test(text)) for (const [pattern, by] of CREDENTIALS) text = text.replace(pattern, by);
    if (!isPersonal) return text;
    if (text.includes('@')) text = text.replace(E_MAIL, MASKED);
    return text.replace(CARD, (digits) => (isCard(digits) ? MASKED : digits));
  };
  const mask = (value: unknown, name?: string): unknown => {
    if (typeof value === 'string') return name !== undefined && CREDENTIAL_NAME.test(name) ? MASKED : maskText(value);
    if (typeof value === 'number') return isPersonal && value > 1e12 && isCard(String(value)) ? MASKED : value;
    if (Array.isArray(value)) return value.map((one) => mask(one));
    if (typeof value !== 'object' || value === null) return value;
    const masked: Record<string, unknown> = {};
    for (const key in value) masked[maskText(key)] = mask((value as Record<string, unknown>)[key], key);
    return masked;
  };
  return (value) => mask(value);
}

/** ISO/IEC 7812-1, annex B: the Luhn formula; the first digits are those of payment cards. */
function isCard(text: string): boolean {
  const digits = text.replace(/[ -]/g, '');
  return /^(?:4\d{12}(?:\d{3}){0,2}|5[1-5]\d{14}|2[2-7]\d{14}|3[47]\d{13}|3[0689]\d{12}|35\d{14}|6\d{15,18})$/.test(digits) && luhn(digits);
}
