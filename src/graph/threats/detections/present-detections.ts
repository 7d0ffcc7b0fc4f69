import { Call, callsOf } from './call';
import { patternMatches } from './event-pattern';
import { filterMatches } from './filter-pattern';
import type { DetectionStatus, JudgedDetection } from './judged-detection';
import { asksLogs } from './log-readers';
import type { ShippedDetection } from './shipped';
import { alarmsOf, recordsManagement } from './trail-events';
import { TemplateModel, TemplateResource, textOf } from '../../../model';
import { Beside, isBeside, isInAccountOf, least, most } from '../../../model/beside';
import { resourceOf } from '../../../model/judge';
import { isEnabled, reachedBy, receiverOf } from '../../response';
import { isTrailAt } from '../../trails';

/** Services whose calls AWS records in one Region only. Source: EventBridge user guide, "AWS service events delivered via CloudTrail". */
const GLOBAL = ['detail.eventSource iam.amazonaws.com'];
const GLOBAL_REGION = 'us-east-1';
/** By which EventBridge delivers calls that only read as well. */
const WITH_READS = 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS';
const WORSE: readonly DetectionStatus[] = ['present', 'partial', 'unknown', 'broken', 'absent'];

const UNDECIDED = 'whether its calls are delivered is not known before deployment';

/** Something of the templates that takes calls, how far it takes some of them, and whether it runs. */
interface Taker {
  readonly resource: TemplateResource;
  readonly takes: (call: Call) => Beside;
  readonly works: Beside;
  readonly why: string;
}

type Found = Omit<JudgedDetection, 'detection'>;

/**
 * Which detections run, judged from the templates alone: that an enabled event rule or a metric filter with an alarm takes the calls that a detection is about,
 * at the place of the element, and hands them over. What is then done with them is in the code that gets them.
 */
export class PresentDetections {
  private readonly judged = new Map<string, Found>();

  constructor(private readonly model: TemplateModel) {}

  public of(detection: ShippedDetection, element: TemplateResource): JudgedDetection {
    // of an element, its place and its condition matter
    const key = `${detection.name} ${element.condition ?? ''} ${element.stack.id}`;
    let found = this.judged.get(key);
    if (!found) this.judged.set(key, found = this.judge(detection, element));
    return { detection, ...found };
  }

  private judge(detection: ShippedDetection, element: TemplateResource): Found {
    const worlds = this.model.worlds.explore(() => (element.exists() ? this.look(detection, element) : undefined));
    if (!worlds) return { status: 'unknown', by: [], why: 'the template has too many conditions to evaluate all combinations' };
    const seen = worlds.flatMap((world) => world ?? []);
    const worst = seen.reduce((a, b) => (WORSE.indexOf(b.status) > WORSE.indexOf(a.status) ? b : a), seen[0] ?? { status: 'absent', by: [] });
    const isSometimes = worst.status === 'absent' && seen.some(({ status }) => status !== 'absent');
    return isSometimes ? { status: 'unknown', by: [...new Set(seen.flatMap(({ by }) => by))], why: 'it depends on conditions of the template' } : worst;
  }

  private look(detection: ShippedDetection, element: TemplateResource): Found {
    if (detection.service || detection.counts) return asksLogs(detection, element, this.model);
    const calls = callsOf(detection.calls!);
    const takers = [...this.rules(detection, element), ...this.filters(element)];
    const taken = takers.filter(({ takes }) => calls.some((call) => takes(call) !== 'no'));
    const running = taken.filter(({ works }) => works !== 'no');
    const names = (some: readonly Taker[]) => [...new Set(some.map(({ resource }) => resource.name))];
    const answers = calls.map((call) => most(...running.map(({ takes, works }) => least(takes(call), works))));
    if (answers.every((answer) => answer === 'yes')) return { status: 'present', by: names(running.filter(({ works }) => works === 'yes')) };
    const broken = taken.filter(({ works }) => works === 'no');
    // what runs for some calls does not hide that what is there for others is broken
    const isBroken = calls.some((call, i) => answers[i] === 'no' && broken.some(({ takes }) => takes(call) === 'yes'));
    if (isBroken) return { status: 'broken', by: names(broken), why: broken[0].why };
    if (answers.includes('maybe')) return { status: 'unknown', by: names(running), why: running.find(({ works }) => works === 'maybe')?.why ?? UNDECIDED };
    return answers.includes('yes') ? { status: 'partial', by: names(running), why: 'some of its calls are delivered' } : { status: 'absent', by: [] };
  }

