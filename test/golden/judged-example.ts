import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, AppProps, Stack, StackProps } from 'aws-cdk-lib';
import { GatewayPrefixLists } from '../../src';
import { STRUCTURAL_ACKNOWLEDGEMENT, StructuralAcknowledgement, StructuralCause } from '../../src/core/structural-acknowledgement';
import { Finding, Findings, reportOf } from '../support/packs';

export interface ExampleStackProps extends StackProps {
  readonly prefixLists?: GatewayPrefixLists;
}

/** An example of the repository, and what its golden test expects of it. */
export interface Example {
  /** The app as it is deployed, with its judges. */
  readonly app: (props?: AppProps, stackProps?: ExampleStackProps) => App;
  /** Its stacks alone. */
  readonly addStacks: (app: App, stackProps?: ExampleStackProps) => void;
  /** Why anything is acknowledged. */
  readonly causes: StructuralCause[];
  /** Rules with an acknowledged finding, without the pack's name. */
  readonly acknowledged: string[];
  /** Hosts of services that have one name in all partitions, beside those of services as principals. */
  readonly globalHosts?: RegExp;
  /** Types that hold data, keys or logs. */
  readonly kept: string[];
}

const CONCRETE = { account: '111122223333', region: 'eu-west-1' };
const SERVICE_PRINCIPAL = /^[a-z0-9-]+\.amazonaws\.com$|^delivery\.logs\.amazonaws\.com$|^logging\.s3\.amazonaws\.com$|^monitoring\.rds\.amazonaws\.com$/;
const FIXED_NAMES = ['TableName', 'QueueName', 'TopicName', 'BucketName', 'LogGroupName', 'Name'];
const name = (finding: Finding) => `${finding.pack}::${finding.rule}`;

/** An example that was synthesised once with every judge on, the built-in CloudFormation validator included. */
export class JudgedExample {
  public readonly app: App;
  public readonly findings: Findings;
  /** Templates by name of the stack. */
  public readonly templates: Record<string, any>;

  constructor(private readonly example: Example) {
    const outdir = mkdtempSync(join(tmpdir(), 'zt-example-'));
    process.env.CDK_VALIDATION = 'true';
    try {
      this.app = example.app({ outdir });
      this.app.synth();
    } finally {
      process.env.CDK_VALIDATION = 'false';
    }
    this.findings = reportOf(outdir);
    this.templates = templatesOf(this.app);
    afterAll(() => rmSync(outdir, { recursive: true, force: true }));
  }

  /** The templates of another synthesis, with nothing to judge it. */
  public synth(stackProps?: ExampleStackProps, context?: Record<string, unknown>): Record<string, any> {
    const app = new App({ context });
    this.example.addStacks(app, stackProps);
    return templatesOf(app);
  }

