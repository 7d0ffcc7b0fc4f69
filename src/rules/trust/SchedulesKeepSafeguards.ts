import { describe, textOf } from '../../model';
import { fail, pass, unknown } from '../../model/judge';
import { BLINDS, TAKES_KEYS } from '../iam/PolicyAvoidsAuditTampering';
import type { Rule } from '../rule';

const NAMES_SERVICE = /^arn:[^:]*:[a-z0-9-]+:/;
const IS_UNIVERSAL = /:scheduler:::aws-sdk:/;
const UNIVERSAL = /:scheduler:::aws-sdk:([a-z0-9-]+):([a-z0-9]+)$/;
/** What changes who may do something, whatever the service calls it. */
const GRANTS = /^(add|attach|create|delete|detach|put|remove|set|update)\w*(accesskey|grant|loginprofile|permission|(?<!scaling|lifecycle)policy|role)s?$|^modify(image|\w*snapshot)attribute$/;
/** Services that are about nothing else, but for what only reads. */
const OF_IDENTITIES = /^(iam|organizations|sso-admin|ssoadmin|sts):(?!get|list|generate|simulate)/;
const REPLACES_CODE = ['cloudformation:UpdateStack', 'lambda:UpdateFunctionCode', 'lambda:UpdateFunctionConfiguration'];
/** What opens a resource or a network to others, or takes away what watches it, and has no policy in its name. */
const OPENS = [
  'cloudformation:CreateStack', 'cloudformation:ExecuteChangeSet', 'ec2:AuthorizeSecurityGroupIngress', 'ec2:ModifySecurityGroupRules', 'lambda:CreateFunctionUrlConfig',
  'lambda:UpdateFunctionUrlConfig', 'logs:DeleteLogGroup', 'logs:PutSubscriptionFilter', 's3:DeletePublicAccessBlock', 's3:PutBucketAcl', 's3:PutObjectAcl', 's3:PutPublicAccessBlock',
  'wafv2:DisassociateWebACL',
];
const REFUSED = new Set([...BLINDS, ...TAKES_KEYS, ...REPLACES_CODE, ...OPENS].map((action) => action.toLowerCase()));
/** How the SDK calls services that IAM calls otherwise. */
const PREFIXES: Record<string, string> = { configservice: 'config' };

export const rule: Rule = {
  id: 'ZT-TRUST-006',
  title: 'EventBridge Scheduler universal targets do not change policies, audit logs or the code of workloads',
  severity: 'high',
  types: ['AWS::Scheduler::Schedule'],
  rationale: 'A universal target calls any API of AWS at a time that its author chooses, without code that a review or a scan would see.',
  remediation: 'Call a function or a state machine that does one thing, and leave policies, trails, keys and code to deployment.',
  check(schedule) {
    const { value } = schedule.at('Target', 'Arn');
    const text = textOf(value);
    if (text === undefined || (value.kind === 'unknown' && !NAMES_SERVICE.test(text))) return unknown('what it calls is not known before deployment', describe(value));
    if (!IS_UNIVERSAL.test(text)) return pass(describe(value));
    const [, service, call] = UNIVERSAL.exec(text.toLowerCase()) ?? [];
    if (service === undefined) return unknown('which API it calls is not known before deployment', describe(value));
    const action = `${PREFIXES[service] ?? service}:${call}`;
    return REFUSED.has(action) || OF_IDENTITIES.test(action) || GRANTS.test(call) ? fail('it calls an API that changes policies, audit logs or code', action) : pass(action);
  },
};
