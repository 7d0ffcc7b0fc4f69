import { FakeService } from './fake-aws';
import { ServiceError } from '../json-protocol-server';

type Scan = 'lambda' | 'lambdaCode';
const BY_TYPE: Record<string, Scan> = { LAMBDA: 'lambda', LAMBDA_CODE: 'lambdaCode' };

/** Scan types of one account. As at the service, a change takes a while, and code is not scanned without packages. */
export class FakeInspector implements FakeService {
  public readonly status: Record<Scan, string> = { lambda: 'DISABLED', lambdaCode: 'DISABLED' };
  /** How many answers a change takes; with Infinity it never ends. */
  public slow = 1;
  /** Accounts that the next change fails for. */
  public failing?: { errorCode: string; errorMessage: string };
  private turns = 0;

  public answer(operation: string, input: any): object {
    switch (operation) {
      case 'BatchGetAccountStatus': return { accounts: [this.state()], failedAccounts: [] };
      case 'Enable': return this.change(input.resourceTypes, 'ENABLING');
      case 'Disable': return this.change(input.resourceTypes, 'DISABLING');
      default: throw new Error(`not faked: ${operation}`);
    }
  }

  private change(types: string[], to: string): object {
    if (this.failing) {
      const failed = { accountId: '111122223333', ...this.failing };
      this.failing = undefined;
      return { accounts: [], failedAccounts: [failed] };
    }
    const scans = types.map((type) => BY_TYPE[type]);
    if (to === 'ENABLING' && scans.includes('lambdaCode') && this.status.lambda !== 'ENABLED') {
      throw new ServiceError('ValidationException', 'Lambda code scanning needs Lambda standard scanning.');
    }
    for (const scan of scans) this.status[scan] = to;
    this.turns = this.slow;
    return { accounts: [{ accountId: '111122223333', status: to, resourceStatus: { ec2: 'DISABLED', ecr: 'DISABLED', ...this.status } }], failedAccounts: [] };
  }

  private state(): object {
    if (this.turns-- <= 0) {
      for (const scan of Object.values(BY_TYPE)) this.status[scan] = this.status[scan].replace('ENABLING', 'ENABLED').replace('DISABLING', 'DISABLED');
    }
    const of = (status: string) => ({ status, errorCode: 'ALREADY_ENABLED', errorMessage: '' });
    return {
      accountId: '111122223333',
      state: of('ENABLED'),
      resourceState: { ec2: of('DISABLED'), ecr: of('DISABLED'), lambda: of(this.status.lambda), lambdaCode: of(this.status.lambdaCode) },
    };
  }
}
