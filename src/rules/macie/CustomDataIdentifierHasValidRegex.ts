import { textOf } from '../../model';
import { decide, every, fail, pass, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

const LONGEST_REGEX = 512;
const LONGEST_DISTANCE = 300;
/** Source: Amazon Macie user guide, "Building custom data identifiers": a look around, and a reference back. */
const NOT_TAKEN = /\(\?(=|!|<=|<!)|\\[1-9]/;

export const rule: Rule = {
  id: 'ZT-MACIE-002',
  title: 'Macie custom data identifiers have a supported regex that does not match empty text',
  severity: 'low',
  types: ['AWS::Macie::CustomDataIdentifier'],
  rationale: 'An unsupported regular expression fails the deployment, and one that matches empty text reports sensitive data everywhere, so '
    + 'that its findings are ignored.',
  remediation: 'Set a Regex of at most 512 characters that does not match empty text, without lookaround and backreferences; keep '
    + 'MaximumMatchDistance between 1 and 300.',
  check(identifier) {
    const regex = identifier.at('Regex');
    const text = textOf(regex.value);
    return every(
      regex.value.kind === 'known' ? isRegex(text ?? '') : unknown('its regex is not known before deployment'),
      decide(identifier.at('MaximumMatchDistance'), 'its MaximumMatchDistance is not between 1 and 300',
        (value) => value === undefined || (Number(value) >= 1 && Number(value) <= LONGEST_DISTANCE)),
    );
  },
};

function isRegex(text: string): RuleResult {
  if (text.length > LONGEST_REGEX) return fail('its regex is longer than 512 characters', `${text.length} characters`);
  if (NOT_TAKEN.test(text)) return fail('its regex has lookaround or backreferences, which Macie does not support', text);
  return matchesNothing(text) ? fail('its regex matches empty text', text) : pass(text);
}

/** What only the dialect of Macie can read is taken for an expression that is narrow. */
function matchesNothing(text: string): boolean {
  try {
    return new RegExp(`^(?:${text})$`).test('');
  } catch {
    return false;
  }
}
