import { Command, Option } from 'commander';
import { CLEAN, FINDINGS, UNUSABLE } from './exit-codes';
import type { Tool } from '../report/writer';
import { SEVERITIES } from '../rules/rule';

export interface AttestOptions {
  readonly report: string;
  readonly gate?: string;
  readonly key?: string;
  readonly kmsKey?: string;
  readonly out: string;
  readonly failOn?: string;
  readonly account?: string;
  readonly stack?: string;
  readonly anyStack?: boolean;
  readonly bucket?: string[];
  readonly signedFrom?: string;
}

const HELP = `
Writes an in-toto statement about the templates of an assembly in a DSSE envelope: the digest of each template, and of the report by which they
passed; verdict counts, rules, waivers and the time. Its key is ECDSA P-256 or RSA (signed by PSS) of 2,048 bits or more, in PEM or in AWS KMS.
A report of other templates, one with open findings at or over --fail-on, and a gate that has not passed are not attested.

With --gate, --fail-on is that of the gate where it is not named. The gate judges what was synthesised, and cdk-zero-trust sign writes other templates: with
--signed-from, which names the assembly that the gate judged, it is proved that the other one is that assembly with signed code and no other difference.

A template file, of no cloud assembly, does not name its stack. It is attested for the one of --stack, or for any with --any-stack, and for none else.

With --bucket the attestation is also stored as attestations/<digest of the template>.json for each template, where the function of a
JudgedTemplates looks for it.

--kms-key needs the npm package @aws-sdk/client-kms and the rights kms:GetPublicKey and kms:Sign; --bucket needs @aws-sdk/client-s3 and
s3:PutObject.

Exit codes:
  ${CLEAN}  the attestation is written
  ${FINDINGS}  the report or the gate has not passed
  ${UNUSABLE}  an input, the key, the account or the output cannot be used

Examples:
  cdk-zero-trust audit cdk.out --format json --output report.json
  cdk-zero-trust attest cdk.out --report report.json --key private.pem --out attestation.json
  cdk-zero-trust attest cdk.out --report report.json --gate evidence/gate.json --kms-key alias/attestations --out attestation.json
  cdk-zero-trust attest packaged.yaml --report report.json --key private.pem --stack orders --account 111122223333 --out attestation.json`;

export function attestCommand(tool: Tool): Command {
  return new Command('attest')
    .description('sign what was judged: an in-toto attestation of templates and report')
    .argument('<assembly>', 'the cdk.out directory, or the template file, that was audited')
    .requiredOption('--report <file>', 'the report of audit in JSON')
    .option('--gate <file>', 'what a gate wrote, which has to have passed')
    .addOption(new Option('--key <file>', 'a private key in PEM').conflicts('kmsKey'))
    .addOption(new Option('--kms-key <arn>', 'an asymmetric key of AWS KMS, or an alias of one').conflicts('key'))
    .requiredOption('--out <file>', 'where to write the attestation')
    .addOption(new Option('--fail-on <severity>', 'the mildest severity that is not attested while it is open (that of the gate, or high)').choices(SEVERITIES))
    .option('--signed-from <assembly>', 'the assembly that was judged by the gate and signed into this one')
    .option('--account <number>', 'the account of templates whose app names none')
    .addOption(new Option('--stack <name>', 'the stack that a template file is deployed as').conflicts('anyStack'))
    .option('--any-stack', 'attest a template file for whatever stack it is deployed as')
    .option('--bucket <name>', 'store the attestation in a bucket of a JudgedTemplates too; may be repeated', (name: string, before: string[] = []) => [...before, name])
    .addHelpText('after', HELP)
    .action(async (assembly: string, options: AttestOptions) => {
      const { attest } = require('./run-attest') as typeof import('./run-attest');
      process.exitCode = await attest(assembly, options, tool);
    });
}
