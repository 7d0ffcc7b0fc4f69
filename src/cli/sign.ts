import { Command } from 'commander';
import { CLEAN, FINDINGS, UNUSABLE } from './exit-codes';
import type { Tool } from '../report/writer';

export interface SignOptions {
  readonly profile?: string;
  readonly profileVersion?: string;
  readonly out: string;
  readonly bucket?: string;
  readonly prefix: string;
  readonly timeout: string;
  readonly assumeRole: boolean;
  readonly verify?: boolean;
}

const HELP = `
Publishes the code of functions and layers of an assembly as the CDK CLI does, lets AWS Signer sign each object version, and writes another
assembly whose templates name the signed versions: cdk deploy --app signed.out deploys it to functions of a SignedCode. What is in the bucket
already is signed only if it is what the assembly has. The assembly that is signed stays as it is; the new one appears when it is whole.
signed.json in it maps each asset to its signed object, version, job, profile version and SHA-256.

A run that was interrupted may be repeated: what is published is used, and AWS Signer answers with the jobs that were started.

With --verify it holds a signed assembly against its manifest, the objects in S3 and the jobs of AWS Signer: code that is not in the manifest,
gone, changed, not the signed form of its asset, signed by another job or profile, or whose signature was revoked is refused, a line each.
--profile and --profile-version are asked for then, where they are named.

It needs the npm packages @aws-sdk/client-s3, @aws-sdk/client-signer and @aws-sdk/client-sts. Assets are read and written as the file publishing
role of the bootstrap stack. The credentials in use need sts:AssumeRole of it, signer:GetSigningProfile, signer:StartSigningJob and
signer:DescribeSigningJob (SignedCode.grantSign gives the first two), and s3:GetObjectVersion and s3:PutObject on the bucket for AWS Signer.

Exit codes:
  ${CLEAN}  the signed assembly is written; with --verify, all code is signed
  ${FINDINGS}  with --verify, something is refused
  ${UNUSABLE}  an input, the account, the profile or the output cannot be used, or a job failed: nothing is written

Examples:
  cdk-zero-trust sign cdk.out --profile OrdersSigned_x1y2z3
  cdk-zero-trust sign cdk.out --profile OrdersSigned_x1y2z3 --profile-version aBcD123456 --out signed.out
  cdk-zero-trust sign --verify signed.out`;

export function signCommand(tool: Tool): Command {
  return new Command('sign')
    .description('sign the code of an assembly with AWS Signer, and write an assembly of what is signed')
    .argument('<assembly>', 'the cdk.out directory; with --verify, what sign wrote')
    .option('--profile <name>', 'the signing profile, in each region of the assembly')
    .option('--profile-version <version>', 'the version that the profile has to have')
    .option('--out <directory>', 'where to write the signed assembly', 'signed.out')
    .option('--bucket <name>', 'a versioned bucket for signed code (that of the assets otherwise)')
    .option('--prefix <prefix>', 'what keys of signed objects begin with', 'signed/')
    .option('--timeout <duration>', 'how long one job may take: 90s, 10m', '10m')
    .option('--no-assume-role', 'publish with the credentials in use, not as the role of the bootstrap stack')
    .option('--verify', 'check a signed assembly and its objects instead')
    .addHelpText('after', HELP)
    .action(async (assembly: string, options: SignOptions) => {
      const { sign } = require('./run-sign') as typeof import('./run-sign');
      process.exitCode = await sign(assembly, options, tool);
    });
}