  /** Tests of what every example promises. */
  public holdsItsPromises(): void {
    const { example, app, findings, templates } = this;

    test('leaves nothing open in five packs, our own and the CloudFormation validator', () => {
      expect(findings.open).toEqual([]);
    });

    test('acknowledges structurally, finding-scoped, on the resource, for the causes that it names', () => {
      const structural = new Map<string, StructuralAcknowledgement>();
      for (const node of app.node.findAll()) {
        for (const entry of node.node.metadata.filter((m) => m.type === STRUCTURAL_ACKNOWLEDGEMENT)) {
          const acknowledgement: StructuralAcknowledgement = JSON.parse(entry.data);
          acknowledgement.findings.forEach((finding) => structural.set(`${finding} ${node.node.path}`, acknowledgement));
        }
      }
      for (const finding of findings.acknowledged) {
        const acknowledgement = structural.get(`${name(finding)} ${finding.path}`);
        expect([name(finding), finding.path, acknowledgement?.cause]).toEqual([name(finding), finding.path, expect.any(String)]);
        expect(acknowledgement!.provedBy).toMatch(/^ZT-[A-Z0-9]+-\d{3}$/);
      }
      expect([...new Set([...structural.values()].map((a) => a.cause))].sort()).toEqual([...example.causes].sort());
    });

    test('acknowledges these rules and no other', () => {
      const rules = findings.acknowledged.map((finding) => finding.rule.replace(/^[^-]*-/, ''));
      expect([...new Set(rules)].sort()).toEqual(example.acknowledged);
    });

    test('is the same every time', () => {
      expect(this.synth()).toEqual(this.synth());
    });

    test.each([
      ['aws-us-gov', 'us-gov-west-1'],
      ['aws-cn', 'cn-north-1'],
    ])('holds no other partition in %s', (partition, region) => {
      for (const props of [{ env: { account: '111122223333', region }, prefixLists: { dynamodb: 'pl-11111111', s3: 'pl-22222222' } }, {}]) {
        const text = JSON.stringify(this.synth(props));
        const arns = [...text.matchAll(/arn:(aws[a-z-]*):/g)].map((match) => match[1]);
        expect(new Set(arns.filter((found) => found !== partition))).toEqual(new Set());
        const hosts = [...text.matchAll(/[a-z0-9.-]*\.amazonaws\.com(?:\.cn)?/g)].map((match) => match[0]);
        expect(hosts.filter((host) => !SERVICE_PRINCIPAL.test(host) && !example.globalHosts?.test(host)
          && !(partition === 'aws-cn' && host.endsWith('.cn')) && !(partition === 'aws-us-gov' && host.includes(region)))).toEqual([]);
      }
    });

    test('needs neither an account nor a lookup', () => {
      expect(app.synth().manifest.missing).toBeUndefined();
      const concrete = example.app({}, { env: CONCRETE });
      expect(concrete.synth().manifest.missing).toBeUndefined();
    });

    test('keeps data, keys and logs when its stacks go', () => {
      const kept = resourcesOf(templates).filter(([, resource]) => example.kept.includes(resource.Type));
      expect(new Set(kept.map(([, resource]) => resource.Type))).toEqual(new Set(example.kept));
      for (const [id, resource] of kept) expect([id, resource.DeletionPolicy, resource.UpdateReplacePolicy]).toEqual([id, expect.stringMatching(/^Retain/), 'Retain']);
    });

    test('rolls a first create back: nothing that is protected from deletion is to be deleted', () => {
      const isProtected = (text: string) => /"(DeletionProtection|DeletionProtectionEnabled|DeleteProtection|MutationProtection)":("ACTIVE"|true|"ENABLED"|\{"Mode":"ENABLED"\})/.test(text);
      const found = resourcesOf(templates).filter(([, resource]) => isProtected(JSON.stringify(resource.Properties ?? {})));
      expect(found).not.toEqual([]);
      for (const [id, resource] of found) expect([id, resource.DeletionPolicy]).toEqual([id, 'Retain']);
    });

    test('gives retained things no name of their own, which would collide on the next deployment', () => {
      for (const [id, resource] of resourcesOf(templates).filter(([, r]) => /^Retain/.test(r.DeletionPolicy ?? ''))) {
        const fixed = FIXED_NAMES.map((key) => resource.Properties?.[key]).filter((value) => typeof value === 'string');
        expect([id, fixed]).toEqual([id, []]);
      }
    });

    test('fits: no stack comes near to 500 resources', () => {
      for (const [stack, template] of Object.entries(templates)) {
        expect([stack, Object.keys(template.Resources).length < 400]).toEqual([stack, true]);
      }
    });
  }
}

function templatesOf(app: App): Record<string, any> {
  const stacks = app.node.findAll().filter(Stack.isStack);
  const assembly = app.synth();
  const own = assembly.stacks.filter(({ id }) => stacks.some((stack) => stack.artifactId === id));
  return Object.fromEntries(own.map((stack) => [stack.stackName, stack.template]));
}

function resourcesOf(templates: Record<string, any>): [string, any][] {
  return Object.values(templates).flatMap((template) => Object.entries<any>(template.Resources));
}
