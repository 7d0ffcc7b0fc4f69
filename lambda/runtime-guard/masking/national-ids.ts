import { luhn } from './cards';

/** One country's number for its people. What is only digits counts under a key that names it: one in ten numbers passes a check digit. */
interface NationalId {
  readonly country: string;
  /** As a form shows it, each digit a 9. */
  readonly written?: string;
  /** How many digits it has where it is written without separators, under a key. */
  readonly digits: number;
  readonly key: RegExp;
  valid(digits: string): boolean;
}

const weighted = (digits: string, weights: number[]) => weights.reduce((sum, weight, i) => sum + weight * Number(digits[i]), 0);

const NATIONAL_IDS: readonly NationalId[] = [
  {
    country: 'US', // social security number: 20 CFR 422; areas that are never given out
    written: '999-99-9999',
    digits: 9,
    key: /ssn|social[_-]?security/i,
    valid: (id) => !/^(?:000|666|9)/.test(id) && id.slice(3, 5) !== '00' && id.slice(5) !== '0000',
  },
  { country: 'CA', written: '999 999 999', digits: 9, key: /\bsin\b|social[_-]?insurance/i, valid: (id) => !/^[08]/.test(id) && luhn(id) },
  {
    country: 'CH',
    written: '999.9999.9999.99',
    digits: 13,
    key: /ahv|avs|ssn|social/i,
    valid: (id) => id.startsWith('756') && (10 - (weighted(id, [1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3]) % 10)) % 10 === Number(id[12]),
  },
  {
    country: 'BR',
    written: '999.999.999-99',
    digits: 11,
    key: /cpf/i,
    valid: (id) => !/^(\d)\1+$/.test(id) && [9, 10].every((n) => ((weighted(id, Array.from({ length: n }, (_, i) => n + 1 - i)) * 10) % 11) % 10 === Number(id[n])),
  },
  {
    country: 'FR',
    written: '9 99 99 99 999 999 99',
    digits: 15,
    key: /nir|insee|secu/i,
    valid: (id) => /^[12]/.test(id) && 97 - Number(BigInt(id.slice(0, 13)) % 97n) === Number(id.slice(13)),
  },
  { country: 'DE', written: '99 999 999 999', digits: 11, key: /steuer[_-]?id|idnr|tax[_-]?id/i, valid: (id) => id[0] !== '0' && mod11of10(id) },
  { country: 'NL', written: '9999.99.999', digits: 9, key: /bsn/i, valid: (id) => weighted(id, [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 === 0 && id !== '000000000' },
  { country: 'PL', digits: 11, key: /pesel/i, valid: (id) => (10 - (weighted(id, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3]) % 10)) % 10 === Number(id[10]) },
  { country: 'IN', written: '9999 9999 9999', digits: 12, key: /aadhaar|uidai/i, valid: (id) => /^[2-9]/.test(id) && verhoeff(id) },
];

/** Those that a number may be, by its shape, or by how many digits it has when it has no separators: every line of a log has numbers. */
export const NATIONAL_IDS_BY_SHAPE = new Map<string | number, (NationalId & { readonly keyed: boolean })[]>();
for (const id of NATIONAL_IDS) {
  for (const [shape, keyed] of [[id.written, false], [id.digits, true]] as const) {
    if (shape !== undefined) NATIONAL_IDS_BY_SHAPE.set(shape, [...(NATIONAL_IDS_BY_SHAPE.get(shape) ?? []), { ...id, keyed }]);
  }
}

/** With letters in them: their form is enough with its check. */
export const LETTERED_IDS: readonly (readonly [string, RegExp, (id: string) => boolean])[] = [
  ['GB', /^(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]$/, () => true],
  ['ES', /^(?:\d{8}|[XYZ]-?\d{7})-?[A-HJ-NP-TV-Z]$/, (id) => 'TRWAGMYFPDXBNJZSQVHLCKE'[Number(id.replace(/-/g, '').replace(/^[XYZ]/, (letter) => String('XYZ'.indexOf(letter))).slice(0, -1)) % 23] === id.slice(-1)],
  ['IT', /^[A-Z]{6}\d{2}[A-EHLMPRST]\d{2}[A-Z]\d{3}[A-Z]$/, codiceFiscale],
];

function mod11of10(id: string): boolean {
  let product = 10;
  for (let i = 0; i < 10; i++) {
    const sum = (Number(id[i]) + product) % 10 || 10;
    product = (sum * 2) % 11;
  }
  return (11 - product) % 10 === Number(id[10]);
}

const ODD = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];
function codiceFiscale(id: string): boolean {
  const value = (letter: string) => (letter >= 'A' ? letter.charCodeAt(0) - 65 : Number(letter));
  const sum = [...id.slice(0, 15)].reduce((total, letter, i) => total + (i % 2 === 0 ? ODD[value(letter)] : value(letter)), 0);
  return String.fromCharCode(65 + (sum % 26)) === id[15];
}

const VERHOEFF_D = ['0123456789', '1234067895', '2340178956', '3401289567', '4012395678', '5987604321', '6598710432', '7659821043', '8765932104', '9876543210'];
const VERHOEFF_P = ['0123456789', '1576283094', '5803796142', '8916043527', '9453126870', '4286573901', '2793806415', '7046913258'];
function verhoeff(id: string): boolean {
  let check = 0;
  for (let i = 0; i < id.length; i++) check = Number(VERHOEFF_D[check][Number(VERHOEFF_P[i % 8][Number(id[id.length - 1 - i])])]);
  return check === 0;
}