  /** The event rules that may take calls at the place of an element. */
  private rules({ readsToo }: ShippedDetection, element: TemplateResource): Taker[] {
    const rules = this.model.ofType('AWS::Events::Rule').filter((rule) => rule.exists() && !rule.at('EventPattern').isAbsent);
    return rules.flatMap((resource): Taker[] => {
      const onBus = isOnDefaultBus(resource);
      const takes = (call: Call) => least(onBus, isPlaced(resource, element, call), patternMatches(resource.at('EventPattern'), call));
      const [enabled, told, trail] = [isEnabledFor(resource, readsToo), tells(resource), recordsManagement(resource, this.model)];
      const works = least(enabled, told, trail);
      const why = enabled === 'no' ? `${resource.name} is ${textOf(resource.at('State').value) === 'DISABLED' ? 'disabled' : `not ${WITH_READS}`}`
        : told === 'no' ? `${resource.name} has no target that gets its events` : enabled === 'maybe' ? `whether ${resource.name} is enabled is not known before deployment`
          : told === 'maybe' ? `what gets the events of ${resource.name} is not known` : 'whether a trail records management events there is not known';
      return [{ resource, takes, works, why }];
    });
  }

  /** Metric filters on the log group of a trail, with an alarm that has an action. */
  private filters(element: TemplateResource): Taker[] {
    return this.model.ofType('AWS::Logs::MetricFilter').filter((filter) => filter.exists()).flatMap((resource): Taker[] => {
      const logGroup = resourceOf(resource.at('LogGroupName').value);
      const trails = logGroup?.referrers('AWS::CloudTrail::Trail').filter((trail) => resourceOf(trail.at('CloudWatchLogsLogGroupArn').value) === logGroup) ?? [];
      if (trails.length === 0) return [];
      const pattern = resource.at('FilterPattern').value;
      const at = most(...trails.map((trail) => least(isTrailAt(trail, element), recordsManagement(trail, this.model))));
      const takes = (call: Call) => least(at, pattern.kind !== 'known' ? 'maybe' : filterMatches(textOf(pattern) ?? '', call));
      const works = alarmsOf(resource, this.model);
      return [{ resource, takes, works, why: `${resource.name} has no alarm with an action${works === 'maybe' ? ' for certain' : ''}` }];
    });
  }
}

function isOnDefaultBus(rule: TemplateResource): Beside {
  const { value } = rule.at('EventBusName');
  if (value.kind !== 'known') return value.kind === 'reference' ? 'no' : 'maybe';
  return value.value === undefined || /^(?:arn:.*event-bus\/)?default$/.test(String(value.value)) ? 'yes' : 'no';
}

function isPlaced(rule: TemplateResource, element: TemplateResource, call: Call): Beside {
  if (!GLOBAL.includes(`detail.eventSource ${call.get('detail.eventSource')?.text}`)) return isBeside(rule, element);
  const region = regionOf(rule);
  return least(isInAccountOf(rule, element), region === undefined ? 'maybe' : region === GLOBAL_REGION ? 'yes' : 'no');
}

/** A nested stack is where its parent is. */
function regionOf({ stack }: TemplateResource): string | undefined {
  if (stack.nestedAs) return regionOf(stack.nestedAs);
  return stack.region === 'unknown-region' ? undefined : stack.region;
}

function isEnabledFor(rule: TemplateResource, readsToo: boolean = false): Beside {
  const { verdict } = isEnabled(rule);
  if (verdict !== 'pass') return verdict === 'fail' ? 'no' : 'maybe';
  return readsToo && textOf(rule.at('State').value) !== WITH_READS ? 'no' : 'yes';
}

/** Whether something gets the events of a rule that can act, or tells people. */
function tells(rule: TemplateResource): Beside {
  const reached = reachedBy(rule);
  if (reached.actors.length > 0 || reached.elsewhere.length > 0 || receiverOf([], rule).told) return 'yes';
  if (reached.unclear.length > 0) return 'maybe';
  // a log group, a stream, a bus or a destination outside: who looks there is not in the template
  const others = rule.at('Targets').items().filter((target) => !target.at('Arn').isAbsent);
  return others.length > reached.broken.length ? 'maybe' : 'no';
}
