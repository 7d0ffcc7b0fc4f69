/**
 * An audit of 200,000 resources in 400 stacks, in every format, each in a process of its own: CPU and the most memory of the whole process, and the
 * size of the report. One resource in twenty lacks something. Then the same as an assembly with a stack trace for each resource and a file of waivers;
 * then one template of 60 MB or more, of the 64 that are read. What is over its bound fails the bench.
 * Run: npx tsx --tsconfig examples/tsconfig.json bench/size.ts [format, assembly or large ...]
 */
import { spawnSync } from 'child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { dirname, join } from 'path';
import { builtCli } from './built-cli';
import { FORMATS, TABLE } from '../src/cli/audit-options';

const STACKS = 400;
const PER_STACK = 500;
const LARGE_MB = 60;
const WAIVERS = 1000;
/** Of one resource; those of a real app are mostly of packages too. */
const FRAMES = 8;
/** CPU in seconds, and memory in MB. */
const BOUNDS = { stacks: { cpu: 30, memory: 1024 }, large: { cpu: 60, memory: 1536 } };

interface Used { readonly cpu: number; readonly memory: number }

/** What stacks are mostly made of: each function has its role, its log group, a queue and an alarm. */
function resources(count: number, stack: number): Record<string, unknown> {
  const found: Record<string, unknown> = {
    Key: { Type: 'AWS::KMS::Key', DeletionPolicy: 'Retain', Properties: { EnableKeyRotation: true, PendingWindowInDays: 30, KeyPolicy: keyPolicy() } },
  };
  for (let i = 0; 1 + 5 * (i + 1) <= count; i++) {
    const lacks = i % 4 === 0;
    found[`Role${i}`] = {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }] },
        Policies: [{
          PolicyName: 'Own',
          PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: { 'Fn::GetAtt': [`Queue${i}`, 'Arn'] } }] },
        }],
      },
    };
    found[`Logs${i}`] = { Type: 'AWS::Logs::LogGroup', DeletionPolicy: 'Retain', Properties: { RetentionInDays: 365, ...lacks ? {} : { KmsKeyId: { 'Fn::GetAtt': ['Key', 'Arn'] } } } };
    found[`Queue${i}`] = { Type: 'AWS::SQS::Queue', Properties: { KmsMasterKeyId: { Ref: 'Key' }, MessageRetentionPeriod: 1209600 } };
    found[`Fn${i}`] = {
      Type: 'AWS::Lambda::Function',
      Properties: {
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
        Code: { S3Bucket: 'code', S3Key: `${stack}/${i}.zip` },
        Role: { 'Fn::GetAtt': [`Role${i}`, 'Arn'] },
        LoggingConfig: { LogGroup: { Ref: `Logs${i}` } },
        Environment: { Variables: { QUEUE: { Ref: `Queue${i}` } } },
        KmsKeyArn: { 'Fn::GetAtt': ['Key', 'Arn'] },
        DeadLetterConfig: { TargetArn: { 'Fn::GetAtt': [`Queue${i}`, 'Arn'] } },
      },
    };
    found[`Alarm${i}`] = {
      Type: 'AWS::CloudWatch::Alarm',
      Properties: {
        Namespace: 'AWS/Lambda',
        MetricName: 'Errors',
        Dimensions: [{ Name: 'FunctionName', Value: { Ref: `Fn${i}` } }],
        Statistic: 'Sum',
        Period: 300,
        EvaluationPeriods: 1,
        Threshold: 1,
        ComparisonOperator: 'GreaterThanOrEqualToThreshold',
        TreatMissingData: 'notBreaching',
        AlarmActions: ['arn:aws:sns:eu-west-1:111111111111:alarms'],
      },
    };
  }
  return found;
}

function keyPolicy(): unknown {
  const root = { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' };
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: root }, Action: 'kms:*', Resource: '*' }] };
}

/** The folder of templates, as the assembly of an app that keeps stack traces. */
function makeAssembly(directory: string, source: string): void {
  const artifacts: Record<string, unknown> = {};
  writeFileSync(source, 'declare();\n'.repeat(PER_STACK));
  for (let i = 0; i < STACKS; i++) {
    const id = `Stack${i}`;
    const file = `${id}.metadata.json`;
    artifacts[id] = {
      type: 'aws:cloudformation:stack', environment: 'aws://unknown-account/unknown-region', displayName: id, properties: { templateFile: `stack${i}.json` }, additionalMetadataFile: file,
    };
    const declared = Object.keys(resources(PER_STACK, i)).map((logicalId, place) => [`/${id}/${logicalId}`, [{
      type: 'aws:cdk:logicalId', data: logicalId, trace: [...packages(directory), `new Service (${source}:${place + 1}:3)`],
    }]]);
    writeFileSync(join(directory, file), JSON.stringify(Object.fromEntries(declared)));
  }
  writeFileSync(join(directory, 'manifest.json'), JSON.stringify({ version: '48.0.0', artifacts }));
}

