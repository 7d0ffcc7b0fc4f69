import { FakeService } from './fake-aws';
import { ServiceError } from '../json-protocol-server';

export interface FakeFunction {
  readonly arn: string;
  tags: Record<string, string>;
  concurrency?: number;
  policy?: string;
  securityGroups: string[];
  logGroup?: string;
  /** Names of its aliases. */
  aliases?: string[];
}

export interface FakeMapping {
  readonly functionName: string;
  state: 'Creating' | 'Enabling' | 'Enabled' | 'Disabling' | 'Disabled' | 'Updating' | 'Deleting';
}

/** Functions and event source mappings. A mapping takes changes only while it is at rest, as at the service. */
export class FakeLambda implements FakeService {
  public readonly functions = new Map<string, FakeFunction>();
  public readonly mappings = new Map<string, FakeMapping>();

  public create(name: string, more: Partial<FakeFunction> = {}): FakeFunction {
    const fn: FakeFunction = { arn: `arn:aws:lambda:eu-west-1:111122223333:function:${name}`, tags: {}, securityGroups: [], logGroup: `/aws/lambda/${name}`, ...more };
    this.functions.set(name, fn);
    return fn;
  }

  public answer(operation: string, input: any): object {
    switch (operation) {
      case 'GetFunction': return this.describe(input.FunctionName);
      case 'GetFunctionConcurrency': {
        const { concurrency } = this.find(input.FunctionName);
        return concurrency === undefined ? {} : { ReservedConcurrentExecutions: concurrency };
      }
      case 'PutFunctionConcurrency':
        this.find(input.FunctionName).concurrency = input.ReservedConcurrentExecutions;
        return { ReservedConcurrentExecutions: input.ReservedConcurrentExecutions };
      case 'DeleteFunctionConcurrency': delete this.find(input.FunctionName).concurrency; return {};
      case 'GetPolicy': {
        const { policy } = this.find(input.FunctionName);
        if (policy === undefined) throw notFound('The resource you requested does not exist.');
        return { Policy: policy, RevisionId: '1' };
      }
      case 'ListAliases': {
        const { aliases = [] } = this.find(input.FunctionName);
        const at = Number(input.Marker ?? 0);
        return { Aliases: aliases.slice(at, at + 1).map((Name) => ({ Name })), ...aliases.length > at + 1 && { NextMarker: String(at + 1) } };
      }
      case 'ListTags': return { Tags: { ...this.tagged(input.Resource).tags } };
      case 'TagResource': Object.assign(this.tagged(input.Resource).tags, input.Tags); return {};
      case 'UntagResource': {
        const { tags } = this.tagged(input.Resource);
        for (const key of input.TagKeys) delete tags[key];
        return {};
      }
      case 'ListEventSourceMappings': {
        const own = [...this.mappings].filter(([, { functionName }]) => functionName === input.FunctionName);
        return { EventSourceMappings: own.map(([UUID, { state }]) => ({ UUID, State: state })) };
      }
      case 'UpdateEventSourceMapping': return this.update(input.UUID, input.Enabled);
      default: throw new Error(`not faked: ${operation}`);
    }
  }

  private describe(name: string): object {
    const { arn, tags, securityGroups, logGroup, concurrency } = this.find(name);
    return {
      Configuration: {
        FunctionName: name,
        FunctionArn: arn,
        CodeSha256: 'hash',
        Environment: { Variables: { TABLE: 'of-orders' } },
        ...logGroup && { LoggingConfig: { LogGroup: logGroup } },
        ...securityGroups.length > 0 && { VpcConfig: { SecurityGroupIds: securityGroups, SubnetIds: ['subnet-1'], VpcId: 'vpc-1' } },
      },
      ...Object.keys(tags).length > 0 && { Tags: { ...tags } },
      ...concurrency !== undefined && { Concurrency: { ReservedConcurrentExecutions: concurrency } },
    };
  }

  private update(uuid: string, enabled: boolean): object {
    const mapping = this.mappings.get(uuid);
    if (!mapping) throw notFound('The resource you requested does not exist.');
    if (mapping.state !== 'Enabled' && mapping.state !== 'Disabled') {
      throw new ServiceError('ResourceInUseException', 'Cannot update the event source mapping because it is in use.');
    }
    mapping.state = enabled ? 'Enabled' : 'Disabled';
    return { UUID: uuid, State: mapping.state };
  }

  private find(name: string): FakeFunction {
    const fn = this.functions.get(name);
    if (!fn) throw notFound(`Function not found: ${name}`);
    return fn;
  }

  private tagged(arn: string): FakeFunction {
    const fn = [...this.functions.values()].find((one) => one.arn === arn);
    if (!fn) throw notFound(`Function not found: ${arn}`);
    return fn;
  }
}

function notFound(message: string): ServiceError {
  return new ServiceError('ResourceNotFoundException', message, 404);
}
