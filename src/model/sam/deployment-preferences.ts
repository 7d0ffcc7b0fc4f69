import { compact, Draft, getAtt, isGiven, isNoValue, listOf, mapBranches, ref, sub, textOf } from './intrinsics';
import { managedPolicyArn } from './policies';
import { assumedBy } from './roles';
import { SamResource } from './sam-resource';
import { propagated, tagList } from './tags';
import { Translation } from './translation';
import { JsonObject, objectOrEmpty, own } from '../json';

const APPLICATION = 'ServerlessDeploymentApplication';
const SERVICE_ROLE = 'CodeDeployServiceRole';
const PREDEFINED = [
  'Canary10Percent5Minutes', 'Canary10Percent10Minutes', 'Canary10Percent15Minutes', 'Canary10Percent30Minutes', 'Linear10PercentEvery1Minute',
  'Linear10PercentEvery2Minutes', 'Linear10PercentEvery3Minutes', 'Linear10PercentEvery10Minutes', 'AllAtOnce',
];

interface Preference {
  readonly source: SamResource;
  readonly wanted: JsonObject;
  readonly condition?: string;
}

/** How aliases shift to new versions: one CodeDeploy application and role for all functions that want it, a group for each. */
export class DeploymentPreferences {
  private readonly preferences: Preference[] = [];

  constructor(private readonly t: Translation) {}

  public add(source: SamResource, aliasId: string | undefined): void {
    const wanted = source.object('DeploymentPreference');
    if (!isGiven(wanted) || [false, 'false', 'False'].includes(this.t.literal(wanted.Enabled) as any)) return;
    if (aliasId === undefined) return this.t.unread.add('property', `${source.logicalId}.DeploymentPreference`);
    const passes = [true, 'true', 'True'].includes(this.t.literal(wanted.PassthroughCondition) as any);
    this.preferences.push({ source, wanted, condition: passes ? source.condition : undefined });
    const { PreTraffic, PostTraffic } = objectOrEmpty(wanted.Hooks);
    const alias = this.t.resources.get(aliasId)!;
    const CodeDeployLambdaAliasUpdate = compact({
      ApplicationName: ref(APPLICATION),
      DeploymentGroupName: ref(groupId(source)),
      BeforeAllowTrafficHook: PreTraffic,
      AfterAllowTrafficHook: PostTraffic,
    });
    this.t.resources.set(aliasId, { ...alias, UpdatePolicy: { CodeDeployLambdaAliasUpdate } });
  }

  public finish(): void {
    if (this.preferences.length === 0) return;
    const [{ source: first }] = this.preferences;
    const conditions = [...new Set(this.preferences.map(({ condition }) => condition))];
    const all = conditions.filter((condition) => condition !== undefined);
    const Condition = all.length === conditions.length ? this.t.anyOf('ServerlessCodeDeployCondition', all) : undefined;
    const attributes = Condition === undefined ? {} : { Condition };
    const tags = this.sharedTags();
    this.addShared(first, APPLICATION, 'AWS::CodeDeploy::Application', { ComputePlatform: 'Lambda', ...tags }, attributes);
    if (this.preferences.some(({ wanted }) => !isGiven(wanted.Role))) {
      this.addShared(first, SERVICE_ROLE, 'AWS::IAM::Role', {
        AssumeRolePolicyDocument: assumedBy('codedeploy.amazonaws.com'),
        ManagedPolicyArns: [managedPolicyArn('AWSCodeDeployRoleForLambda')],
        ...tags,
      }, attributes);
    }
    for (const preference of this.preferences) this.addGroup(preference);
  }

  /** Not with the attributes of one function: it belongs to all. */
  private addShared(source: SamResource, id: string, type: string, properties: Draft, attributes: Draft): void {
    this.t.add(new SamResource(source.logicalId, source.type, {}), id, type, properties, attributes);
  }

  private addGroup({ source, wanted, condition }: Preference): void {
    const { Type, Alarms, Role, TriggerConfigurations } = wanted;
    this.addShared(source, groupId(source), 'AWS::CodeDeploy::DeploymentGroup', compact({
      ApplicationName: ref(APPLICATION),
      AlarmConfiguration: isGiven(Alarms) && !isNoValue(Alarms) ? mapBranches(Alarms, alarmConfiguration) : undefined,
      AutoRollbackConfiguration: { Enabled: true, Events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM', 'DEPLOYMENT_STOP_ON_REQUEST'] },
      DeploymentConfigName: mapBranches(this.t.literal(Type), configName),
      DeploymentStyle: { DeploymentType: 'BLUE_GREEN', DeploymentOption: 'WITH_TRAFFIC_CONTROL' },
      ServiceRoleArn: isGiven(Role) ? Role : getAtt(SERVICE_ROLE, 'Arn'),
      TriggerConfigurations: isGiven(TriggerConfigurations) ? TriggerConfigurations : undefined,
      ...propagated(source.get('Tags'), source.get('PropagateTags')),
    }), condition === undefined ? {} : { Condition: condition });
  }

  private sharedTags(): object {
    const propagating = this.preferences.filter(({ source }) => source.get('PropagateTags') === true);
    const tags = Object.fromEntries(propagating.flatMap(({ source }) => Object.entries(source.object('Tags'))));
    return isGiven(tags) ? { Tags: tagList(tags) } : {};
  }
}

function groupId({ logicalId }: SamResource): string {
  return `${logicalId}DeploymentGroup`;
}

function configName(type: unknown): unknown {
  return PREDEFINED.includes(textOf(type)) ? sub('CodeDeployDefault.Lambda${ConfigName}', { ConfigName: type }) : type;
}

function alarmConfiguration(alarms: unknown): Draft {
  const names = listOf(alarms);
  return names.length === 0 || own(names[0], 'Ref') === 'AWS::NoValue' ? {} : { Enabled: true, Alarms: names.map((Name) => ({ Name })) };
}
