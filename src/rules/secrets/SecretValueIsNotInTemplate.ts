import { describe, textOf, Value } from '../../model';
import { isObject } from '../../model/json';
import { fail, pass, unknown } from '../../model/judge';
import { hiddenParametersOf } from '../../model/sources';
import type { Rule } from '../rule';
import { isPlaceholder, secretIn } from '../secret-text';

/** What the secret of a database has besides its password. Source: Secrets Manager user guide, "JSON structure of database secrets". */
const BESIDE_PASSWORD = /^(dbname|engine|host|port|user|username)$/i;

export const rule: Rule = {
  id: 'ZT-SECRETS-008',
  title: 'Secrets Manager secrets have no plaintext value in the template',
  severity: 'high',
  types: ['AWS::SecretsManager::Secret'],
  rationale: 'A value in a template is exposed to every principal that can read the template, its history and the stack. The same applies to a parameter without NoEcho.',
  remediation: 'Use GenerateSecretString, or set the value after deployment. Rotate the exposed value.',
  check(secret) {
    const given = secret.at('SecretString');
    const { value } = given;
    if (given.isAbsent) return pass('no SecretString');
    if (value.kind === 'known' && isToBeSet(textOf(value) ?? '')) return pass('a placeholder');
    if (value.kind === 'known' || writesSecret(value)) return fail('its value is in the template', 'SecretString');
    // what deployment gives, such as the key of a user or the address of a database, is not in the template
    const hidden = value.kind === 'unknown' ? hiddenParametersOf(given) : [];
    if (hidden.some(({ fallback }) => !isToBeSet(fallback))) return fail('its parameter has a default in plaintext', 'SecretString');
    return value.kind === 'unknown' && hidden.length === 0 && /^parameter /.test(value.why) ? unknown('its value is a parameter without NoEcho', describe(value)) : pass(describe(value));
  },
};

/** Whether a text is there so that the secret can be made, and the value comes after deployment: a placeholder, or JSON with nothing else where a secret would be. */
function isToBeSet(text: string): boolean {
  if (text === '' || isPlaceholder(text)) return true;
  const json = objectIn(text);
  if (json === undefined) return false;
  return Object.entries(json).every(([name, inner]) => inner === '' || (typeof inner === 'string' && isPlaceholder(inner)) || BESIDE_PASSWORD.test(name));
}

function objectIn(text: string): Record<string, unknown> | undefined {
  try {
    const json: unknown = JSON.parse(text);
    return isObject(json) ? json : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a text that deployment fills in, as the JSON of a connection, has a secret beside the gaps. */
function writesSecret(value: Value): boolean {
  try {
    const parsed: unknown = JSON.parse(textOf(value) ?? '');
    return Object.entries(Object(parsed)).some(([name, text]) => typeof text === 'string' && !/\$\{|\{\{resolve:/.test(text) && secretIn(name, text) !== undefined);
  } catch {
    return false;
  }
}
