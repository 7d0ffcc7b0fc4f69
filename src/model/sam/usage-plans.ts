import { isGiven, pick, ref } from './intrinsics';
import { SamResource } from './sam-resource';
import { Translation } from './translation';
import { JsonObject, objectOrEmpty, own } from '../json';

interface Stage {
  readonly source: SamResource;
  readonly stageId: string;
  readonly plan: JsonObject;
}

/** Usage plans with an API key: one for an API, or one that APIs share. */
export class UsagePlans {
  private readonly shared: Stage[] = [];

  constructor(private readonly t: Translation) {}

  public add(source: SamResource, stageId: string): void {
    const plan = objectOrEmpty(own(source.get('Auth'), 'UsagePlan'));
    const stage = { source, stageId, plan };
    const wanted = this.t.literal(plan.CreateUsagePlan);
    if (wanted === 'SHARED') this.shared.push(stage);
    else if (wanted === 'PER_API') this.make([stage], `${source.logicalId}UsagePlan`, `${source.logicalId}ApiKey`, source);
    else if (isGiven(plan) && wanted !== 'NONE') this.t.unread.add('property', `${source.logicalId}.Auth.UsagePlan`);
  }

  public finish(): void {
    if (this.shared.length === 0) return;
    const [{ source }] = this.shared;
    const conditions = [...new Set(this.shared.map((stage) => stage.source.condition))];
    const named = conditions.filter((condition) => condition !== undefined);
    const Condition = named.length === conditions.length ? this.t.anyOf('SharedUsagePlanCondition', named) : undefined;
    const shared = new SamResource(source.logicalId, source.type, {}, { Condition }, source.declaredAs);
    this.make(this.shared, 'ServerlessUsagePlan', 'ServerlessApiKey', shared);
  }

  private make(stages: Stage[], planId: string, keyId: string, source: SamResource): void {
    const names = ['UsagePlanName', 'Description', 'Quota', 'Tags', 'Throttle'];
    this.t.add(source, planId, 'AWS::ApiGateway::UsagePlan', {
      ApiStages: stages.map((stage) => ({ ApiId: ref(stage.source.logicalId), Stage: ref(stage.stageId) })),
      ...pick(stages[stages.length - 1].plan, ...names),
    }, { DependsOn: stages.map((stage) => stage.source.logicalId) });
    this.t.add(source, keyId, 'AWS::ApiGateway::ApiKey', {
      Enabled: true, StageKeys: stages.map((stage) => ({ RestApiId: ref(stage.source.logicalId), StageName: ref(stage.stageId) })),
    }, { DependsOn: [planId] });
    this.t.add(source, `${planId}Key`, 'AWS::ApiGateway::UsagePlanKey', {
      KeyId: ref(keyId), KeyType: 'API_KEY', UsagePlanId: ref(planId),
    }, { DependsOn: [keyId] });
    for (const stage of stages) {
      const { logicalId } = stage.source;
      this.t.attributes.set(`${logicalId}.UsagePlan`, planId).set(`${logicalId}.ApiKey`, keyId).set(`${logicalId}.UsagePlanKey`, `${planId}Key`);
    }
  }
}
