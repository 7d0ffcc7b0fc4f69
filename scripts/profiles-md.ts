import { writeFileSync } from 'fs';
import { join } from 'path';
import { Duration } from 'aws-cdk-lib';
import { PROFILE_DEMANDS } from '../src/graph/key-profile';
import { Profile } from '../src/zone/profile';

const PROFILES = [Profile.BASELINE, Profile.HIPAA, Profile.PCI_DSS, Profile.GDPR, Profile.SANDBOX, Profile.DEVELOPMENT];
const days = (duration?: Duration) => (duration ? `${duration.toDays()} days` : 'none');

/** What a profile decides, where it is seen, and what it says. */
const CHOICES: [string, string, (profile: Profile) => string][] = [
  ['Logs are kept', '`RetentionInDays` of log groups, expiry of access logs', ({ logRetention }) => `${logRetention} days`],
  ['Logs are masked from', '`DataProtectionPolicy` of log groups of this class and above', ({ maskLogsFrom }) => maskLogsFrom],
  ['Data may be in', 'tag `zero-trust:residency` of keys; stacks and copies elsewhere throw', ({ regions }) => regions?.join(', ') ?? 'any region'],
  ['Daily backups are kept', 'a locked `AWS::Backup::BackupVault`, plan and selection for tables and buckets', ({ backupRetention }) => days(backupRetention)],
  ['Files of the trail are locked', '`ObjectLockConfiguration` of the trail\'s bucket', ({ trailLock }) => days(trailLock)],
  ['Old versions of objects are kept', '`NoncurrentVersionExpiration` of buckets', ({ oldVersions }) => days(oldVersions)],
  ['When a stack goes, data and logs', '`DeletionPolicy`; deletion protection of tables, pools and log groups', ({ removalPolicy }) => (removalPolicy === 'destroy' ? 'go' : 'stay')],
  ['A key waits for its deletion', '`PendingWindowInDays` of keys', ({ keyDeletionWindow }) => days(keyDeletionWindow)],
  ['Functions, keys and web ACLs', 'subnets, `AWS::KMS::Key`, `AWS::WAFv2::WebACL`', ({ isDevelopment }) => (isDevelopment
    ? 'outside of a network, one, none by default' : 'in a network, one for each class, one for each API')],
  ['Rules hold it to', 'ZT-LOGS-010, ZT-BACKUP-006', ({ framework }) => demands(framework)],
];

/** What examples/orders-api costs by profile; test/golden/profile-prices.test.ts computes it anew. */
export const PRICES = [
  '| BASELINE, HIPAA, PCI_DSS, GDPR, SANDBOX | 57.30 | VPCEndpoint 29.20, WebACL 13.00, Alarm 8.70, Dashboard 3.00, Key 3.00, Secret 0.40 |',
  '| DEVELOPMENT | 1.40 | Key 1.00, Secret 0.40 |',
];

/** docs/profiles.md: what each profile changes, from its code. */
export function profilesPage(): string {
  return [
    '# Profiles',
    '',
    '<!-- Made from src/zone/profile.ts by `npx tsx scripts/profiles-md.ts`. -->',
    '',
    'A profile is what a framework or an organisation chose, in one place: how long logs are kept, what is masked in them, where data may be,',
    'what is backed up, what outlives its stack. It is no statement of compliance: it sets what a template can set, and rules prove that.',
    '',
    '```ts',
    'import { App, Stack } from \'aws-cdk-lib\';',
    'import { Profile, TrustZone, ZeroTrust } from \'cdk-zero-trust\';',
    '',
    'const app = new App();',
    'ZeroTrust.enforce(app, { profile: Profile.HIPAA }); // every zone of the app, called before or after they are made',
    '',
    'const stack = new Stack(app, \'Clinic\');',
    'new TrustZone(stack, \'Zone\');',
    '```',
    '',
    'For one zone: `new TrustZone(this, \'Zone\', { profile: Profile.PCI_DSS })`. For all below an app, a stage or a stack that say nothing else:',
    '`Profile.GDPR.applyTo(stage)`. An organisation\'s own: `Profile.HIPAA.customize({ name: \'ACME\', logRetention: RetentionDays.TEN_YEARS })`.',
    'Props of a construct and of a zone go before the profile.',
    '',
    '## What each changes',
    '',
    `| | ${PROFILES.map(({ name }) => name).join(' | ')} | seen in |`,
    `|---|${PROFILES.map(() => '---|').join('')}---|`,
    ...CHOICES.map(([what, where, say]) => `| ${what} | ${PROFILES.map(say).join(' | ')} | ${where} |`),
    '',
    'The same in all: every response of an API is computed anew. A cache answers one caller with what another one asked for unless all that the',
    'answer depends on is in its key, so no profile turns it on; where it is on, ZT-APIGATEWAY-011 asks for encryption. The audit trail and its',
    'archive outlive a sandbox too: their versions are locked.',
    '',
    'DEVELOPMENT costs about nothing and is fit for nothing but development: enforced, it expects the findings that it means, which stay in the',
    'evidence with that reason; `cdk-zero-trust audit` of its templates finds them, and ZT-KMS-008, of severity high, on its key.',
    '',
    '## What each costs',
    '',
    'Fixed cost of examples/orders-api at list prices of us-east-1: what is charged each month without any usage.',
    '',
    '| profile | USD a month | of it |',
    '|---|--:|---|',
    ...PRICES,
    '',
    '## Where it comes from',
    '',
    '- Logs. BASELINE: a year, FSBP CloudWatch.16, NIST 800-53 AU-11. HIPAA: six years, 45 CFR 164.316(b)(2)(i). PCI DSS: twelve months, v4.0.1',
    '  10.5.1. GDPR sets no time; article 5(1)(e) asks for no longer than needed, and a year is what finding an intrusion needs.',
    '- Masks. HIPAA 45 CFR 164.502(b), PCI DSS 3.4.1, GDPR articles 5(1)(c) and 25: no more than needed is shown. 0.12 USD for each GB that is',
    '  scanned (Amazon CloudWatch pricing, us-east-1, November 2026).',
    '- Regions. GDPR articles 44 to 46: the regions of the European Union, the European Sovereign Cloud among them, London and Zurich not.',
    '- Backups. HIPAA 45 CFR 164.308(a)(7)(ii)(A), GDPR article 32(1)(c). PCI DSS asks for none of card data. Point-in-time recovery of tables, 35',
    '  days, is on in all.',
    '- Old versions. PCI DSS 3.2.1 and GDPR articles 5(1)(e) and 17: what was deleted goes.',
    '',
    '## Errors',
    '',
    '| error | when |',
    '|---|---|',
    '| `ProfileTooLate` | DEVELOPMENT or SANDBOX comes after constructs that they make otherwise, or another backup retention after backups: the message names what is built. Other profiles may come at any time before synth |',
    '| `OtherProfile` | a zone says another profile than the one that is enforced |',
    '| `OutsideResidency` | a zone, a member of it or the target of a replication is in a region that the profile does not name |',
    '| `UnknownRegion` | the profile names regions, and the stack has no `env: { region }` |',
    '| `BadProfile` | `customize` is told what AWS would refuse |',
    '',
    'Partitions: aws, aws-us-gov, aws-cn; GDPR in aws and aws-eusc only, as its regions are there.',
    '',
  ].join('\n');
}

function demands(framework: string): string {
  const held = PROFILE_DEMANDS[framework];
  return held ? `logs for ${held.logDays} days${held.backups ? ', backups' : ''}` : 'nothing more';
}

if (require.main === module) writeFileSync(join(__dirname, '..', 'docs', 'profiles.md'), profilesPage());
