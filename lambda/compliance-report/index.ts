import type { KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join as pathOf } from 'node:path';
import { ConfigServiceClient } from '@aws-sdk/client-config-service';
import { KMSClient } from '@aws-sdk/client-kms';
import { GetObjectCommand, paginateListObjectsV2, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { readConfig } from './config';
import { readEvidence } from './evidence';
import { readIncidents } from './incidents';
import { changesSince, join } from './join';
import { pageOf } from './page';
import type { ComplianceReport, Source, SourceName } from './report';
import { publicKeyOf, signed } from './sign';
import { REPORT_PREDICATE_TYPE, reportDifferences, signedReport } from '../../src/attest/report-statement';
import { STATEMENT_TYPE } from '../../src/attest/statement';
import { sha256 } from '../../src/attest/template-digest';
import { REPORT_SETTINGS, ReportSettings } from '../../src/compliance/report-settings';
import { escapeJson } from '../../src/report/plain-text';

const PREFIX = 'reports/';
const [REPORT, PAGE, ENVELOPE] = ['report.json', 'report.html', 'report.intoto.json'];

/** Makes the report of the time of the schedule, signs and stores it, and sends where it is. What cannot be read is a part of the report; what cannot be signed, stored or sent fails. */
export async function handler(event: { time?: string }): Promise<void> {
  const env = process.env as Record<string, string>;
  const { REPORT_BUCKET: Bucket, EVIDENCE_BUCKET, EVIDENCE_PREFIX, MAX_EVIDENCE_DAYS, KEY_ID, TOPIC_ARN, RECORDER, INCIDENTS_TABLE, ACCOUNT } = env;
  const region = env.AWS_REGION;
  const settings: ReportSettings = JSON.parse(readFileSync(pathOf(process.env.LAMBDA_TASK_ROOT ?? __dirname, REPORT_SETTINGS), 'utf-8'));
  const [s3, kms] = [new S3Client({}), new KMSClient({})];
  const now = Number.isNaN(Date.parse(event.time ?? '')) ? new Date() : new Date(event.time!);
  const at = `${now.toISOString().slice(0, 19)}Z`;
  const folder = `${PREFIX}${at.replace(/:/g, '-')}/`;
  const key = await publicKeyOf(kms, KEY_ID);
  const sources: Source[] = [];
  const read = async <T>(source: SourceName, ask: () => Promise<T>, tell: (value: T) => string): Promise<T | undefined> => {
    try {
      const value = await ask();
      sources.push({ source, state: 'read', what: tell(value) });
      return value;
    } catch (error) {
      // errors of services have a name of their own, and texts with names of principals
      const { name, message } = error as Error;
      sources.push({ source, state: 'not-read', what: name === 'Error' ? message : name });
      return undefined;
    }
  };
  const evidence = await read('evidence', () => readEvidence(s3, EVIDENCE_BUCKET, EVIDENCE_PREFIX, new Date(), Number(MAX_EVIDENCE_DAYS)),
    ({ what, problems }) => [what, ...problems].join('; '));
  const config = await read('config', () => readConfig(new ConfigServiceClient({}), RECORDER, settings.packs), ({ rules }) => `${rules.size} rules in ${settings.packs.length} conformance packs`);
  let incidents;
  if (INCIDENTS_TABLE) incidents = await read('incidents', () => readIncidents(INCIDENTS_TABLE), (open) => `${open.length} open`);
  else sources.push({ source: 'incidents', state: 'not-given', what: 'the baseline names no responder' });
  const before = await read('previous', () => previous(s3, Bucket, folder, key), (found) => found ? `${found.folder}${REPORT}` : 'there is none');

  const packed = new Set(settings.packs.flatMap(({ rules }) => Object.values(rules).flat()));
  const { baseline, frameworks } = settings;
  const joined = join({ at, account: ACCOUNT, region, baseline, frameworks, packed, sources, evidence, config, incidents });
  const report: ComplianceReport = { ...joined, changes: changesSince(before?.report, joined) };
  const files = { [REPORT]: `${escapeJson(JSON.stringify(report, null, 2))}\n`, [PAGE]: pageOf(report) };
  const envelope = await signed(kms, KEY_ID, key, {
    _type: STATEMENT_TYPE,
    subject: Object.entries(files).map(([name, text]) => ({ name, digest: { sha256: sha256(text) } })),
    predicateType: REPORT_PREDICATE_TYPE,
    predicate: { verdict: report.verdict, reportedAt: at, ...before ? { previous: { report: `${before.folder}${REPORT}`, sha256: before.sha256 } } : {} },
  });
  const put = (name: string, Body: string, ContentType: string) => s3.send(new PutObjectCommand({ Bucket, Key: folder + name, Body, ContentType, ChecksumAlgorithm: 'SHA256' }));
  await put(REPORT, files[REPORT], 'application/json');
  await put(PAGE, files[PAGE], 'text/html; charset=utf-8');
  await put(ENVELOPE, envelope, 'application/json'); // the last: without it there is no report
  await new SNSClient({}).send(new PublishCommand({ TopicArn: TOPIC_ARN, Subject: `Compliance report of ${ACCOUNT}: ${report.verdict}`, Message: messageOf(report, Bucket, folder) }));
  console.log(JSON.stringify({ folder, verdict: report.verdict, findings: report.findings.length }));
}

/** The report before this one, when its files are those that the key signed. */
async function previous(s3: S3Client, Bucket: string, folder: string, key: KeyObject) {
  let last: string | undefined;
  for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket, Prefix: PREFIX })) {
    for (const { Key = '' } of Contents) if (Key.endsWith(ENVELOPE) && Key < folder && Key > (last ?? '')) last = Key;
  }
  if (last === undefined) return undefined;
  const from = last.slice(0, -ENVELOPE.length);
  const text = async (name: string) => (await s3.send(new GetObjectCommand({ Bucket, Key: from + name }))).Body!.transformToString();
  const [statement, files] = [signedReport(await text(ENVELOPE), { name: last, key, keyName: 'the key' }), { [REPORT]: await text(REPORT), [PAGE]: await text(PAGE) }];
  if (!statement || reportDifferences(statement, (name) => Buffer.from(files[name] ?? '')).length > 0) throw new Error(`${from}${REPORT} is not what the key signed`);
  return { folder: from, sha256: sha256(files[REPORT]), report: JSON.parse(files[REPORT]) as ComplianceReport };
}

