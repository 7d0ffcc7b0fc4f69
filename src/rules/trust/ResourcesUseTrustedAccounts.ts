import { accountsNamedIn } from '../../model/accounts-anywhere';
import { isImageAccount, isLayerAccount, isTopicAccount } from '../../model/aws-accounts';
import { fail, pass } from '../../model/judge';
import { HOLDERS_OF_ACCOUNTS } from '../../model/template-model';
import type { Rule } from '../rule';
import { isToldByList } from './ResourcesNameTrustedAccounts';

export const rule: Rule = {
  id: 'ZT-TRUST-007',
  title: 'Resources of every type use keys, functions, images, streams and topics of trusted accounts only',
  severity: 'high',
  types: [HOLDERS_OF_ACCOUNTS],
  rationale: 'What another account owns, its owner can read, replace or delete: the key that data is encrypted with, the image or function that runs, the stream or topic that gets it.',
  remediation: 'Use a resource of this account, or trust the account by name: trustedAccounts of ZeroTrust.enforce, audit --trusted-account.',
  check(resource, { trusted }) {
    // where nothing shows the account of the template, an ARN may be of it
    if (!trusted.areKnown) return pass('the account of the template is not known');
    const strange = accountsNamedIn(resource).filter(({ account, isImage, place, text }) => !trusted.has(account)
      && !isToldByList(resource.type, place)
      && !(isImage ? isImageAccount(account) : isLayerAccount(account) || (/:sns:/.test(text) && isTopicAccount(account))));
    return strange.length === 0 ? pass() : fail('it uses a resource of an account that is not trusted', strange.map(({ place, text, account }) => `${place}: ${text.length > 120 ? account : text}`).join(', '));
  },
};
