import { fail, pass } from '../../model/judge';
import { EVERY_RESOURCE } from '../../model/template-model';
import { UnreadType } from '../../model/unread';
import { credentialPlacesBeside, credentialPlacesIn } from '../credentials-anywhere';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-SECRETS-009',
  title: 'Templates contain no secrets in the form of access keys, tokens or private keys',
  severity: 'critical',
  types: [EVERY_RESOURCE, UnreadType.TEMPLATE],
  rationale: 'Every principal that can read the stack, its history, the repository or the asset bucket reads a credential in a template, wherever it is: in tags, user data, '
    + 'descriptions, defaults of parameters, outputs, inline code or JSON and Base64 texts.',
  remediation: 'Revoke the credential, and read it from Secrets Manager at run time. The finding names its place, and never the credential.',
  // one verdict for each resource, so that a waiver is for one, and one for the sections beside them
  check(resource) {
    const places = resource.type === UnreadType.TEMPLATE ? credentialPlacesBeside(resource.stack) : credentialPlacesIn(resource);
    return places.length === 0 ? pass() : fail('it contains a credential', places.join(', '));
  },
};
