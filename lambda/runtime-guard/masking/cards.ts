/** Issuers by their first digits, with the lengths that they give out. Source: ISO/IEC 7812 as the card networks publish their ranges. */
const ISSUERS = new RegExp(`^(?:${[
  '4(?:\\d{12}|\\d{15}|\\d{18})', // Visa
  '5[1-5]\\d{14}|2(?:22[1-9]|2[3-9]\\d|[3-6]\\d\\d|7[01]\\d|720)\\d{12}', // Mastercard
  '3[47]\\d{13}', // American Express
  '3(?:0[0-5]|095|[689]\\d)\\d{11}', // Diners Club
  '6(?:011|4[4-9]\\d|5\\d\\d)\\d{12}(?:\\d{3})?', // Discover
  '35(?:2[89]|[3-8]\\d)\\d{12}(?:\\d{3})?', // JCB
  '62\\d{14,17}|81[0-7]\\d{13,16}', // UnionPay
  '(?:5018|5020|5038|5893|6304|6759|676[1-3])\\d{8,15}', // Maestro
  '220[0-4]\\d{12,15}', // Mir
].join('|')})$`);
/** 4-4-4-4(-3), American Express 4-6-5, Diners Club 4-6-4. */
const GROUPS = /^(?:\d{13,19}|\d{4}([ -])\d{4}\1\d{4}\1\d{1,4}(?:\1\d{1,3})?|\d{4}([ -])\d{6}\2\d{4,5})$/;

export function isCard(written: string): boolean {
  if (!GROUPS.test(written)) return false;
  const digits = written.replace(/\D/g, '');
  return ISSUERS.test(digits) && luhn(digits) && !/^(\d)\1+$/.test(digits);
}

/** The last four stay: they are what people know their card by, and PCI DSS 3.4.1 allows them. */
export const maskCard = (written: string) => written.slice(0, -4).replace(/\d/g, '*') + written.slice(-4);

export function luhn(digits: string): boolean {
  let sum = 0;
  for (let i = digits.length - 1, double = false; i >= 0; i--, double = !double) {
    let digit = digits.charCodeAt(i) - 48;
    if (double && (digit *= 2) > 9) digit -= 9;
    sum += digit;
  }
  return sum % 10 === 0;
}
