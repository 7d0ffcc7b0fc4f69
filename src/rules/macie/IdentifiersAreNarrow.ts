import { textOf } from '../../model';
import { decide, every, fail, pass, unknown } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

const LONGEST_REGEX = 512;
const LONGEST_DISTANCE = 300;
/** Source: Amazon Macie user guide, "Building custom data identifiers": a look around, and a reference back. */
const NOT_TAKEN = /\(\?(=|!|<=|<!)|\\[1-9]/;

export const rule: Rule = {
  id: 'ZT-MACIE-002',
  title: 'A custom data identifier of Macie finds what it describes, and nothing else',
  severity: 'low',
  types: ['AWS::Macie::CustomDataIdentifier'],
  rationale: 'An expression that Macie does not take fails the deployment, and one that matches an empty text finds personal data everywhere, so '
    + 'that nobody reads what it finds.',
  remediation: 'Write a Regex of 512 characters at most that matches no empty text, without look-around and references back; leave '
    + 'MaximumMatchDistance between 1 and 300.',
  check(identifier) {
    const regex = identifier.at('Regex');
    const text = textOf(regex.value);
    return every(
      regex.value.kind === 'known' ? isRegex(text ?? '') : unknown('what it looks for is not known before deployment'),
      decide(identifier.at('MaximumMatchDistance'), 'its keywords are too far from what it finds',
        (value) => value === undefined || (Number(value) >= 1 && Number(value) <= LONGEST_DISTANCE)),
    );
  },
};

function isRegex(text: string): RuleResult {
  if (text.length > LONGEST_REGEX) return fail('its expression is too long for Macie', `${text.length} characters`);
  if (NOT_TAKEN.test(text)) return fail('its expression looks around or back, which Macie does not', text);
  return matchesNothing(text) ? fail('its expression matches an empty text', text) : pass(text);
}

/** What only the dialect of Macie can read is taken for an expression that is narrow. */
function matchesNothing(text: string): boolean {
  try {
    return new RegExp(`^(?:${text})$`).test('');
  } catch {
    return false;
  }
}
