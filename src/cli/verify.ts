import { Command, Option } from 'commander';
import { CLEAN, FINDINGS, UNUSABLE } from './exit-codes';

export interface VerifyOptions {
  readonly publicKey?: string;
  readonly kmsKey?: string;
  readonly maxAge?: string;
  readonly stack?: string;
}

const HELP = `
Holds the templates of an assembly against an attestation of cdk-zero-trust attest. The key that is named decides by which algorithm a signature
is checked, and nothing of the attestation is read before. A template that differs, one more or one less, an attestation that is older than
--max-age, a waiver that has ended since, and functions of a code signing configuration whose code the manifest of cdk-zero-trust sign does not
have are refused, a line each. A template file does not name its stack: --stack does, unless it was attested for any. A compliance report of ComplianceBaseline is held against its folder in the same way, whatever its verdict.

--kms-key needs the npm package @aws-sdk/client-kms and the right kms:GetPublicKey.

Exit codes:
  ${CLEAN}  the templates are those that were attested
  ${FINDINGS}  something is refused
  ${UNUSABLE}  an input, the key or the account cannot be used

Examples:
  cdk-zero-trust verify attestation.json cdk.out --public-key public.pem --max-age 24h
  cdk-zero-trust verify attestation.json cdk.out --kms-key arn:aws:kms:eu-west-1:111122223333:alias/attestations
  cdk-zero-trust verify attestation.json packaged.yaml --public-key public.pem --stack orders
  cdk-zero-trust verify 2026-11-30T06-00-00Z/report.intoto.json 2026-11-30T06-00-00Z --public-key public.pem`;

export function verifyCommand(): Command {
  return new Command('verify')
    .description('hold templates against their attestation, before they are deployed')
    .argument('<attestation>', 'what attest wrote')
    .argument('<assembly>', 'the cdk.out directory or the template file that is about to be deployed, or the folder of a compliance report')
    .addOption(new Option('--public-key <file>', 'the public key in PEM').conflicts('kmsKey'))
    .addOption(new Option('--kms-key <arn>', 'the asymmetric key of AWS KMS, or an alias of it').conflicts('publicKey'))
    .option('--max-age <duration>', 'how old the attestation may be: 30m, 24h, 7d')
    .option('--stack <name>', 'the stack that a template file is deployed as')
    .addHelpText('after', HELP)
    .action(async (attestation: string, assembly: string, options: VerifyOptions) => {
      const { verify } = require('./run-verify') as typeof import('./run-verify');
      process.exitCode = await verify(attestation, assembly, options);
    });
}