const CONSOLES: Record<string, string> = { 'aws-cn': 'console.amazonaws.cn', 'aws-us-gov': 'console.amazonaws-us-gov.com' };

/** Where the report is, and counts: no data. Who opens the link signs in. */
function messageOf({ verdict, at, account, region, sources, frameworks, changes }: ComplianceReport, bucket: string, folder: string): string {
  const console = CONSOLES[process.env.PARTITION ?? ''] ?? 'console.aws.amazon.com';
  const count = (controls: { status: string }[], status: string) => controls.filter((one) => one.status === status).length;
  return [
    `Compliance of ${account} in ${region} at ${at}: ${verdict}.`,
    ...frameworks.map(({ name, controls }) => `${name}: ${count(controls, 'pass')} controls pass, ${count(controls, 'fail')} fail, ${count(controls, 'unknown')} unknown.`),
    ...sources.filter(({ state }) => state === 'not-read').map(({ source }) => `Not read: ${source}.`),
    changes.since === undefined ? 'There is no report before this one.'
      : `Since ${changes.since}: ${changes.appeared.length} new findings, ${changes.gone.length} gone, ${changes.controls.length} controls changed.`,
    `https://${region}.${console}/s3/object/${bucket}?region=${region}&prefix=${folder}${PAGE}`,
    `s3://${bucket}/${folder}${REPORT}, signed in ${ENVELOPE}`,
  ].join('\n');
}