function packages(directory: string): string[] {
  return Array.from({ length: FRAMES - 1 }, (_, i) => `at Construct${i} (${join(directory, 'node_modules', 'package', `file${i}.js`)}:${i}:1)`);
}

/** Each of one log group without a key. */
function waivers(): string {
  const until = new Date(Date.now() + 90 * 24 * 3600 * 1000).toISOString().slice(0, 10);
  return ['waivers:', ...Array.from({ length: WAIVERS }, (_, i) => [
    '  - rule: ZeroTrust::ZT-LOGS-002', `    path: Stack${i % STACKS}/Logs${4 * Math.floor(i / STACKS)}`, '    owner: platform-team', '    reason: It is encrypted when the stack moves.', '    ticket: SEC-1', `    expires: ${until}`,
  ].join('\n'))].join('\n');
}

/** A process of its own, whose figures are its own. */
function audit(cli: string, input: string, format: string, output: string, further: string[] = []): Used {
  const code = `
    process.argv.splice(1, process.argv.length - 1, 'cdk-zero-trust', 'audit', ${JSON.stringify(input)}, '--format', '${format}', '--fail-on', 'never', '--output', ${JSON.stringify(output)}, ...${JSON.stringify(further)});
    process.on('exit', () => {
      const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
      console.log(JSON.stringify({ cpu: (userCPUTime + systemCPUTime) / 1e6, memory: maxRSS / 1024 }));
    });
    require(${JSON.stringify(cli)});`;
  const { stdout, stderr, status } = spawnSync(process.execPath, ['-e', code], { encoding: 'utf-8', cwd: dirname(output) });
  if (status !== 0) throw new Error(`${format}: exit ${status}\n${stderr.slice(-2000)}`);
  return JSON.parse(stdout);
}

function print(what: string, used: Used, bound: Used, bytes: number): void {
  const isOver = used.cpu > bound.cpu || used.memory > bound.memory;
  if (isOver) process.exitCode = 1;
  const report = `a report of ${(bytes / 1024 / 1024).toFixed(0)} MB`;
  console.log(`${isOver ? 'OVER ' : ''}${what}: ${used.cpu.toFixed(1)} s CPU, ${used.memory.toFixed(0)} MB, ${report} (bound: ${bound.cpu} s, ${bound.memory} MB)`);
}

async function run(directory: string): Promise<void> {
  const cli = await builtCli();
  const only = process.argv.slice(2);
  const chosen = (what: string) => only.length === 0 || only.includes(what);

  const stacks = join(directory, 'stacks');
  mkdirSync(stacks);
  let all = 0;
  for (let i = 0; i < STACKS; i++) {
    const Resources = resources(PER_STACK, i);
    all += Object.keys(Resources).length;
    writeFileSync(join(stacks, `stack${i}.json`), JSON.stringify({ Resources }, null, 1));
  }
  console.log(`${all} resources in ${STACKS} stacks`);
  const output = join(directory, 'report');
  for (const format of [TABLE, ...FORMATS].filter(chosen)) {
    const used = audit(cli, stacks, format, output);
    print(format, used, BOUNDS.stacks, statSync(output).size);
    rmSync(output);
  }
  if (chosen('assembly')) {
    makeAssembly(stacks, join(directory, 'app.ts'));
    const accepted = join(directory, 'waivers.yaml');
    writeFileSync(accepted, waivers());
    const used = audit(cli, stacks, 'sarif', output, ['--waivers', accepted]);
    const report = readFileSync(output, 'utf-8');
    const [lines, waived] = [report.match(/app\.ts/g)?.length ?? 0, report.match(/SEC-1\b/g)?.length ?? 0];
    if (lines === 0 || waived < WAIVERS) throw new Error(`${lines} lines of source and ${waived} tickets of waivers are in the report`);
    print(`an assembly with stack traces and ${WAIVERS} waivers, as SARIF`, used, BOUNDS.stacks, statSync(output).size);
    rmSync(output);
  }
  if (!chosen('large')) return;

  const large = join(directory, 'large.json');
  const each = JSON.stringify({ Resources: resources(PER_STACK, 0) }).length / PER_STACK;
  writeFileSync(large, JSON.stringify({ Resources: resources(Math.ceil(LARGE_MB * 1024 * 1024 / each), 0) }));
  const used = audit(cli, large, 'csv', output);
  print(`one template of ${(statSync(large).size / 1024 / 1024).toFixed(0)} MB, as CSV`, used, BOUNDS.large, statSync(output).size);
}

const directory = mkdtempSync(join(tmpdir(), 'zt-bench-'));
run(directory).catch((error) => {
  console.error(error);
  process.exitCode = 1;
}).finally(() => rmSync(directory, { recursive: true, force: true }));
