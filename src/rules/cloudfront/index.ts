import { rule as answersHaveSecurityHeaders } from './AnswersHaveSecurityHeaders';
import { rule as bucketsAreReachedBySignature } from './BucketsAreReachedBySignature';
import { rule as firewallStandsBefore } from './FirewallStandsBefore';
import { rule as floodsAlarm } from './FloodsAlarm';
import { rule as functionUrlsAreReachedBySignature } from './FunctionUrlsAreReachedBySignature';
import { rule as headersHoldNoSecret } from './HeadersHoldNoSecret';
import { rule as originsKnowTheirDistribution } from './OriginsKnowTheirDistribution';
import { rule as originsUseTls } from './OriginsUseTls';
import { rule as requestsAreLogged } from './RequestsAreLogged';
import { rule as rootIsAnswered } from './RootIsAnswered';
import { rule as signersAreKeyGroups } from './SignersAreKeyGroups';
import { rule as tlsIsModern } from './TlsIsModern';
import { rule as viewerCertificatesAreChecked } from './ViewerCertificatesAreChecked';
import { rule as viewersUseTls } from './ViewersUseTls';
import type { Rule } from '../rule';

export const cloudfrontRules: Rule[] = [
  viewersUseTls,
  tlsIsModern,
  firewallStandsBefore,
  originsUseTls,
  bucketsAreReachedBySignature,
  requestsAreLogged,
  answersHaveSecurityHeaders,
  headersHoldNoSecret,
  functionUrlsAreReachedBySignature,
  floodsAlarm,
  originsKnowTheirDistribution,
  rootIsAnswered,
  signersAreKeyGroups,
  viewerCertificatesAreChecked,
];
