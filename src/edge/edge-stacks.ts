import { CfnResource, CrossStackReferences, ReferenceStrength, RemovalPolicy, Stack, Stage, Token } from 'aws-cdk-lib';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import { Construct } from 'constructs';
import { GLOBAL_REGION } from './firewall-checks';
import { ZeroTrustError } from '../core/errors';
import { outermostStack } from '../core/outermost-stack';
import { TrustZone } from '../zone/trust-zone';

/** Where the global part of a distribution stands, with the zone whose keys it uses. */
export interface EdgeHome {
  readonly scope: Construct;
  readonly zone: TrustZone;
}

/**
 * The stacks in us-east-1 that the distributions of one stack share: what comes before a distribution, its web firewall, and
 * what watches it, its alarms and logs. A distribution stands between them, so one stack could not hold both. None is made for
 * a stack that is in us-east-1 itself.
 */
export class EdgeStacks {
  /** Throws `UnknownRegion`, `NoCloudFront` and `NestedStack`, on behalf of a distribution at a path. */
  public static check(path: string, stack: Stack): void {
    if (Token.isUnresolved(stack.region)) {
      throw new ZeroTrustError(path, 'UnknownRegion', `what a distribution needs is made in ${GLOBAL_REGION}, and the region of its stack is not known.`,
        'give the stack an environment, for example env: { region: \'eu-west-1\' }.');
    }
    const partition = RegionInfo.get(stack.region).partition ?? 'aws';
    if (partition !== 'aws') {
      throw new ZeroTrustError(path, 'NoCloudFront', `in partition ${partition} CloudFront is missing, or has no web firewall.`,
        'serve the API by its own domain there, behind a WebFirewall.');
    }
    if (stack.nestedStackParent && stack.region !== GLOBAL_REGION) {
      throw new ZeroTrustError(path, 'NestedStack', `a stack in ${GLOBAL_REGION} watches the distribution, and cannot name what a nested stack of another region holds.`,
        'put the distribution, with its bucket, into the stack above.');
    }
  }

  constructor(private readonly owner: Construct, private readonly zone: TrustZone, private readonly removalPolicy?: RemovalPolicy) {}

  /** For what a distribution names. */
  public get before(): EdgeHome {
    if (this.isGlobal) return { scope: this.owner, zone: this.zone };
    const stack = this.sibling('edge');
    return { scope: this.partIn(stack), zone: this.zoneIn(stack) };
  }

  /** For what names a distribution. It shares the zone of what comes before. */
  public get after(): EdgeHome {
    if (this.isGlobal) return { scope: this.owner, zone: this.zone };
    return { scope: this.partIn(this.sibling('edge-watch')), zone: this.before.zone };
  }

  private get isGlobal(): boolean {
    return Stack.of(this.owner).region === GLOBAL_REGION;
  }

  private sibling(suffix: string): Stack {
    const stack = outermostStack(this.owner);
    const stage = Stage.of(stack)!;
    const id = `${stack.node.path.slice(stage.node.path.length).replace(/^\//, '').replace(/\//g, '-')}-${suffix}`;
    return stage.node.tryFindChild(id) as Stack | undefined ?? new Stack(stage, id, {
      // by its name: an app may be deployed twice under different ones
      stackName: `${stack.stackName}-${suffix}`,
      env: { account: Token.isUnresolved(stack.account) ? undefined : stack.account, region: GLOBAL_REGION },
      description: `What ${stack.stackName} has at the edge`,
      terminationProtection: stack.terminationProtection,
    });
  }

  /** Keys do not leave their region, so the zone cannot be that of the app. */
  private zoneIn(stack: Stack): TrustZone {
    return stack.node.tryFindChild(ZONE) as TrustZone | undefined ?? new TrustZone(stack, ZONE, {
      profile: this.zone.profile,
      logMasking: this.zone._logMasking,
      removalPolicy: this.removalPolicy ?? this.zone._removalPolicy,
    })._follow(this.zone);
  }

  private partIn(stack: Stack): Construct {
    const id = `${this.owner.node.id}${this.owner.node.addr.slice(-8)}`;
    return stack.node.tryFindChild(id) as Construct | undefined ?? new Construct(stack, id);
  }
}

const ZONE = 'EdgeZone';

/**
 * Lets a stack of another region name a resource: as an output that it reads, and not by the CDK's custom resources, whose
 * functions and roles would be none of ours. The resource can then go while somebody still names it.
 */
export function nameAcrossRegions(resource: CfnResource, consumer: Stack): void {
  if (Stack.of(resource).region !== consumer.region) CrossStackReferences.of(resource).produce(ReferenceStrength.WEAK);
}
