/** Forms that only credentials have. Source: the issuers' own documentation of their token formats. Each takes time in proportion to the text. */
const FORMS = [
  /\b(AKIA|ASIA)[A-Z\d]{16}\b/, // access keys of AWS
  /\bgh[pousr]_\w{36}|\bgithub_pat_\w{40}/,
  /\bglpat-[\w-]{20}/,
  /\bnpm_\w{36}/,
  /\bpypi-AgE[\w-]{50}/,
  /\bxox[abeoprs]-[\w-]{10}|hooks\.slack\.com\/services\/T\w{6,20}\/B\w{6,20}\/\w{16}/, // Slack
  /\b[rs]k_(live|test)_\w{16}|\bwhsec_[\w+/]{24}/, // Stripe
  /\bsk-(ant-|proj-)?[\w-]{32}/, // OpenAI and Anthropic
  /\bAIza[\w-]{35}|\bGOCSPX-[\w-]{20}/, // Google
  /\bhvs\.[\w-]{24}/, // HashiCorp Vault
  /\bshpat_[\da-f]{32}/i, // Shopify
  /(?<![\w.-])SG\.[\w-]{16,64}\.[\w-]{16}/, // SendGrid
  /-----BEGIN [A-Z ]{0,40}PRIVATE KEY/,
  /(?<![\w.-])eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{16}/, // a signed JSON web token
  /:\/\/[^\s/:@]{1,256}:[^\s/@${]{1,256}@/, // a password in a URL
  /\b(AccountKey|SharedAccessKey)=\S{16}/i,
];
/** All of them at once: hardly any text has one, which one look finds out. */
const ANY_FORM = new RegExp(FORMS.filter(({ flags }) => flags === '').map(({ source }) => source).join('|'));
const ANY_CASE = new RegExp(FORMS.filter(({ flags }) => flags !== '').map(({ source }) => source).join('|'), 'i');
/** A run that may be Base64, of as many characters as the shortest credential takes in it. */
const BASE64 = /[\w+/-]{24,}={0,2}/g;
/** Base64 in JSON in Base64, and no deeper. */
const MAX_DEPTH = 4;
/** CloudFormation takes templates of 1 MB. */
const MAX_TEXT = 1024 * 1024;

/** Whether a text holds a credential, as it is or in Base64 or with the escapes of JSON. */
export function hasCredential(text: string, depth = 0): boolean {
  if (text.length < 16 || text.length > MAX_TEXT) return false;
  if (ANY_FORM.test(text) || ANY_CASE.test(text)) return true;
  if (depth >= MAX_DEPTH) return false;
  if (text.includes('\\') && hasCredential(unescaped(text), depth + 1)) return true;
  return (text.match(BASE64) ?? []).some((run) => {
    const decoded = Buffer.from(run, 'base64').toString('latin1');
    return isText(decoded) && hasCredential(decoded, depth + 1);
  });
}

/** What the text of JSON says: also when it is only a part of one. */
function unescaped(text: string): string {
  return text.replace(/\\(u[\da-fA-F]{4}|.)/g, (_, code: string) => (code.length === 5 ? String.fromCharCode(parseInt(code.slice(1), 16)) : code === 'n' ? '\n' : code));
}

function isText(decoded: string): boolean {
  return /^[\n\r\t\x20-\x7e\x80-\xff]*$/.test(decoded);
}
